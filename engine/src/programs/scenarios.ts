import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { BacktestResult } from '@atalaya/contract/backtests.ts';
import type { ScenarioProblem } from '@atalaya/contract/rule-sets.ts';
import { createWorld } from '@atalaya/world/world.ts';
import { instantOf, parseInstant } from '../kernel/instant.ts';
import { BacktestRun } from '../modules/decisions/backtest/backtest-run.ts';
import type { Observation } from '../modules/monitoring/observation.ts';
import { compileRuleSet } from '../modules/monitoring/rule-set.ts';
import { FileChecker } from '../modules/monitoring/rule-sets/check-files.ts';
import type { ScenarioFile } from '../modules/monitoring/rules/source.ts';
import { OfflineExchange, takeLine } from './offline-exchange.ts';
import { scenarioFiles } from './scenario-files.ts';

/**
 * `node engine/src/programs/scenarios.ts test [DIR]` and `diff DIR_A DIR_B (--events FILE | --world SEED)`: scenarios read,
 * type-checked, run against their examples, and held against each other, without a server or a database. Prints one JSON
 * document; exit code 1 when a scenario is broken. The command line renders it (`atalaya scenarios …`).
 */
function filesIn(folder: string | undefined): ScenarioFile[] {
  if (folder === undefined) return scenarioFiles();
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

/** What is wrong with a folder before anything in it can be; null when nothing is. */
function readable(folder: string | undefined, files: readonly ScenarioFile[]) {
  if (folder === undefined || files.length > 0) return null;
  const message = existsSync(folder)
    ? 'there is no file of a scenario (.yaml) in this folder'
    : 'there is no such folder';
  return { problems: [{ file: folder, line: 1, column: 1, message }], version: null };
}

interface Tested {
  readonly ok: boolean;
  readonly version: string | null;
  readonly scenarios: number;
  readonly examples: number;
  readonly problems: readonly ScenarioProblem[];
}

function test(folder: string | undefined): Tested {
  const files = filesIn(folder);
  const checker = new FileChecker();
  const { problems, version } = readable(folder, files) ?? checker.files(files);
  const examples = files.reduce((sum, file) => sum + checker.text(file).examples.length, 0);
  return { ok: problems.length === 0, version, scenarios: files.length, examples, problems };
}

interface DiffOptions {
  readonly events: string | undefined;
  readonly world: string | undefined;
  readonly customers: number;
  readonly days: number;
  readonly minutes: number;
}

interface Diffed {
  readonly ok: boolean;
  readonly refused: number;
  readonly problems: readonly ScenarioProblem[];
  readonly result: BacktestResult | null;
}

async function diff(before: string, after: string, options: DiffOptions): Promise<Diffed> {
  const sides = [after, before].map((folder) => ({ folder, files: filesIn(folder) }));
  const problems = sides.flatMap(
    ({ folder, files }) => (readable(folder, files) ?? new FileChecker().files(files)).problems,
  );
  if (problems.length > 0) return { ok: false, refused: 0, problems, result: null };
  const [side, against] = sides.map(({ folder, files }) => ({
    name: basename(folder),
    ruleSet: compileRuleSet(files),
  }));
  if (side === undefined || against === undefined) throw new Error('a diff has two sides');
  const minutesPerAlert = options.minutes;
  const run = new BacktestRun({ side, against, from: null, to: null, minutesPerAlert, deciders: null });
  const exchange = new OfflineExchange();
  const told =
    options.events === undefined
      ? worldInto(run, exchange, options)
      : { refused: await fileInto(run, exchange, options.events), labels: new Map<string, boolean>() };
  return { ok: true, refused: told.refused, problems: [], result: run.result(told.labels) };
}

/** Nothing was decided here: all is evaluated. */
const undecided = (observation: Observation) => ({ entry: 0, observation, decided: null });

async function fileInto(run: BacktestRun, exchange: OfflineExchange, path: string): Promise<number> {
  let refused = 0;
  for await (const line of createInterface({
    input: createReadStream(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (line.trim() === '') continue;
    const taken = takeLine(exchange, line);
    if (taken === 'refused') refused += 1;
    else if (taken !== 'other') run.take(undecided(taken));
  }
  return refused;
}

const DAY = 86_400_000;

/** A seeded exchange full of honest people and criminals; who is which gives precision and recall. */
function worldInto(
  run: BacktestRun,
  exchange: OfflineExchange,
  { world: seed = '1', customers, days }: DiffOptions,
): { refused: number; labels: Map<string, boolean> } {
  const start = new Date(Date.UTC(2026, 5, 1) - days * DAY).toISOString();
  const world = createWorld({ seed, customers, days, start });
  const labels = new Map<string, boolean>();
  for (const { reference, input, label } of world.customers()) {
    exchange.register({ reference, ...input }, parseInstant(world.ends));
    labels.set(reference, !label.honest);
  }
  for (const price of world.prices()) exchange.quote(price);
  for (const { event, arrives_ms } of world.arrivals()) {
    const observation = exchange.observe(event, instantOf(Math.round(arrives_ms)));
    if (observation !== null) run.take(undecided(observation));
  }
  return { refused: 0, labels };
}

const numberOf = (name: string, text: string | undefined, otherwise: number): number => {
  const value = Number(text ?? otherwise);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} takes a number above 0`);
  return value;
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    events: { type: 'string' },
    world: { type: 'string' },
    customers: { type: 'string' },
    days: { type: 'string' },
    minutes: { type: 'string' },
  },
});
const [verb, first, second] = positionals;
if (verb === 'test') {
  const tested = test(first);
  process.stdout.write(`${JSON.stringify(tested)}\n`);
  process.exitCode = tested.ok ? 0 : 1;
} else if (verb === 'diff' && first !== undefined && second !== undefined) {
  const diffed = await diff(first, second, {
    events: values.events,
    world: values.world,
    customers: numberOf('customers', values.customers, 400),
    days: numberOf('days', values.days, 60),
    minutes: numberOf('minutes', values.minutes, 15),
  });
  process.stdout.write(`${JSON.stringify(diffed)}\n`);
  process.exitCode = diffed.ok ? 0 : 1;
} else {
  process.stderr.write('usage: scenarios.ts test [DIR] | diff DIR_A DIR_B (--events FILE | --world SEED)\n');
  process.exitCode = 2;
}
