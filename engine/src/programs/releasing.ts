import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { getReleaseLook, type ReleaseLook, startReleaseLook } from '@atalaya/contract/releases.ts';
import { formatInstant } from '../kernel/instant.ts';
import { actorNames } from '../modules/access/users.ts';
import { customerId, customerNames } from '../modules/customers/queries.ts';
import type { RuleSet } from '../modules/monitoring/rule-set.ts';
import type { GroundPorts } from '../modules/releases/grounds.ts';
import { lookAtCustomers, lookPage } from '../modules/releases/look.ts';
import type { ReleaseNames } from '../modules/releases/queries.ts';
import type { ReleasePorts } from '../modules/releases/releases.ts';
import { mountReleases } from '../modules/releases/routes.ts';
import { readReleaseRules } from '../modules/releases/rules.ts';
import { asSystem, rows, type Tx } from '../platform/database.ts';
import type { Http } from '../platform/http.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Deciding } from './deciding.ts';
import type { Foundation } from './foundation.ts';
import { contentFolder } from './scenario-files.ts';

const QUEUE = 'release-look';

export interface Releasing {
  /** Lists or tags changed: stopped operations are asked again soon, once however often it is asked for meanwhile. */
  again(why: 'lists' | 'tags' | 'screening' | 'asked'): Promise<void>;
}

/** Events behind alerts that nobody decided about. */
async function unsettled(tx: Tx, events: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await rows<{ event: string }>(
    tx,
    `select distinct f.event from alerts.finding f join alerts.alert a on a.id = f.alert
     where f.event = any ($1) and a.active and a.state in ('open', 'in_case')`,
    [events],
  );
  return new Set(found.map(({ event }) => event));
}

/**
 * What was stopped for lists and tags is asked again when they change: a job that survives the process. It releases nothing:
 * people do.
 */
export async function openReleasing(
  http: Http,
  foundation: Foundation,
  jobs: Jobs,
  deciding: Deciding,
  grounds: GroundPorts,
  ruleSetOf: (version: string) => Promise<RuleSet | null>,
  found: () => void,
): Promise<Releasing> {
  const { db, journal, vault, now, log } = foundation;
  const file = join(contentFolder(), 'release-after-delisting.yaml');
  const liveRuleSet = (): RuleSet => deciding.monitor.ruleSet;
  const ports: ReleasePorts & ReleaseNames = {
    ...grounds,
    db,
    journal,
    vault,
    now,
    rules: readReleaseRules(file, readFileSync(file, 'utf8')),
    liveRuleSet,
    ruleSetOf,
    entityOf: (id) => deciding.entities.view(id),
    unsettled,
    changed: deciding.learn,
    names: customerNames,
    actorNames,
    titleOf: (scenario) => liveRuleSet().rules.find(({ id }) => id === scenario)?.title,
  };
  let progress: ReleaseLook = { state: 'idle', looked: 0, ended: 0 };
  const at = (): string => formatInstant(now());

  const pass = async (why: string): Promise<void> => {
    progress = { state: 'running', why, looked: 0, ended: 0, started_at: at() };
    for (let after: string | undefined = ''; after !== undefined; ) {
      const cursor: string = after;
      const page = await asSystem(db, (tx) => lookPage(tx, ports, cursor));
      progress = { ...progress, looked: progress.looked + page.looked, ended: progress.ended + page.ended };
      after = page.last;
      // Decisions come between the pages.
      await setImmediate();
    }
    await asSystem(db, (tx) => lookAtCustomers(tx, ports));
    progress = { ...progress, state: 'idle', finished_at: at() };
    found();
  };
  // What changes while it looks is looked at once more at the end: the queue keeps one job.
  let changed: string | null = null;
  await jobs.work<{ why: string }>(QUEUE, async ({ why }) => {
    try {
      for (let next: string | null = changed ?? why; next !== null; next = changed) {
        changed = null;
        await pass(next);
      }
    } catch (error) {
      log.warn({ err: error }, 'stopped operations were not asked again; it is tried once more');
      throw error;
    }
  });

  const again: Releasing['again'] = (why) => {
    changed = why;
    return jobs.send(QUEUE, { why }, { key: QUEUE });
  };
  mountReleases(http, { ...ports, customerId });
  http.mount(getReleaseLook, async () => progress);
  http.mount(startReleaseLook, async () => {
    await again('asked');
    return progress;
  });
  return { again };
}
