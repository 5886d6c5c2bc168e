import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' } },
  });
  const [code] = positionals;
  if (code === undefined) throw new UsageError('give the code of the pack');
  const { yaml } = await apiClient(context).exportTagPack({ params: { code } });
  if (values.out === undefined) context.out(yaml);
  else writeFileSync(values.out, yaml);
  return EXIT.done;
}
