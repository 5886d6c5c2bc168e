import type { ReplayView } from '@atalaya/contract/explain.ts';
import type { Scope } from '../../platform/database.ts';
import { type PastDecision, type PastPorts, pastDecision, rebuildFor } from './past.ts';
import { notReplayable, obstacleOf, type Remade, remake } from './remake.ts';

/**
 * One decision made again from the journal alone, compared with its entry byte by byte. What the index of memory may have
 * missed is not held against the entry: before a difference is told, everything within reach is read.
 * Failure: not_found.
 */
export async function replayDecision(
  ports: PastPorts,
  scope: Scope,
  id: string,
  options: { readonly thorough: boolean },
): Promise<ReplayView> {
  const past = await pastDecision(ports, scope, id);
  const ruleSet = await ports.ruleSetOf(past.data.rule_set);
  const obstacle = ruleSet === null ? 'rule_set_unavailable' : obstacleOf(past);
  const none = { entries: 0, erased: 0, thorough: options.thorough };
  if (ruleSet === null || obstacle !== undefined)
    return viewOf(past, notReplayable(past, obstacle ?? 'rule_set_unavailable'), none);
  const rebuilt = await rebuildFor(ports, scope, past, ruleSet, options.thorough);
  const remade = remake(past, rebuilt.monitor);
  if (remade.verdict !== 'different' || rebuilt.thorough) return viewOf(past, remade, rebuilt);
  const again = await rebuildFor(ports, scope, past, ruleSet, true);
  return viewOf(past, remake(past, again.monitor), again);
}

const viewOf = (
  { id, number, data }: PastDecision,
  { verdict, because, stored, made, differences }: Remade,
  how: { readonly entries: number; readonly erased: number; readonly thorough: boolean },
): ReplayView => ({
  event_id: id,
  reference: data.reference,
  journal: number,
  verdict,
  ...(because === undefined ? {} : { because }),
  rule_set: data.rule_set,
  policy: data.versions.policy,
  matching: data.versions.matching,
  entries_read: how.entries,
  entries_erased: how.erased,
  thorough: how.thorough,
  sha256: { stored, ...(made === undefined ? {} : { made }) },
  differences: [...differences],
});
