import type { EcosystemEntity, ScoredEntity } from '@atalaya/contract/screening.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import type { ListCategory } from '../../watchlists/list-policy.ts';
import { displayName, type Listing } from '../../watchlists/listing.ts';
import type { StoredListing } from '../../watchlists/listings.ts';
import type { Match } from '../match.ts';

const SCHEMAS: Readonly<Record<Listing['kind'], string>> = {
  person: 'Person',
  organization: 'Organization',
  vessel: 'Vessel',
  aircraft: 'Airplane',
  other: 'LegalEntity',
};

const TOPICS: Readonly<Record<ListCategory, string>> = {
  sanctions: 'sanction',
  pep: 'role.pep',
  tax: 'crime.fin',
  jurisdictions: 'mare.detained',
  own: 'poi',
};

const PROPERTIES: Readonly<Record<string, string>> = {
  passport: 'passportNumber',
  tax_id: 'taxNumber',
  rfc: 'taxNumber',
  nit: 'taxNumber',
  cnpj: 'taxNumber',
  registration: 'registrationNumber',
  lei: 'leiCode',
  imo: 'imoNumber',
  bic: 'swiftBic',
};

function propertiesOf(listing: Listing, category: ListCategory): Record<string, string[]> {
  const properties: Record<string, string[]> = { topics: [TOPICS[category]] };
  const add = (name: string, value: string | undefined): void => {
    if (value === undefined || value === '') return;
    const known = properties[name] ?? [];
    if (!known.includes(value)) properties[name] = [...known, value];
  };
  for (const name of listing.names)
    add(
      name.kind === 'primary'
        ? 'name'
        : name.quality === 'weak'
          ? 'weakAlias'
          : name.kind === 'fka'
            ? 'previousName'
            : 'alias',
      name.text,
    );
  for (const birth of listing.birthDates)
    add('birthDate', birth.from === birth.to ? birth.from : birth.from.slice(0, 4));
  for (const { role, code, text } of listing.countries)
    add(
      role === 'nationality' || role === 'citizenship' ? role : role === 'birth' ? 'birthCountry' : 'country',
      code?.toLowerCase() ?? text,
    );
  for (const { type, value } of listing.identifiers) add(PROPERTIES[type] ?? 'idNumber', value);
  for (const address of listing.addresses)
    add(
      'address',
      [address.street, address.city, address.region, address.postcode, address.country]
        .filter((part) => part !== undefined)
        .join(', '),
    );
  for (const wallet of listing.wallets) add('publicKey', wallet.address);
  for (const program of listing.programs) add('programId', program);
  add('notes', listing.remarks);
  add('gender', listing.gender);
  for (const { title } of listing.positions ?? []) add('position', title);
  return properties;
}

/** The id of a listing beyond its list: `list:reference`. */
export const entityId = (list: string, reference: string): string => `${list}:${reference}`;

/** A listing as an entity; a confidential one that the caller may not read is an id and nothing else. */
export function entityOf(stored: StoredListing, category: ListCategory): EcosystemEntity {
  const closed = stored.sealed !== null && stored.content.names.length === 0;
  return {
    id: entityId(stored.code, stored.reference),
    caption: closed ? '' : displayName(stored.content),
    schema: SCHEMAS[stored.content.kind],
    properties: closed ? {} : propertiesOf(stored.content, category),
    datasets: [stored.code],
    referents: [],
    target: true,
    first_seen: formatInstant(stored.known_from),
    last_change: formatInstant(stored.known_from),
  };
}

/** An entity with its score and, for each feature, what it added and what met what. */
export function scoredOf(
  entity: EcosystemEntity,
  match: Match,
  threshold: number,
  algorithm: string,
  closed: boolean,
): ScoredEntity {
  const features: Record<string, number> = {};
  const explanations: ScoredEntity['explanations'] = {};
  for (const { feature, query, listing, effect } of match.reasons) {
    features[feature] = Math.round(((features[feature] ?? 0) + effect) * 10_000) / 10_000;
    const before = explanations[feature];
    const candidate = closed ? '' : listing;
    explanations[feature] = {
      score: features[feature],
      detail: null,
      query: [before?.query, query].filter((part) => part).join(' · ') || null,
      candidate: [before?.candidate, candidate].filter((part) => part).join(' · ') || null,
    };
  }
  return {
    ...entity,
    score: match.score,
    match: match.score >= threshold,
    features,
    explanations,
    algorithm,
  };
}
