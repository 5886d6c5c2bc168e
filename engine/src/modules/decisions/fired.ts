import type { Instant } from '../../kernel/instant.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { Fired } from '../monitoring/routes.ts';

/** How often each scenario fired in the last 30 days, and when last. */
export async function firedLately(tx: Tx): Promise<ReadonlyMap<string, Fired>> {
  const found = await rows<{ scenario: string; count: number; last_at: Instant }>(
    tx,
    `select scenario, count(*) as count, max(recorded_at) as last_at
     from decisions.decision d, jsonb_array_elements_text(d.scenarios) as scenario
     where d.scenarios <> '[]'::jsonb and d.recorded_at > now() - interval '30 days' group by scenario`,
  );
  return new Map(found.map((row) => [row.scenario, { count: row.count, lastAt: row.last_at }]));
}
