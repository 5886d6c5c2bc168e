import { canonicalBytes } from '../../../kernel/canonical.ts';
import { sha256Hex } from '../../../kernel/hash.ts';
import { rows, type Tx } from '../../../platform/database.ts';
import type { OwnedParty } from '../events.ts';
import type { ParsedList } from '../formats/parse-list.ts';
import { policyOf } from '../list-policy.ts';
import { countListings, displayName, emptyListing, type Listing } from '../listing.ts';
import { relatedListings } from '../listings.ts';
import { allLists } from '../lists.ts';
import { type OwnedResult, ownedByBlocked, type Stake } from './aggregate.ts';
import { readShare, shareText } from './share.ts';

/** Code of the list that is derived: parties that no issuer names, owned 50 % or more by those it does. */
export const OWNERSHIP = 'ownership';

export interface StoredOwnership {
  readonly id: string;
  readonly owner: { readonly list: string; readonly reference: string };
  readonly owned: OwnedParty;
  readonly owned_reference: string;
  readonly share: string;
  readonly source: string;
  readonly active: boolean;
  readonly set_by: string;
  readonly set_at: number;
  readonly entry: number;
}

export const ownerships = (tx: Tx): Promise<StoredOwnership[]> =>
  rows<StoredOwnership>(
    tx,
    `select id, owner, owned, owned_reference, share, source, active, set_by, set_at, entry
     from watchlists.ownership order by set_at, id`,
  );

interface Party {
  readonly listing: Listing;
  readonly blocked: boolean;
}

const keyOf = (list: string, reference: string): string => `${list}\n${reference}`;

/** Parties of readable lists of sanctions and their stakes in each other. What is confidential explains nothing to anyone. */
async function readLists(
  tx: Tx,
  told: readonly StoredOwnership[],
): Promise<{ parties: Map<string, Party>; stakes: Stake[] }> {
  const parties = new Map<string, Party>();
  const stakes: Stake[] = [];
  for (const list of await allLists(tx)) {
    const { category, confidential, mode } = policyOf(list);
    if (list.code === OWNERSHIP || confidential || mode !== 'live') continue;
    const blocks = category === 'sanctions' || category === 'own';
    const owners = told.flatMap(({ owner }) => (owner.list === list.code ? [owner.reference] : []));
    for (const { content } of await relatedListings(tx, list.code, owners)) {
      parties.set(keyOf(list.code, content.reference), {
        listing: content,
        blocked: blocks && content.active && content.target !== false && content.tags === undefined,
      });
      for (const { kind, party, share, until } of content.relations ?? []) {
        const read =
          kind === 'owns' && share !== undefined && until === undefined ? readShare(share) : undefined;
        if (read !== undefined)
          stakes.push({
            owner: keyOf(list.code, content.reference),
            owned: keyOf(list.code, party),
            share: read,
          });
      }
    }
  }
  return { parties, stakes };
}

const partyListing = (reference: string, owned: OwnedParty): Listing => ({
  ...emptyListing(reference, owned.kind),
  names: [{ text: owned.name, kind: 'primary', quality: 'strong' }],
  countries:
    owned.country === null ? [] : [{ role: 'jurisdiction', text: owned.country, code: owned.country }],
  identifiers: owned.identifiers.map(({ type, value }) => ({ type, value })),
});

/** A reference of the derived list: staff's own, or where in which list the party stands. */
const referenceOf = (key: string): string => {
  const [list = '', reference = ''] = key.split('\n');
  return list === OWNERSHIP ? reference : `${list}:${reference}`;
};

function derivedListing(
  key: string,
  party: Listing,
  result: OwnedResult,
  names: (key: string) => string,
): Listing {
  const held = result.owners.map((one) => `${names(one.key)} ${shareText(one.share)}`).join('; ');
  return {
    ...party,
    reference: referenceOf(key),
    active: true,
    programs: ['owned_50'],
    remarks: `${shareText(result.share)}: ${held}`,
    relations: result.owners.map((one) => ({
      kind: 'other' as const,
      party: one.key.replace('\n', ':'),
      share: shareText(one.share).replace(' %', ''),
      role: 'owned_by',
    })),
  };
}

/** The derived list as if an issuer had sent it; empty where nobody owns half of anybody. */
export async function deriveOwnership(tx: Tx): Promise<ParsedList> {
  const told = await ownerships(tx);
  const { parties, stakes } = await readLists(tx, told);
  for (const { owner, owned, owned_reference, share, active } of told) {
    const key = keyOf(OWNERSHIP, owned_reference);
    const read = readShare(share);
    if (!active || read === undefined) continue;
    parties.set(key, { listing: partyListing(owned_reference, owned), blocked: false });
    stakes.push({ owner: keyOf(owner.list, owner.reference), owned: key, share: read });
  }
  const blocked = new Set([...parties].flatMap(([key, party]) => (party.blocked ? [key] : [])));
  const names = (key: string): string => {
    const party = parties.get(key);
    return party === undefined ? key : displayName(party.listing);
  };
  const listings = [...ownedByBlocked(blocked, stakes)].flatMap(([key, result]) => {
    const party = parties.get(key);
    const { target: _target, ...listing } = party?.listing ?? emptyListing('', 'other');
    return party === undefined ? [] : [derivedListing(key, listing, result, names)];
  });
  listings.sort((left, right) => (left.reference < right.reference ? -1 : 1));
  const sha256 = sha256Hex(canonicalBytes(listings));
  return {
    listings,
    problems: [],
    problemCount: 0,
    counts: countListings(listings),
    sha256,
    files: [],
  };
}
