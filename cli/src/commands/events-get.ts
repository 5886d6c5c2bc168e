import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';
import { decisionText } from '../explanation.ts';

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const [id, ...more] = args;
  if (id === undefined || more.length > 0) throw new UsageError('give one event id');
  const event = await apiClient(context).getEvent({ params: { id } });
  if (context.json) context.out(JSON.stringify(event));
  else {
    const facts = Object.entries(event.decision.facts).map(([name, value]) => `  ${name} = ${String(value)}`);
    context.out(
      [
        `${event.id} · ${event.customer_id} · ${event.recorded_at}`,
        JSON.stringify(event.event, null, 2),
        decisionText(event.decision, context),
        context.say({ es: 'Hechos:', en: 'Facts:' }),
        ...facts,
      ].join('\n'),
    );
  }
  return EXIT.done;
}
