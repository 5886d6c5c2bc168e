import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { LIST_FORMATS } from '@atalaya/contract/watchlists.ts';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';
import { readListMapping } from '../mapping.ts';

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      format: { type: 'string' },
      name: { type: 'string' },
      issuer: { type: 'string' },
      'issued-on': { type: 'string' },
      mapping: { type: 'string' },
      'accept-shrink': { type: 'boolean' },
      sha256: { type: 'string' },
      confidential: { type: 'boolean' },
    },
  });
  const [code, ...files] = positionals;
  const format = LIST_FORMATS.find((one) => one === values.format);
  if (code === undefined || files.length === 0)
    throw new UsageError('give the code of the list and its files');
  if (format === undefined) throw new UsageError(`--format is one of ${LIST_FORMATS.join(', ')}`);
  const mapping = values.mapping === undefined ? undefined : readListMapping(values.mapping);
  const snapshot = await apiClient(context).importSnapshot({
    params: { code },
    body: {
      format,
      ...(values.name === undefined ? {} : { name: values.name }),
      ...(values.issuer === undefined ? {} : { issuer: values.issuer }),
      ...(values['issued-on'] === undefined ? {} : { issued_on: values['issued-on'] }),
      ...(values['accept-shrink'] === true ? { accept_shrink: true } : {}),
      ...(values.sha256 === undefined ? {} : { sha256: values.sha256 }),
      ...(values.confidential === true ? { confidential: true } : {}),
      ...(mapping === undefined ? {} : { mapping }),
      files: files.map((file) => ({ name: basename(file), base64: readFileSync(file).toString('base64') })),
    },
  });
  if (context.json) context.out(JSON.stringify(snapshot));
  else {
    const { listings, names, wallets, added, removed, changed, quarantined, sha256, journal } = snapshot;
    context.out(
      context.say({
        es: `${code} · versión ${snapshot.number}: ${listings} registros, ${names} nombres, ${wallets} billeteras
  +${added} −${removed} ~${changed}${quarantined > 0 ? `, ${quarantined} apartados` : ''}
  SHA-256 ${sha256} · libro ${journal}`,
        en: `${code} · version ${snapshot.number}: ${listings} listings, ${names} names, ${wallets} wallets
  +${added} −${removed} ~${changed}${quarantined > 0 ? `, ${quarantined} quarantined` : ''}
  SHA-256 ${sha256} · journal ${journal}`,
      }),
    );
  }
  return EXIT.done;
}
