import { parseArgs } from 'node:util';
import type { NearMiss } from '@atalaya/contract/explain.ts';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';
import { figureText } from '../figures.ts';

/** The nearest scenarios that did not fire at an event, by how much, and what would have fired them. */
export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { scenario: { type: 'string' }, limit: { type: 'string' } },
  });
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new UsageError('give one event id');
  const limit = values.limit === undefined ? undefined : Number(values.limit);
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= 50))
    throw new UsageError('--limit is a number from 1 to 50');
  const view = await apiClient(context).getWhyNot({
    params: { id },
    query: {
      ...(values.scenario === undefined ? {} : { scenario: values.scenario }),
      ...(limit === undefined ? {} : { limit }),
    },
  });
  if (context.json) context.out(JSON.stringify(view));
  else {
    const { say } = context;
    const head = say({
      es: `${view.event_id}: dispararon ${view.fired.join(', ') || 'ninguno'}; ${view.silent} no dispararon`,
      en: `${view.event_id}: fired ${view.fired.join(', ') || 'none'}; ${view.silent} did not`,
    });
    context.out([head, ...view.nearest.map((miss) => missText(miss, context))].join('\n'));
  }
  return EXIT.done;
}

const percent = (nearness: number): string => `${(nearness / 100).toFixed(1)} %`;

function missText(miss: NearMiss, { language, say }: Context): string {
  const change = ({ name, unit, from, to }: NearMiss['changes'][number]): string =>
    `${name}: ${figureText(from, unit)} → ${figureText(to, unit)}`;
  const conditions = miss.conditions.map(({ text, met, nearness, unknown }) => {
    const mark = met === true ? '✓' : met === false ? '✗' : '?';
    const missing =
      unknown.length === 0 ? '' : ` (${say({ es: 'sin dato', en: 'not known' })}: ${unknown.join(', ')})`;
    return `    ${mark} ${percent(nearness).padStart(8)}  ${text}${missing}`;
  });
  const ways =
    miss.together === null
      ? miss.changes.map((one) => `    ${say({ es: 'bastaba', en: 'enough' })}: ${change(one)}`)
      : [
          `    ${say({ es: 'bastaban juntos', en: 'enough together' })}: ${miss.together.map(change).join('; ')}`,
        ];
  return [
    `  ${percent(miss.nearness)} · ${miss.title[language]} [${miss.scenario}]`,
    ...conditions,
    ...ways,
  ].join('\n');
}
