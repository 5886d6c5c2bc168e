import { parseArgs } from 'node:util';
import type { ScenarioProblem } from '@atalaya/contract/rule-sets.ts';
import { problemIn } from '@atalaya/contract/scenario-problems.ts';
import { type Context, EXIT, type ExitCode } from '../context.ts';
import { runScenarioProgram } from '../scenario-program.ts';

interface Tested {
  readonly ok: boolean;
  readonly version: string | null;
  readonly scenarios: number;
  readonly examples: number;
  readonly problems: readonly ScenarioProblem[];
}

/** One line per problem, `file:line:column: what`, as editors and CI understand it. */
export const problemLine = (
  { file, line, column, message }: ScenarioProblem,
  { language }: Pick<Context, 'language'>,
): string => `${file}:${line}:${column}: ${problemIn(language, message)}`;

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const tested = await runScenarioProgram<Tested>(['test', ...positionals.slice(0, 1)], context.env);
  const { ok, problems, scenarios, examples, version } = tested;
  if (context.json) context.out(JSON.stringify(tested));
  else if (ok)
    context.out(
      context.say({
        es: `${scenarios} escenarios y ${examples} ejemplos bien · versión ${version?.slice(0, 12)}`,
        en: `${scenarios} scenarios and ${examples} examples are well · version ${version?.slice(0, 12)}`,
      }),
    );
  else {
    for (const problem of problems) context.out(problemLine(problem, context));
    context.err(
      context.say({
        es: `${problems.length} ${problems.length === 1 ? 'problema' : 'problemas'}; ${scenarios} ${scenarios === 1 ? 'escenario' : 'escenarios'}`,
        en: `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}; ${scenarios} ${scenarios === 1 ? 'scenario' : 'scenarios'}`,
      }),
    );
  }
  return ok ? EXIT.done : EXIT.refused;
}
