/**
 * followthemoney JSON: parties become listings, and what joins them (Ownership, Directorship, Family, Associate,
 * Sanction, Occupancy, CryptoWallet, Identification) becomes facts of the listing it is about. A party that the file
 * does not target is kept for its relations only: an owned company can be reached through it.
 */
import type { ListedRelation, Listing } from '../../listing.ts';
import { countryCode } from '../country-names.ts';
import { readDay } from '../dates.ts';
import type { OpenFile } from '../list-file.ts';
import { listedWallet } from '../listed-wallets.ts';
import type { StatedList } from '../ofac-xml.ts';
import { present } from '../present.ts';
import type { Problems } from '../problems.ts';
import { type FtmEntity, ftmEntities } from './entities.ts';
import { listingOfEntity, partyKind, valuesOf } from './listing.ts';

type Join = (entity: FtmEntity, parties: ReadonlyMap<string, Listing>) => void;

const first = (entity: FtmEntity, ...names: readonly string[]): string | undefined =>
  valuesOf(entity, ...names)[0];

function relation(subject: string, object: string, kind: ListedRelation['kind']): Join {
  return (entity, parties) => {
    for (const from of valuesOf(entity, subject))
      for (const to of valuesOf(entity, object)) {
        const listing = parties.get(from);
        if (listing === undefined) continue;
        listing.relations = [
          ...(listing.relations ?? []),
          present({
            kind,
            party: to,
            share:
              kind === 'owns'
                ? first(entity, 'percentage', 'sharesValue')?.replace('%', '').trim()
                : undefined,
            role: first(entity, 'role', 'relationship', 'status'),
            since: first(entity, 'startDate'),
            until: first(entity, 'endDate'),
          }) as ListedRelation,
        ];
      }
  };
}

const sanction: Join = (entity, parties) => {
  for (const id of valuesOf(entity, 'entity')) {
    const listing = parties.get(id);
    if (listing === undefined) continue;
    for (const program of valuesOf(entity, 'programId', 'program'))
      if (!listing.programs.includes(program)) listing.programs.push(program);
    const listed = readDay(first(entity, 'listingDate', 'startDate'));
    const ended = readDay(first(entity, 'endDate'));
    if (listed !== undefined && (listing.listedOn === undefined || listed < listing.listedOn))
      listing.listedOn = listed;
    if (ended !== undefined && (listing.delistedOn === undefined || ended > listing.delistedOn))
      listing.delistedOn = ended;
  }
};

const identification: Join = (entity, parties) => {
  const value = first(entity, 'number');
  if (value === undefined) return;
  const country = countryCode(first(entity, 'country')?.toUpperCase());
  const label = first(entity, 'type');
  for (const id of valuesOf(entity, 'holder'))
    parties.get(id)?.identifiers.push({
      type: entity.schema === 'Passport' ? 'passport' : 'other',
      value,
      ...(country === undefined ? {} : { country }),
      ...(label === undefined ? {} : { label }),
    });
};

const wallet: Join = (entity, parties) => {
  const address = first(entity, 'publicKey');
  const read = address === undefined ? undefined : listedWallet(first(entity, 'currency') ?? '', address);
  if (read === undefined) return;
  for (const id of valuesOf(entity, 'holder')) parties.get(id)?.wallets.push(read);
};

const occupancy: Join = (entity, parties) => {
  for (const id of valuesOf(entity, 'holder')) {
    const listing = parties.get(id);
    if (listing === undefined) continue;
    const title = first(entity, 'role', 'post') ?? 'office';
    const [since, until] = [first(entity, 'startDate'), first(entity, 'endDate')];
    listing.positions = [...(listing.positions ?? []), present({ title, since, until }) as { title: string }];
  }
};

const JOINS: Readonly<Record<string, Join>> = {
  Ownership: relation('owner', 'asset', 'owns'),
  Directorship: relation('director', 'organization', 'directs'),
  Family: relation('person', 'relative', 'family'),
  Associate: relation('person', 'associate', 'associate'),
  UnknownLink: relation('subject', 'object', 'other'),
  Sanction: sanction,
  Identification: identification,
  Passport: identification,
  Occupancy: occupancy,
  CryptoWallet: wallet,
};

/** Errors: `watchlists.unparseable`. */
export async function readFtmJson(file: OpenFile, problems: Problems): Promise<StatedList> {
  const entities = await ftmEntities(file, problems);
  const parties = new Map<string, Listing>();
  const saysTargets = entities.some(
    ({ target, properties }) => target !== undefined || properties.topics?.length,
  );
  for (const entity of entities) {
    const kind = partyKind(entity.schema);
    if (kind === undefined || (entity.schema === 'CryptoWallet' && entity.properties.holder?.length))
      continue;
    const place = { file: file.name, row: entity.line, reference: entity.id };
    const listing = listingOfEntity(entity, kind, (code, message) => problems.note(place, code, message));
    if (listing.names.length === 0 && listing.wallets.length === 0)
      problems.quarantine(place, 'missing_name', 'no name');
    else if (parties.has(entity.id))
      problems.quarantine(place, 'duplicate_reference', `${entity.id} comes twice`);
    else {
      const isTarget = !saysTargets || (entity.target ?? (entity.properties.topics?.length ?? 0) > 0);
      parties.set(entity.id, isTarget ? listing : { ...listing, target: false });
    }
  }
  for (const entity of entities) JOINS[entity.schema]?.(entity, parties);
  for (const listing of parties.values()) if (listing.delistedOn !== undefined) listing.active = false;
  const seen = entities.flatMap((entity) => valuesOf(entity, 'modifiedAt')).sort();
  return present({ listings: [...parties.values()], issuedOn: readDay(seen.at(-1)?.slice(0, 10)) });
}
