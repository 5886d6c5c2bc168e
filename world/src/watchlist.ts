import { drawCompany, drawName, fullName, plainLetters } from './people/names.ts';
import type { Seed } from './random/seed.ts';
import { type Network, newWallet, type Wallet } from './wallets/wallet.ts';

/** One line of the world's own sanctions list. Every person, company and wallet on it is invented. */
export interface ListedParty {
  readonly reference: string;
  readonly kind: 'person' | 'organization';
  readonly name: string;
  /** `YYYY-MM-DD`; empty for an organization. */
  readonly birth_date: string;
  readonly country: string;
  readonly wallet?: Wallet;
}

const COLUMNS = [
  'reference',
  'name',
  'kind',
  'birth_date',
  'country',
  'wallet_network',
  'wallet_address',
  'programme',
  'listed_on',
] as const;

const NETWORKS: readonly Network[] = ['tron', 'ethereum', 'bitcoin'];
const WALLETS = 12;
const OTHERS = 24;
const COUNTRIES = ['MX', 'BR', 'AR', 'CO'];

/** Parties that are nobody's customers; the first twelve own a wallet each. */
export function drawListed(seed: Seed): ListedParty[] {
  return Array.from({ length: WALLETS + OTHERS }, (_, n) => {
    const random = seed.sub('party', n).stream();
    const country = random.pick(COUNTRIES);
    const company = n % 4 === 3;
    const name = company
      ? drawCompany(country, random)
      : fullName(drawName(country, random.chance(0.5) ? 'M' : 'H', random), country);
    const birth = `${random.int(1948, 1996)}-${pad(random.int(1, 12))}-${pad(random.int(1, 28))}`;
    return {
      reference: `FICT-${String(n + 1).padStart(4, '0')}`,
      kind: company ? 'organization' : 'person',
      name,
      birth_date: company ? '' : birth,
      country,
      ...(n < WALLETS ? { wallet: newWallet(NETWORKS[n % 3] ?? 'tron', random) } : {}),
    };
  });
}

const pad = (value: number): string => String(value).padStart(2, '0');
const field = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The list as CSV for import, with a header line: reference, name (upper case, no accents, as issuers write), kind
 * (person | organization), birth_date (YYYY-MM-DD or empty), country (ISO alpha-2), wallet_network and wallet_address
 * (empty where none), programme, listed_on (YYYY-MM-DD).
 */
export function watchlistText(parties: readonly ListedParty[], listed_on: string): string {
  const lines = parties.map((party) =>
    [
      party.reference,
      plainLetters(party.name, 'Ñ'),
      party.kind,
      party.birth_date,
      party.country,
      party.wallet?.network ?? '',
      party.wallet?.address ?? '',
      'FICTITIOUS',
      listed_on,
    ]
      .map(field)
      .join(','),
  );
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}
