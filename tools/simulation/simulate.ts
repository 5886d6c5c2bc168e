import { parseArgs } from 'node:util';
import { prepareHome } from '../crash/home.ts';
import { runSeed as runCrashSeed } from '../crash/seed.ts';
import { Exchanges } from './exchange.ts';
import { runSeed } from './run.ts';

/**
 * `node tools/simulation/simulate.ts --seeds 200 [--from N] [--jobs N] [--kind any|core|process] [--json]`: worlds with
 * odd events, on engines that are struck, held against what must hold. A seed fixes the plan; a failing one is repeated by
 * the command printed with it. Nine in ten seeds run the engine's own core in this process (`core`), every tenth runs the
 * real server process with its PostgreSQL and kills them (`process`, tools/crash).
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: '2' },
    kind: { type: 'string', default: 'any' },
    json: { type: 'boolean', default: false },
  },
});
const [seeds, from, jobs] = [Number(values.seeds), Number(values.from), Number(values.jobs)];
if (!(seeds > 0) || !(from >= 0) || !(jobs > 0) || !['any', 'core', 'process'].includes(values.kind)) {
  process.stderr.write(
    'usage: node tools/simulation/simulate.ts --seeds N [--from N] [--jobs N] [--kind any|core|process] [--json]\n',
  );
  process.exit(2);
}

type Kind = 'core' | 'process';
interface Outcome {
  readonly seed: number;
  readonly kind: Kind;
  readonly faults: readonly string[];
  readonly deeds: readonly string[];
  readonly decided: number;
  readonly told: string;
  readonly ms: number;
}

const FAULTS_SHOWN = 8;

function tell({ seed, kind, faults, deeds, told, ms }: Outcome): void {
  const verdict = faults.length === 0 ? 'holds' : 'FAILS';
  process.stderr.write(`seed ${seed} (${kind}) ${verdict}: ${told}; ${deeds.join(' ')}; ${ms} ms\n`);
  for (const fault of faults.slice(0, FAULTS_SHOWN)) process.stderr.write(`  ${fault.slice(0, 3000)}\n`);
  if (faults.length > 0)
    process.stderr.write(
      `  again: node tools/simulation/simulate.ts --seeds 1 --from ${seed} --kind ${kind}\n`,
    );
}

const kindOf = (seed: number): Kind =>
  values.kind === 'core' || values.kind === 'process' ? values.kind : seed % 10 === 0 ? 'process' : 'core';

async function core(exchanges: Exchanges, seed: number): Promise<Outcome> {
  const { faults, deeds, sent, decided, refused, again, ms } = await runSeed(exchanges, seed);
  const told = `${decided} of ${sent} decided, refused ${JSON.stringify(refused)}, ${again} sent again`;
  return { seed, kind: 'core', faults, deeds, decided, told, ms };
}

async function killed(prepared: Awaited<ReturnType<typeof prepareHome>>, seed: number): Promise<Outcome> {
  const { faults, steps, events, acknowledged, ms } = await runCrashSeed(prepared, seed);
  const deeds = steps.map(({ deed, after }) => `${deed}@${after}`);
  const told = `${acknowledged} of ${events} decided`;
  return { seed, kind: 'process', faults, deeds, decided: acknowledged, told, ms };
}

const began = performance.now();
const wanted = Array.from({ length: seeds }, (_, i) => from + i);
const outcomes: Outcome[] = [];

async function inTurn(list: number[], run: (seed: number) => Promise<Outcome>, many: number): Promise<void> {
  const work = async (): Promise<void> => {
    for (let seed = list.shift(); seed !== undefined; seed = list.shift()) {
      const outcome = await run(seed);
      tell(outcome);
      outcomes.push(outcome);
    }
  };
  await Promise.all(Array.from({ length: many }, work));
}

const inProcess = wanted.filter((seed) => kindOf(seed) === 'core');
const asProcess = wanted.filter((seed) => kindOf(seed) === 'process');
if (inProcess.length > 0) {
  const exchanges = await Exchanges.open();
  await inTurn(inProcess, (seed) => core(exchanges, seed), jobs).finally(() => exchanges.close());
}
if (asProcess.length > 0) {
  const prepared = await prepareHome();
  await inTurn(asProcess, (seed) => killed(prepared, seed), jobs).finally(() => prepared.remove());
}

const deeds = outcomes.flatMap((outcome) => outcome.deeds.map((deed) => deed.replace(/@.*/, '')));
const summary = {
  seeds: outcomes.length,
  core: outcomes.filter(({ kind }) => kind === 'core').length,
  process: outcomes.filter(({ kind }) => kind === 'process').length,
  failed: outcomes.filter(({ faults }) => faults.length > 0).map(({ seed }) => seed),
  decided: outcomes.reduce((sum, { decided }) => sum + decided, 0),
  deeds: Object.fromEntries(
    [...new Set(deeds)].sort().map((deed) => [deed, deeds.filter((one) => one === deed).length]),
  ),
  seconds: Math.round((performance.now() - began) / 100) / 10,
};
if (values.json) process.stdout.write(`${JSON.stringify({ simulation: summary })}\n`);
else process.stderr.write(`${JSON.stringify(summary)}\n`);
process.stderr.write(`${summary.seeds - summary.failed.length} passed, ${summary.failed.length} failed\n`);
process.exit(summary.failed.length === 0 ? 0 : 1);
