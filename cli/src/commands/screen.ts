import { parseArgs } from 'node:util';
import type { ScreenMatch } from '@atalaya/contract/watchlists.ts';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kind: { type: 'string' },
      'birth-date': { type: 'string' },
      country: { type: 'string' },
      network: { type: 'string' },
      address: { type: 'string' },
      limit: { type: 'string' },
      threshold: { type: 'string' },
    },
  });
  const name = positionals.join(' ');
  if (name === '' && values.address === undefined)
    throw new UsageError('give a name, or --network and --address');
  const { kind } = values;
  if (kind !== undefined && kind !== 'person' && kind !== 'organization') {
    throw new UsageError('--kind is person or organization');
  }
  const { matches, snapshots } = await apiClient(context).screen({
    body: {
      ...(name === '' ? {} : { name }),
      ...(kind === undefined ? {} : { kind }),
      ...(values['birth-date'] === undefined ? {} : { birth_date: values['birth-date'] }),
      ...(values.country === undefined ? {} : { country: values.country }),
      ...(values.network === undefined ? {} : { network: values.network }),
      ...(values.address === undefined ? {} : { address: values.address }),
      ...(values.limit === undefined ? {} : { limit: Number(values.limit) }),
      ...(values.threshold === undefined ? {} : { threshold: Number(values.threshold) }),
    },
  });
  if (context.json) {
    context.out(JSON.stringify({ matches, snapshots }));
    return EXIT.done;
  }
  const lists = snapshots.map(({ list, sha256 }) => `${list} ${sha256.slice(0, 12)}`).join(', ');
  const none = context.say({ es: 'Sin coincidencias.', en: 'No match.' });
  context.out(
    [...(matches.length === 0 ? [none] : matches.map((one) => matchText(one))), `(${lists})`].join('\n'),
  );
  return EXIT.done;
}

function matchText({ listing, matched_name, score, match, reasons }: ScreenMatch): string {
  const why = reasons.map(
    ({ feature, query, listing: other, effect }) =>
      `    ${feature}: "${query}" ~ "${other}" ${effect > 0 ? '+' : ''}${effect}`,
  );
  const head = `${match ? '!' : ' '} ${score.toFixed(3)} ${matched_name} — ${listing.name} [${listing.list} ${listing.reference}]`;
  return [head, ...why].join('\n');
}
