import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Event } from '@atalaya/contract/activity.ts';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';
import { decisionText } from '../explanation.ts';
import { fileStream } from '../file-stream.ts';

/** One JSON object is one event; NDJSON goes as a batch, line by line, and is never held whole. */
export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { batch: { type: 'boolean' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError('give one file, or - for standard input');
  if (values.batch === true || /\.(ndjson|jsonl)$/.test(file)) return decideBatch(file, context);
  const text = readFileSync(file === '-' ? 0 : file, 'utf8');
  const event: Event | undefined = parseObject(text);
  if (event === undefined) {
    if (/\n\s*\{/.test(text))
      throw new UsageError('several events: give --batch (NDJSON, one event per line)');
    throw new UsageError(`${file} is not a JSON object`);
  }
  const decision = await apiClient(context).decideEvent({ body: event });
  context.out(context.json ? JSON.stringify(decision) : decisionText(decision, context));
  return EXIT.done;
}

/** The server proves the shape of the event; here it only has to be an object. */
function parseObject(text: string) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

async function decideBatch(file: string, context: Context): Promise<ExitCode> {
  const { stream } = fileStream(file === '-' ? '/dev/stdin' : file);
  const reply = await apiClient(context).decideBatch({ body: stream, type: 'application/x-ndjson' });
  const decoder = new TextDecoder();
  let rest = '';
  let refused = 0;
  const take = (line: string): void => {
    if (line === '') return;
    if (parseObject(line)?.decision === undefined) refused += 1;
    context.out(line);
  };
  for await (const chunk of reply.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  }
  take(rest);
  return refused === 0 ? EXIT.done : EXIT.refused;
}
