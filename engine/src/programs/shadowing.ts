import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import type { ShadowView } from '@atalaya/contract/backtests.ts';
import { formatInstant } from '../kernel/instant.ts';
import { withDeployment } from '../modules/access/permissions.ts';
import { forgetShadow, shadowFigures, shadowProgress } from '../modules/decisions/backtest/shadow.ts';
import type { CheckedFiles } from '../modules/monitoring/rule-sets/check-files.ts';
import {
  ruleSetIn,
  ruleSetOf,
  type StoredRuleSet,
  scenarioFilesOf,
  storedFiles,
} from '../modules/monitoring/rule-sets/queries.ts';
import type { ScenarioFile } from '../modules/monitoring/rules/source.ts';
import { asSystem, read, type Scope } from '../platform/database.ts';
import type { Foundation } from './foundation.ts';
import type { ShadowThreadData } from './shadow-thread.ts';
import { startThread } from './thread.ts';

/** Keeps the thread of the rule-set in shadow running while there is one. */
export interface Shadowing {
  /** Looks which version is in shadow now. `anew`: live is another, so what was found before is void. */
  look(anew?: boolean): Promise<void>;
  view(scope: Scope, id: string): Promise<ShadowView>;
  close(): Promise<void>;
}

interface Running {
  readonly id: string;
  readonly since: number;
  readonly thread: Worker;
}

export function createShadowing(
  foundation: Foundation,
  check: (files: readonly ScenarioFile[]) => Promise<CheckedFiles>,
): Shadowing {
  const { db, log } = foundation;
  let running: Running | null = null;
  let closed = false;
  let looking: Promise<void> = Promise.resolve();

  const end = async (): Promise<void> => {
    const ending = running;
    running = null;
    if (ending === null) return;
    const exited = once(ending.thread, 'exit');
    ending.thread.postMessage('end');
    await exited;
  };
  const begin = async (stored: StoredRuleSet): Promise<void> => {
    const data = await asSystem(db, async (tx): Promise<ShadowThreadData> => {
      const live = await ruleSetOf(tx, 'live');
      await shadowProgress(tx, stored.id);
      return {
        connection: foundation.connection,
        home: foundation.home,
        id: stored.id,
        shadow: scenarioFilesOf(await storedFiles(tx, stored.id)),
        live: scenarioFilesOf(await storedFiles(tx, live.id)),
      };
    });
    const thread = startThread('shadow-thread.ts', data);
    thread.on('error', (error) => log.warn({ err: error, rule_set: stored.id }, 'the shadow ended'));
    running = { id: stored.id, since: stored.shadow_since ?? 0, thread };
    thread.on('exit', () => {
      if (running?.thread === thread) running = null;
    });
  };
  const look = async (anew: boolean): Promise<void> => {
    const wanted = await asSystem(db, (tx) => ruleSetIn(tx, 'shadow'));
    const same = wanted?.id === running?.id && (wanted?.shadow_since ?? 0) === (running?.since ?? 0);
    if (same && !anew) return;
    const restarted = running === null;
    await end();
    if (wanted === undefined || closed) return;
    if (anew || !restarted) await asSystem(db, (tx) => forgetShadow(tx, wanted.id));
    await begin(wanted);
  };

  return {
    look(anew = false) {
      looking = looking.then(() => look(anew));
      return looking;
    },
    view: (scope, id) =>
      read(db, withDeployment(scope), async (tx) => {
        const stored = await ruleSetOf(tx, id);
        const checked = await check(scenarioFilesOf(await storedFiles(tx, stored.id)));
        const titles = new Map(checked.scenarios.map((one) => [one.id, one.title]));
        return {
          rule_set: stored.id,
          version: stored.version ?? '',
          running: running?.id === stored.id,
          since: formatInstant(stored.shadow_since ?? stored.created_at),
          ...(await shadowFigures(tx, stored.id, titles)),
        };
      }),
    async close() {
      closed = true;
      await looking.catch(() => undefined);
      await end();
    },
  };
}
