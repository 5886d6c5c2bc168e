import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryTypes as accessTypes } from '@atalaya/engine/modules/access/events.ts';
import { entryTypes as activityTypes } from '@atalaya/engine/modules/activity/events.ts';
import { entryTypes as customerTypes } from '@atalaya/engine/modules/customers/events.ts';
import { customerNames } from '@atalaya/engine/modules/customers/queries.ts';
import { entryTypes as decisionTypes } from '@atalaya/engine/modules/decisions/events.ts';
import { resolveHold } from '@atalaya/engine/modules/decisions/holds.ts';
import { thresholdsOf } from '@atalaya/engine/modules/jurisdictions/thresholds.ts';
import { compileRuleSet } from '@atalaya/engine/modules/monitoring/rule-set.ts';
import { createScreening } from '@atalaya/engine/modules/screening/screening.ts';
import type { Connection } from '@atalaya/engine/platform/database.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { type Deciding, openDeciding } from '@atalaya/engine/programs/deciding.ts';
import { type Foundation, layFoundation } from '@atalaya/engine/programs/foundation.ts';
import { scenarioFiles } from '@atalaya/engine/programs/scenario-files.ts';

/** What decides, in this process: the product's own core, commits, store, windows and snapshots on a real PostgreSQL. */
export interface Engine {
  readonly foundation: Foundation;
  readonly deciding: Deciding;
  resolve(hold: string, action: 'release' | 'reject', entity: string): Promise<void>;
  /** Ends in order. */
  close(): Promise<void>;
  /** As if the process were killed: nothing more goes out or is heard, and memory is gone. `cut` ends its sessions. */
  kill(cut: () => Promise<void>): Promise<void>;
}

export interface Ground {
  readonly connection: Connection;
  readonly home: string;
  readonly now: () => number;
}

const ruleSet = compileRuleSet(scenarioFiles());
const TYPES = [...accessTypes, ...activityTypes, ...customerTypes, ...decisionTypes];
/** No such socket: whoever was killed reaches nothing any more. */
const NOWHERE = 1;

export async function openEngine({ connection, home, now }: Ground): Promise<Engine> {
  const own = { ...connection };
  const log = createLog('silent');
  const foundation = await layFoundation({ connection: own, home, log, now }, TYPES);
  const { db } = foundation;
  const screening = createScreening();
  await screening.load(db);
  const deciding = await openDeciding(foundation, {
    ruleSet,
    screening,
    thresholds: thresholdsOf,
    windows: { everyMs: Number.POSITIVE_INFINITY, idleMs: 1000 },
    committed: () => undefined,
  });
  const { core, keeper, acquainting } = deciding;
  return {
    foundation,
    deciding,
    async resolve(hold, action, entity) {
      const ports = { ...foundation, ...deciding, names: customerNames };
      await resolveHold(
        ports,
        { scope: { entities: [entity] }, actor: 'usr_simulation' },
        hold,
        action,
        'simulated',
      );
    },
    async close() {
      await core.close();
      await Promise.all([keeper.stop(), acquainting.stop()]);
      await db.close();
    },
    async kill(cut) {
      Object.assign(own, { port: NOWHERE });
      await cut();
      await core.close(0);
      await Promise.all([keeper.stop(), acquainting.stop()]);
      await db.close().catch(() => undefined);
    },
  };
}

const windowsOf = (home: string): string => join(home, 'windows');

/** What the engine left on disk of its windows goes. */
export const bare = (home: string): void => rmSync(windowsOf(home), { recursive: true, force: true });

/** One bit of the newest snapshot changes. */
export function spoil(home: string): void {
  const newest = readdirSync(windowsOf(home))
    .filter((name) => name.endsWith('.windows'))
    .sort()
    .at(-1);
  if (newest === undefined) return;
  const path = join(windowsOf(home), newest);
  const bytes = readFileSync(path);
  bytes[bytes.length >>> 1] = (bytes[bytes.length >>> 1] ?? 0) ^ 4;
  writeFileSync(path, bytes);
}
