import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const [jurisdiction, format, file, ...more] = args;
  if (jurisdiction === undefined || format === undefined || file === undefined || more.length > 0) {
    throw new UsageError('give jurisdiction, format and file, e.g. mx mx-avi avi.xsd');
  }
  const bytes = readFileSync(file);
  const sent = createHash('sha256').update(bytes).digest('hex');
  const schema = await apiClient(context).importSchema({
    params: { jurisdiction, format },
    body: new Uint8Array(bytes),
    type: 'application/xml',
  });
  const same = schema.sha256 === sent;
  if (context.json) context.out(JSON.stringify(schema));
  else {
    context.out(
      [
        `${schema.jurisdiction} ${schema.format} · ${schema.namespace} · ${schema.bytes} B`,
        `SHA-256 ${schema.sha256}`,
        context.say({
          es: 'Compárela con la que publica la autoridad.',
          en: 'Compare it with the one the authority publishes.',
        }),
      ].join('\n'),
    );
  }
  if (!same) context.err(`SHA-256 ${sent} ≠ ${schema.sha256}`);
  return same ? EXIT.done : EXIT.refused;
}
