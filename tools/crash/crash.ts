import { parseArgs } from 'node:util';
import { prepareHome } from './home.ts';
import { runSeed, type SeedResult } from './seed.ts';

/**
 * `node tools/crash/crash.ts --seeds 50 [--from N] [--jobs N] [--seconds S] [--json]`: kills the product and its PostgreSQL at random
 * moments under load and holds what is left against what the clients were told. A failing seed is repeated with
 * `--seeds 1 --from SEED`. Two seeds run side by side unless `--jobs` says otherwise. After `--seconds` no further seed is begun.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '50' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    seconds: { type: 'string', default: '3600' },
    json: { type: 'boolean', default: false },
  },
});
const seeds = Number(values.seeds);
const from = Number(values.from);
const jobs = Number(values.jobs);
const seconds = Number(values.seconds);
if (!(seeds > 0) || !(from >= 0) || !(jobs > 0) || !(seconds > 0)) {
  process.stderr.write(
    'usage: node tools/crash/crash.ts --seeds N [--from N] [--jobs N] [--seconds S] [--json]\n',
  );
  process.exit(2);
}

const FAULTS_SHOWN = 8;

function tell(result: SeedResult): void {
  const { seed, faults, steps, events, acknowledged, unavailable, broken, internal, ms } = result;
  const deeds = steps.map(({ deed, after }) => `${deed}@${after}`).join(' ');
  process.stderr.write(
    `seed ${seed} ${faults.length === 0 ? 'holds' : 'FAILS'}: ${acknowledged} of ${events} acknowledged, ` +
      `${unavailable} told to come again, ${broken} connections broken, ${internal} answered 500; ${deeds}; ${ms} ms\n`,
  );
  for (const fault of faults.slice(0, FAULTS_SHOWN).concat(faults.slice(FAULTS_SHOWN).slice(-1)))
    process.stderr.write(`  ${fault}\n`);
  if (faults.length > 0)
    process.stderr.write(`  again: node tools/crash/crash.ts --seeds 1 --from ${seed}\n`);
}

const started = performance.now();
const prepared = await prepareHome();
const results: SeedResult[] = [];
try {
  let next = from;
  const work = async (): Promise<void> => {
    while (next < from + seeds && performance.now() - started < seconds * 1000) {
      const seed = next;
      next += 1;
      const result = await runSeed(prepared, seed);
      tell(result);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
} finally {
  prepared.remove();
}

const failed = results.filter((result) => result.faults.length > 0).map((result) => result.seed);
const deeds = results.flatMap((result) => result.steps.map((step) => step.deed));
const total = (of: (result: SeedResult) => number): number => results.reduce((sum, one) => sum + of(one), 0);
const summary = {
  seeds: results.length,
  failed,
  blows: Object.fromEntries(
    [...new Set(deeds)].sort().map((deed) => [deed, deeds.filter((one) => one === deed).length]),
  ),
  events: total((one) => one.events),
  acknowledged: total((one) => one.acknowledged),
  told_to_come_again: total((one) => one.unavailable),
  connections_broken: total((one) => one.broken),
  answered_500: total((one) => one.internal),
  seconds: Math.round((performance.now() - started) / 100) / 10,
};
if (values.json) process.stdout.write(`${JSON.stringify({ crash: summary })}\n`);
else process.stderr.write(`${JSON.stringify(summary)}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
