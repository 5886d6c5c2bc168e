import { addShares, isHalfOrMore, isLarger, type Share } from './share.ts';

/** One party owns a share of another. Parties are keys. */
export interface Stake {
  readonly owner: string;
  readonly owned: string;
  readonly share: Share;
}

export interface OwnedResult {
  /** Sum of what blocked owners hold directly. */
  readonly share: Share;
  /** The blocked owners and what each holds, the largest first. */
  readonly owners: readonly { readonly key: string; readonly share: Share }[];
}

/** The same stake told by several sources counts once, at its largest. */
function stakesByOwned(stakes: readonly Stake[]): Map<string, Map<string, Share>> {
  const byOwned = new Map<string, Map<string, Share>>();
  for (const { owner, owned, share } of stakes) {
    if (owner === owned) continue;
    const owners = byOwned.get(owned) ?? new Map<string, Share>();
    const known = owners.get(owner);
    if (known === undefined || isLarger(share, known)) owners.set(owner, share);
    byOwned.set(owned, owners);
  }
  return byOwned;
}

/**
 * Who is owned 50 % or more, in the aggregate, directly or indirectly, by blocked persons (OFAC's revised guidance of
 * 13 August 2014). A party so owned is blocked itself, and its whole stakes count from then on; a share held through a
 * party that is not blocked counts nothing. Repeated until nothing changes: parties only become blocked, so circles end.
 */
export function ownedByBlocked(
  blocked: ReadonlySet<string>,
  stakes: readonly Stake[],
): ReadonlyMap<string, OwnedResult> {
  const byOwned = stakesByOwned(stakes);
  const reached = new Map<string, OwnedResult>();
  const isBlocked = (key: string): boolean => blocked.has(key) || reached.has(key);
  for (let changed = true; changed; ) {
    changed = false;
    for (const [owned, owners] of byOwned) {
      if (isBlocked(owned)) continue;
      const held = [...owners].filter(([owner]) => isBlocked(owner));
      const share = held.reduce<Share>((sum, [, one]) => addShares(sum, one), {
        numerator: 0n,
        denominator: 1n,
      });
      if (!isHalfOrMore(share)) continue;
      reached.set(owned, { share, owners: held.map(([key, one]) => ({ key, share: one })) });
      changed = true;
    }
  }
  return new Map(
    [...reached].map(([owned, result]) => [owned, completed(owned, result, byOwned, isBlocked)]),
  );
}

/** Owners that became blocked after the party did belong to its explanation too. */
function completed(
  owned: string,
  result: OwnedResult,
  byOwned: ReadonlyMap<string, ReadonlyMap<string, Share>>,
  isBlocked: (key: string) => boolean,
): OwnedResult {
  const owners = [...(byOwned.get(owned) ?? [])]
    .filter(([owner]) => isBlocked(owner))
    .map(([key, share]) => ({ key, share }))
    .sort((left, right) =>
      isLarger(left.share, right.share)
        ? -1
        : isLarger(right.share, left.share)
          ? 1
          : left.key < right.key
            ? -1
            : 1,
    );
  const share = owners.reduce<Share>((sum, one) => addShares(sum, one.share), {
    numerator: 0n,
    denominator: 1n,
  });
  return { share: isLarger(share, result.share) ? share : result.share, owners };
}
