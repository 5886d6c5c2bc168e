import { createHmac } from 'node:crypto';
import { canonicalBytes } from '../../kernel/canonical.ts';
import { Failure } from '../../kernel/failure.ts';
import { open, seal } from '../../kernel/sealing.ts';
import { DEPLOYMENT, type Tx } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import type { Listing, ListProblem } from './listing.ts';

/**
 * Confidential lists (Mexico's personas bloqueadas): content stands sealed under the list's own key, kept with the keys
 * of persons. What is not sealed says nothing: the reference is a keyed hash of the issuer's, the name is empty.
 */
export interface ListSeal {
  close(listing: Listing): string;
  open(reference: string, box: string): Listing;
  /** The same reference for the same entry of the issuer, and nothing else told. */
  hide(reference: string): string;
}

const REFERENCE_HEX = 20;
const boundTo = (code: string, reference: string): string => `watchlists.listing\n${code}\n${reference}`;

function sealOf(key: Buffer, code: string): ListSeal {
  return {
    close: (listing) => seal(key, canonicalBytes(listing), boundTo(code, listing.reference)),
    open: (reference, box) =>
      JSON.parse(open(key, box, boundTo(code, reference)).toString('utf8')) as Listing,
    hide: (reference) =>
      createHmac('sha256', key).update(`reference\n${reference}`).digest('hex').slice(0, REFERENCE_HEX),
  };
}

/** The seal of a list, its key made where there is none. */
export async function sealToWrite(
  tx: Tx,
  vault: Vault,
  list: { id: string; code: string },
): Promise<ListSeal> {
  const keys = await vault.keysOf(tx, [{ entity: DEPLOYMENT, person: list.id }]);
  return sealOf(required(keys.get(list.id), list.code), list.code);
}

/** The seal of a list that has content. */
export async function sealToRead(
  tx: Tx,
  vault: Vault,
  list: { id: string; code: string },
): Promise<ListSeal> {
  const keys = await vault.existing(tx, [list.id]);
  return sealOf(required(keys.get(list.id), list.code), list.code);
}

function required(key: Buffer | undefined, code: string): Buffer {
  if (key !== undefined) return key;
  throw new Failure('operator', 'vault.key_missing', `the key of the list ${code} is gone`);
}

/** Listings as a confidential list keeps them: references that tell nothing, in relations too. */
export const hideReferences = (listSeal: ListSeal, listings: readonly Listing[]): Listing[] =>
  listings.map((listing) => ({
    ...listing,
    reference: listSeal.hide(listing.reference),
    ...(listing.relations === undefined
      ? {}
      : { relations: listing.relations.map((one) => ({ ...one, party: listSeal.hide(one.party) })) }),
  }));

/** Where a problem is and of which kind; its words may quote the row. */
export const withoutWords = ({ file, row, element, code, severity }: ListProblem): ListProblem => ({
  file,
  ...(row === undefined ? {} : { row }),
  ...(element === undefined ? {} : { element }),
  code,
  message: '',
  severity,
});
