import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { getRescoring, type RescoringView, startRescoring } from '@atalaya/contract/tracing.ts';
import { formatInstant, type Instant } from '../kernel/instant.ts';
import type { ExposurePort } from '../modules/tracing/exposure-port.ts';
import {
  foundNow,
  type LaterRules,
  type PastEvent,
  readLaterRules,
  recordFound,
} from '../modules/tracing/found-later.ts';
import { asSystem, one, rows } from '../platform/database.ts';
import type { Http } from '../platform/http.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Foundation } from './foundation.ts';
import { contentFolder } from './scenario-files.ts';

const QUEUE = 'exposure-rescoring';
const PAGE = 500;

/** The events of some pages are read, looked at and written in one transaction each; what was found is not found again. */
const PAST = `select d.id, d.entity, e.jurisdiction, d.customer, c.rating as risk, d.type, d.network, d.address, d.asset,
    d.value_usd, d.scenarios,
    array(select f.category from tracing.exposure_found f where f.event = d.id) as found
  from decisions.decision d
  join access.entity e on e.id = d.entity
  left join customers.customer c on c.id = d.customer
  where d.address is not null and d.asset is not null and d.network is not null and d.type in ('deposit', 'withdrawal')
    and d.occurred_at > now() - make_interval(years => $1) and d.id > $2
  order by d.id limit ${PAGE}`;
const COUNT = `select count(*) as n from decisions.decision d
  where d.address is not null and d.asset is not null and d.network is not null and d.type in ('deposit', 'withdrawal')
    and d.occurred_at > now() - make_interval(years => $1)`;

export interface Rescoring {
  /** Something changed: looked at again soon, once however often it is asked for meanwhile. */
  again(why: string): Promise<void>;
}

/** The past looked at again: a job that survives the process, and can be asked how far it is. */
export async function openRescoring(
  http: Http,
  foundation: Foundation,
  jobs: Jobs,
  exposure: ExposurePort,
  found: () => void,
): Promise<Rescoring> {
  const { now } = foundation;
  const file = join(contentFolder(), 'exposure-found-later.yaml');
  const rules = readLaterRules(file, readFileSync(file, 'utf8'));
  let progress: RescoringView = { state: 'idle', total: 0, done: 0, found: 0 };
  const at = (): string => formatInstant(now() as Instant);

  // What changes while the past is looked at is looked at once more at the end: the queue keeps one job.
  let changed: string | null = null;
  const pass = async (why: string): Promise<void> => {
    changed = null;
    const total = await asSystem(foundation.db, (tx) => one<{ n: number }>(tx, COUNT, [rules.years]));
    progress = { state: 'running', why, total: total?.n ?? 0, done: 0, found: 0, started_at: at() };
    for await (const page of workPages(foundation, rules, exposure)) {
      progress = { ...progress, done: progress.done + page.done, found: progress.found + page.found };
      if (page.found > 0) found();
    }
    progress = { ...progress, state: 'idle', finished_at: at() };
  };
  await jobs.work<{ why: string }>(QUEUE, async ({ why }) => {
    try {
      // Several reasons may have come while one job waited: the newest is told.
      for (let next: string | null = changed ?? why; next !== null; next = changed) await pass(next);
    } catch (error) {
      foundation.log.warn({ err: error }, 'past events were not looked at again; it is tried once more');
      throw error;
    }
  });

  const again = (why: string): Promise<void> => {
    changed = why;
    return jobs.send(QUEUE, { why }, { key: QUEUE });
  };
  http.mount(getRescoring, async () => progress);
  http.mount(startRescoring, async () => {
    await again('asked');
    return progress;
  });
  return { again };
}

async function* workPages(
  { db, journal }: Foundation,
  rules: LaterRules,
  exposure: ExposurePort,
): AsyncGenerator<{ readonly done: number; readonly found: number }> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: { last: string | undefined; done: number; found: number } = await asSystem(db, async (tx) => {
      const events = await rows<PastEvent>(tx, PAST, [rules.years, after]);
      const news = events.flatMap((event) =>
        foundNow(rules, exposure, event).map((data) => ({ event, data })),
      );
      await recordFound(tx, journal, news);
      return { last: events.at(-1)?.id, done: events.length, found: news.length };
    });
    after = page.last;
    yield page;
    // Decisions come between the pages.
    await setImmediate();
  }
}
