import { parseArgs } from 'node:util';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';

/** Where a list is fetched from is set by a person, in the console: a key may fetch, and not choose the address. */
export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [code] = positionals;
  if (code === undefined) throw new UsageError('give the code of the list');
  const list = await apiClient(context).fetchWatchlist({ params: { code }, body: {} });
  const addresses = (list.source ?? []).map(({ url }) => url).join(', ');
  if (context.json) context.out(JSON.stringify(list));
  else
    context.out(
      context.say({
        es: `${code}: en cola; se bajará de ${addresses} y se importará.`,
        en: `${code}: queued; it will be fetched from ${addresses} and imported.`,
      }),
    );
  return EXIT.done;
}
