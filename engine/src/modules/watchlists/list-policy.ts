import type { LIST_CATEGORIES, WatchlistView } from '@atalaya/contract/watchlists.ts';

export type ListFormat = WatchlistView['format'];
export type ListCategory = (typeof LIST_CATEGORIES)[number];

/** How a list is used. */
export interface ListPolicy {
  readonly category: ListCategory;
  /** `trial`: kept and compared on request, not screened. */
  readonly mode: 'live' | 'trial' | 'off';
  /** Lowest score that is a hit, in ten-thousandths; the screening's own where null. */
  readonly threshold: number | null;
  readonly weak_aliases: 'capped' | 'full' | 'ignored';
  /** A match is a fact that scenarios act on; otherwise it is only a hit to look at. */
  readonly decides: boolean;
  readonly confidential: boolean;
}

export interface SourceFile {
  readonly name: string;
  readonly url: string;
}

interface KnownFormat {
  readonly name: string;
  readonly issuer: string;
  readonly category: ListCategory;
}

const OFAC = 'OFAC, US Treasury';
const OFAC_SDN = {
  name: 'OFAC Specially Designated Nationals',
  issuer: OFAC,
  category: 'sanctions',
} as const;
const OFAC_CONS = {
  name: 'OFAC Consolidated (non-SDN) Sanctions List',
  issuer: OFAC,
  category: 'sanctions',
} as const;
const UK = {
  name: 'UK Sanctions List',
  issuer: 'Foreign, Commonwealth & Development Office, United Kingdom',
  category: 'sanctions',
} as const;

/** What a list of a format is when nobody names it; null where only its owner knows. */
export const KNOWN_FORMATS: Readonly<Record<ListFormat, KnownFormat | null>> = {
  'ofac-sdn-csv': OFAC_SDN,
  'ofac-sdn-xml': OFAC_SDN,
  'ofac-consolidated-csv': OFAC_CONS,
  'ofac-consolidated-xml': OFAC_CONS,
  'ofac-advanced-xml': OFAC_SDN,
  'ofac-crypto': { name: 'OFAC digital currency addresses', issuer: OFAC, category: 'sanctions' },
  'un-xml': {
    name: 'UN Security Council Consolidated List',
    issuer: 'United Nations Security Council',
    category: 'sanctions',
  },
  'eu-xml': {
    name: 'EU Consolidated Financial Sanctions List',
    issuer: 'European Commission',
    category: 'sanctions',
  },
  'uk-csv': UK,
  'uk-xml': UK,
  'mx-sat-69b': { name: 'Listado completo del artículo 69-B', issuer: 'SAT, México', category: 'tax' },
  'fatf-json': {
    name: 'FATF high-risk and monitored jurisdictions',
    issuer: 'FATF',
    category: 'jurisdictions',
  },
  'pep-csv': { name: 'Politically exposed persons', issuer: 'own', category: 'pep' },
  'ftm-json': null,
  ownership: { name: 'Owned 50 % or more by listed parties', issuer: 'Atalaya', category: 'sanctions' },
  csv: null,
};

/** Whoever is on such a list is stopped; offices and countries are weights. */
const DECIDING: ReadonlySet<ListCategory> = new Set(['sanctions', 'tax', 'own']);

type StoredPolicy = { readonly [K in keyof ListPolicy]: ListPolicy[K] | null } & {
  readonly format: ListFormat;
};

/** What is stored, and the default where nothing is. */
export function policyOf(list: StoredPolicy): ListPolicy {
  const category = list.category ?? KNOWN_FORMATS[list.format]?.category ?? 'own';
  return {
    category,
    mode: list.mode ?? 'live',
    threshold: list.threshold,
    weak_aliases: list.weak_aliases ?? 'capped',
    decides: list.decides ?? DECIDING.has(category),
    confidential: list.confidential ?? false,
  };
}
