import { parseArgs } from 'node:util';
import type { ReplayProgress, ReplayView } from '@atalaya/contract/explain.ts';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';
import type { Said } from '../language.ts';

/** Makes one decision again from the journal, or with --all every one, and compares bytes. */
export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      all: { type: 'boolean' },
      from: { type: 'string' },
      to: { type: 'string' },
      thorough: { type: 'boolean' },
    },
  });
  const [id, ...more] = positionals;
  if (values.all === true) {
    if (id !== undefined || values.thorough === true)
      throw new UsageError('--all takes no event and reads everything');
    return replayAll(context, { from: numberOf('from', values.from), to: numberOf('to', values.to) });
  }
  if (id === undefined || more.length > 0 || values.from !== undefined || values.to !== undefined)
    throw new UsageError('give one event, or --all [--from N] [--to N]');
  const view = await apiClient(context).getReplay({
    params: { id },
    query: values.thorough === true ? { thorough: 'true' } : {},
  });
  context.out(context.json ? JSON.stringify(view) : replayText(view, context));
  return view.verdict === 'different' ? EXIT.refused : EXIT.done;
}

function numberOf(name: string, text: string | undefined): string | undefined {
  if (text !== undefined && !/^\d{1,15}$/.test(text))
    throw new UsageError(`--${name} is the number of an entry`);
  return text;
}

const VERDICTS: Readonly<Record<ReplayView['verdict'], Said>> = {
  identical: { es: 'IDÉNTICA', en: 'IDENTICAL' },
  different: { es: 'DISTINTA', en: 'DIFFERENT' },
  not_replayable: { es: 'NO SE PUEDE REPETIR', en: 'CANNOT BE MADE AGAIN' },
};

const OBSTACLES: Readonly<Record<NonNullable<ReplayView['because']>, Said>> = {
  rule_set_unavailable: {
    es: 'no se conoce ya el conjunto de reglas que decidió',
    en: 'the rule-set that decided is not known any more',
  },
  policy_changed: { es: 'la política de entonces era otra', en: 'the policy of then was another' },
  person_erased: { es: 'la persona fue borrada', en: 'the person was erased' },
  event_refused: { es: 'hoy el evento no se aceptaría', en: 'the event would not be taken today' },
};

function replayText(view: ReplayView, { say }: Context): string {
  const { stored, made } = view.sha256;
  const read = say({
    es: `${view.entries_read} entradas leídas${view.thorough ? ', todas las que alcanzan' : ''}`,
    en: `${view.entries_read} entries read${view.thorough ? ', all within reach' : ''}`,
  });
  const erased =
    view.entries_erased === 0
      ? ''
      : say({
          es: `; ${view.entries_erased} de personas borradas después`,
          en: `; ${view.entries_erased} of persons erased since`,
        });
  return [
    `${say(VERDICTS[view.verdict])}: ${view.event_id} (${view.reference}), ${say({ es: 'libro', en: 'journal' })} ${view.journal}`,
    ...(view.because === undefined ? [] : [`  ${say(OBSTACLES[view.because])}`]),
    `  ${read}${erased}`,
    `  ${say({ es: 'reglas', en: 'rules' })} ${view.rule_set.slice(0, 12)}, ${say({ es: 'política', en: 'policy' })} ${view.policy}`,
    `  SHA-256 ${stored}${made === undefined || made === stored ? '' : `\n       != ${made}`}`,
    ...view.differences.map((one) => `  ${one.path}: ${one.stored ?? '—'}  →  ${one.made ?? '—'}`),
  ].join('\n');
}

async function replayAll(
  context: Context,
  query: { from: string | undefined; to: string | undefined },
): Promise<ExitCode> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
  const reply = await apiClient(context).replayWholeJournal({ query: given });
  const decoder = new TextDecoder();
  let rest = '';
  let last: ReplayProgress | undefined;
  for await (const chunk of reply.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const told: ReplayProgress = JSON.parse(line);
      last = told;
      context.progress(`${told.last} / ${told.entries}: ${told.identical} = , ${told.different} ≠`);
    }
  }
  if (last?.done !== true) throw new Error('the replay ended before its time');
  context.out(context.json ? JSON.stringify(last) : wholeText(last, context));
  return last.different === 0 ? EXIT.done : EXIT.refused;
}

function wholeText(told: ReplayProgress, { say }: Context): string {
  const obstacles = Object.entries(told.not_replayable).map(([because, count]) => `  ${count} × ${because}`);
  return [
    say({
      es: `${told.decisions} decisiones: ${told.identical} idénticas, ${told.different} distintas`,
      en: `${told.decisions} decisions: ${told.identical} identical, ${told.different} different`,
    }),
    ...obstacles,
    ...told.differing.map(
      ({ journal, reference, differences }) =>
        `  ${journal} ${reference}: ${differences.map(({ path }) => path).join(', ')}`,
    ),
  ].join('\n');
}
