import { screenName } from '@atalaya/engine/modules/screening/matching/screen-name.ts';
import { buildIndexInSteps } from '@atalaya/engine/modules/screening/matching/screening-index.ts';
import { createScreening } from '@atalaya/engine/modules/screening/screening.ts';
import { type CaseResult, percentile, round } from './results.ts';
import { askedNames, inventedListings } from './screening-names.ts';

/**
 * A process with an index of its own, so that its memory is the index's: `screening-child.ts process-60k 60000`. Sends its
 * result to its parent.
 */
const [name = 'process-60k', count = '60000'] = process.argv.slice(2);
const SEED = 20_260_704;
const WARM_UP = 300;
const ASKED = 3_000;

const sourcesOf = (names: number) => [{ list: 'invented', listings: inventedListings(SEED, names) }];

function ask(query: (name: string) => unknown, names: readonly string[]): number[] {
  const times: number[] = [];
  for (const [at, one] of names.entries()) {
    const started = performance.now();
    query(one);
    if (at >= WARM_UP) times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b);
}

async function measureProcess(names: number): Promise<CaseResult> {
  const started = performance.now();
  const index = await buildIndexInSteps(sourcesOf(names));
  const built = performance.now() - started;
  const asked = askedNames(SEED, inventedListings(SEED, 20_000), ASKED + WARM_UP);
  const cpu = process.cpuUsage().user;
  const times = ask((one) => screenName(index, { name: one, kind: 'person' }), asked);
  const cpuMs = (process.cpuUsage().user - cpu) / 1000;
  return {
    case: name,
    names: index.size.names,
    p50_ms: round(percentile(times, 0.5)),
    p95_ms: round(percentile(times, 0.95)),
    per_s: Math.round(1000 / (times.reduce((sum, one) => sum + one, 0) / times.length)),
    per_s_cpu: Math.round(asked.length / (cpuMs / 1000)),
    build_ms: Math.round(built),
    rss_mb: Math.round(process.memoryUsage().rss / 1e6),
  };
}

/** Queries go on while the next index is made; each must be answered, and none may wait long. */
async function measureSwap(names: number): Promise<CaseResult> {
  let index = await buildIndexInSteps(sourcesOf(names));
  const asked = askedNames(SEED, inventedListings(SEED, 20_000), 500);
  let isDone = false;
  let failed = 0;
  const waits: number[] = [];
  const querying = (async () => {
    for (let at = 0; !isDone; at += 1) {
      const started = performance.now();
      await new Promise((resolve) => setImmediate(resolve));
      try {
        screenName(index, { name: asked[at % asked.length] ?? '', kind: 'person' });
      } catch {
        failed += 1;
      }
      waits.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const started = performance.now();
  index = await buildIndexInSteps(sourcesOf(names));
  const swapped = performance.now() - started;
  isDone = true;
  await querying;
  waits.sort((a, b) => a - b);
  return {
    case: name,
    names: index.size.names,
    swap_ms: Math.round(swapped),
    queries: waits.length,
    failed,
    p50_ms: round(percentile(waits, 0.5)),
    p95_ms: round(percentile(waits, 0.95)),
    rss_mb: Math.round(process.memoryUsage().rss / 1e6),
  };
}

/** What the decision path pays: a name not asked before, and one it remembers. */
function measurePort(names: number): CaseResult {
  const screening = createScreening(
    [...sourcesOf(names)].map((source) => ({ ...source, listings: [...source.listings] })),
  );
  const asked = askedNames(SEED, inventedListings(SEED, 20_000), ASKED + WARM_UP);
  const party = (one: string) => screening.screenParty({ name: one, kind: 'person', country: null });
  const fresh = ask(party, asked);
  const known = ask(party, asked);
  return {
    case: name,
    p50_ms: round(percentile(fresh, 0.5)),
    p95_ms: round(percentile(fresh, 0.95)),
    remembered_p50_us: round(percentile(known, 0.5) * 1000),
    rss_mb: Math.round(process.memoryUsage().rss / 1e6),
  };
}

export type ChildResult = CaseResult;

const names = Number(count);
const result = name.startsWith('swap')
  ? await measureSwap(names)
  : name.startsWith('decision')
    ? measurePort(names)
    : await measureProcess(names);
process.send?.(result);
process.disconnect?.();
