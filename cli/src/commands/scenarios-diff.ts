import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type BacktestResult, EVALUATIONS } from '@atalaya/contract/backtests.ts';
import type { Client } from '@atalaya/contract/client.gen.ts';
import type { RuleSetView, ScenarioProblem } from '@atalaya/contract/rule-sets.ts';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';
import { diffText } from '../scenario-diff.ts';
import { runScenarioProgram } from '../scenario-program.ts';
import { problemLine } from './scenarios-test.ts';

interface Diffed {
  readonly ok: boolean;
  readonly refused: number;
  readonly problems: readonly ScenarioProblem[];
  readonly result: BacktestResult | null;
}

const OPTIONS = {
  events: { type: 'string' },
  world: { type: 'string' },
  customers: { type: 'string' },
  days: { type: 'string' },
  minutes: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  evaluate: { type: 'string' },
} as const;

type Values = { readonly [name in keyof typeof OPTIONS]?: string | undefined };

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const [before, after] = positionals;
  if (before === undefined || after === undefined)
    throw new UsageError('give two sides: folders of scenarios, or with a server `live` or rul_…');
  const offline = values.events !== undefined || values.world !== undefined;
  const diffed = offline
    ? await diffHere(before, after, values, context)
    : await diffThere(before, after, values, context);
  if (context.json) context.out(JSON.stringify(diffed));
  else {
    for (const problem of diffed.problems) context.out(problemLine(problem, context));
    if (diffed.result !== null) context.out(diffText(diffed.result, context));
    if (diffed.refused > 0)
      context.err(
        context.say({
          es: `${diffed.refused} líneas no se pudieron leer`,
          en: `${diffed.refused} lines could not be read`,
        }),
      );
  }
  return diffed.ok ? EXIT.done : EXIT.refused;
}

/** Without a server: over a file of events, or a seeded world. */
function diffHere(before: string, after: string, values: Values, { env }: Context): Promise<Diffed> {
  const options = (['events', 'world', 'customers', 'days', 'minutes'] as const).flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [`--${name}`, value];
  });
  return runScenarioProgram<Diffed>(['diff', before, after, ...options], env);
}

const isFolder = (side: string): boolean => statSync(side, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Over what a server decided. A folder becomes a draft for as long as it takes. */
async function diffThere(before: string, after: string, values: Values, context: Context): Promise<Diffed> {
  if (isFolder(before))
    throw new UsageError('the first side is `live` or rul_… of the server; give --events to compare folders');
  const api = apiClient(context);
  if (!isFolder(after)) return { ...NOTHING, result: await backtest(api, before, after, values, context) };
  const draft = await draftOf(api, before, after);
  try {
    if (draft.problem_list.length > 0) return { ...NOTHING, ok: false, problems: draft.problem_list };
    return { ...NOTHING, result: await backtest(api, before, draft.id, values, context) };
  } finally {
    await api.discardRuleSet({ params: { id: draft.id }, body: { reason: 'atalaya scenarios diff' } });
  }
}

const NOTHING: Diffed = { ok: true, refused: 0, problems: [], result: null };

async function draftOf(api: Client, from: string, folder: string): Promise<RuleSetView> {
  const note = `atalaya scenarios diff ${folder}`.slice(0, 256);
  let view = await api.createRuleSet({ body: { from, note } });
  const wanted = new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
  for (const { file } of view.items)
    if (!wanted.has(file)) view = await api.removeRuleSetScenario({ params: { id: view.id, file } });
  for (const [file, text] of wanted)
    view = await api.putRuleSetScenario({ params: { id: view.id, file }, body: { text } });
  return view;
}

const POLL_MS = 300;

async function backtest(
  api: Client,
  against: string,
  ruleSet: string,
  { from, to, minutes, evaluate }: Values,
  context: Context,
): Promise<BacktestResult> {
  const chosen = EVALUATIONS.find((one) => one === evaluate);
  if (evaluate !== undefined && chosen === undefined)
    throw new UsageError(`--evaluate takes ${EVALUATIONS.join(' | ')}`);
  let view = await api.startBacktest({
    body: {
      rule_set: ruleSet,
      against,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(minutes === undefined ? {} : { minutes_per_alert: Number(minutes) }),
      ...(chosen === undefined ? {} : { evaluate: chosen }),
    },
  });
  const params = { id: view.id };
  while (view.state === 'waiting' || view.state === 'running') {
    await sleep(POLL_MS);
    view = await api.getBacktest({ params });
    context.progress(`${view.events_done} / ${view.events_total} · ${view.events_per_second}/s`);
  }
  if (view.state !== 'done') throw new Error(`the backtest ${view.state}: ${view.failure ?? ''}`);
  return api.getBacktestResult({ params });
}
