import type { TriedScenario } from '@atalaya/contract/rule-sets.ts';
import { type TryTask, tryScenario } from '../modules/decisions/backtest/tasks.ts';
import { compileRuleSet } from '../modules/monitoring/rule-set.ts';
import { type CheckedFiles, FileChecker } from '../modules/monitoring/rule-sets/check-files.ts';
import type { ScenarioFile } from '../modules/monitoring/rules/source.ts';
import { asSystem, one } from '../platform/database.ts';
import { openThread, type ThreadHome } from './thread.ts';

/** Reads and tries scenarios away from the thread that decides; one question at a time. */
export type RuleSetQuestion =
  | { readonly id: number; readonly ask: 'check'; readonly files: readonly ScenarioFile[] }
  | {
      readonly id: number;
      readonly ask: 'try';
      readonly file: ScenarioFile;
      /** The live scenarios: the one with the same id is held against it. */
      readonly live: readonly ScenarioFile[];
      readonly events: number;
      readonly entities: readonly string[];
    }
  | { readonly id: number; readonly ask: 'forget'; readonly customer: string };

export type RuleSetAnswer = { readonly id: number } & (
  | { readonly checked: CheckedFiles }
  | { readonly tried: TriedScenario }
  | { readonly failure: string }
  | { readonly done: true }
);

const { parent, db, archive } = openThread<ThreadHome>('person');
const checker = new FileChecker();
let last: Promise<void> = Promise.resolve();

parent.on('message', (question: RuleSetQuestion | 'end') => {
  last = last.then(async () => {
    if (question === 'end') {
      await db.close();
      parent.close();
      return;
    }
    parent.postMessage(
      await answer(question).catch(
        (error: unknown): RuleSetAnswer => ({ id: question.id, failure: (error as Error).message }),
      ),
    );
  });
});

async function answer(question: RuleSetQuestion): Promise<RuleSetAnswer> {
  const { id } = question;
  switch (question.ask) {
    case 'check':
      return { id, checked: checker.files(question.files) };
    case 'forget':
      archive.forget(question.customer);
      return { id, done: true };
    case 'try':
      return { id, tried: await tried(question) };
  }
}

/** The most recent events of these entities: after which entry they begin, and when the earliest of them happened. */
async function recent(entities: readonly string[], events: number) {
  const found = await asSystem(db, (tx) =>
    one<{ first: number | null; last: number | null; from: number | null }>(
      tx,
      `select min(entry) as first, max(entry) as last, (extract(epoch from min(occurred_at)) * 1000)::float8 as from
       from (select entry, occurred_at from decisions.decision where entity = any ($1) order by entry desc limit $2) d`,
      [entities, events],
    ),
  );
  return { after: (found?.first ?? 1) - 1, last: found?.last ?? 0, from: found?.from ?? 0 };
}

async function tried(question: Extract<RuleSetQuestion, { ask: 'try' }>): Promise<TriedScenario> {
  const began = performance.now();
  const { scenario, problems, examples } = checker.text(question.file);
  const told = {
    problems: [...problems],
    examples: examples.map(({ message, ...one }) => ({ ...one, ...(one.passed ? {} : { message }) })),
  };
  const since = (): number => Math.round(performance.now() - began);
  if (scenario === null)
    return { ...told, events: 0, findings: 0, alerts: 0, customers: 0, hits: [], milliseconds: since() };
  const twin = question.live
    .filter(({ text }) => text.includes(`id: ${scenario.shape.id}\n`))
    .map((file) => checker.text(file).scenario)
    .find((one) => one?.shape.id === scenario.shape.id);
  const task: TryTask = {
    tried: compileRuleSet([scenario]),
    live: twin == null ? null : compileRuleSet([twin]),
    ...(await recent(question.entities, question.events)),
    entities: new Set(question.entities),
  };
  return { ...told, ...(await tryScenario(archive, task)), milliseconds: since() };
}
