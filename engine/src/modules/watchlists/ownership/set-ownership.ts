import type { OwnershipView } from '@atalaya/contract/watchlists.ts';
import { Failure } from '../../../kernel/failure.ts';
import { newId } from '../../../kernel/ids.ts';
import { formatInstant, instantOf } from '../../../kernel/instant.ts';
import { DEPLOYMENT, one, write } from '../../../platform/database.ts';
import { type OwnershipData, ownershipSet } from '../events.ts';
import { type ImportPorts, storeDerived } from '../import-snapshot.ts';
import { listingsByReference } from '../listings.ts';
import { deriveOwnership, OWNERSHIP, ownerships, type StoredOwnership } from './ownership-list.ts';
import { ensureShare } from './share.ts';

export const presentOwnership = (stored: StoredOwnership): OwnershipView => ({
  id: stored.id,
  owner: stored.owner,
  owned: {
    reference: stored.owned_reference,
    name: stored.owned.name,
    ...(stored.owned.kind === 'vessel' ||
    stored.owned.kind === 'aircraft' ||
    stored.owned.kind === 'organization'
      ? { kind: stored.owned.kind }
      : {}),
    ...(stored.owned.country === null ? {} : { country: stored.owned.country }),
    identifiers: stored.owned.identifiers.map(({ type, value }) => ({ type, value })),
  },
  share: stored.share,
  source: stored.source,
  active: stored.active,
  set_by: stored.set_by,
  set_at: formatInstant(instantOf(stored.set_at)),
  journal: stored.entry,
});

/**
 * A listed party, or one that is owned itself, holds a share of another; told again, it replaces what was told. What
 * follows for the derived list is worked out before it answers. Failures: watchlists.share_invalid,
 * watchlists.listing_unknown.
 */
export async function setOwnership(
  ports: ImportPorts,
  actor: string,
  data: OwnershipData,
): Promise<OwnershipView> {
  ensureShare(data.share);
  const id = await write(ports.db, { entities: [DEPLOYMENT] }, async (tx) => {
    const { owner, owned_reference } = data;
    const known =
      owner.list === OWNERSHIP
        ? (await ownerships(tx)).some((each) => each.owned_reference === owner.reference)
        : (await listingsByReference(tx, [owner])).length > 0;
    if (!known)
      throw new Failure('missing', 'watchlists.listing_unknown', `no ${owner.reference} in ${owner.list}`, [
        { field: '/owner/reference', message: owner.reference },
      ]);
    const before = await one<{ id: string }>(
      tx,
      'select id from watchlists.ownership where owner = $1::jsonb and owned_reference = $2',
      [JSON.stringify(owner), owned_reference],
    );
    const subject = before?.id ?? newId('own');
    await ports.journal.record(tx, ownershipSet, { entity: DEPLOYMENT, actor, subject, data });
    return subject;
  });
  await refreshOwnership(ports, actor);
  const stored = await write(ports.db, { entities: [DEPLOYMENT] }, ownerships);
  const made = stored.find((each) => each.id === id);
  if (made === undefined) throw new Failure('operator', 'internal', 'the ownership was not stored');
  return presentOwnership(made);
}

/** Derives the list again; a new version where it differs. True where it did. */
export async function refreshOwnership(ports: ImportPorts, actor: string): Promise<boolean> {
  return storeDerived(ports, actor, OWNERSHIP, deriveOwnership);
}
