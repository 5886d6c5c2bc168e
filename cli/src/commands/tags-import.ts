import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { TAG_FORMATS, TAG_TIERS } from '@atalaya/contract/tags.ts';
import { apiClient, type Context, EXIT, type ExitCode, UsageError } from '../context.ts';

type Format = (typeof TAG_FORMATS)[number];

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      code: { type: 'string' },
      format: { type: 'string' },
      title: { type: 'string' },
      tier: { type: 'string' },
      licence: { type: 'string' },
      confidence: { type: 'string' },
      network: { type: 'string' },
      category: { type: 'string' },
      label: { type: 'string' },
      source: { type: 'string' },
    },
  });
  const format = TAG_FORMATS.find((one) => one === values.format);
  if (values.format !== undefined && format === undefined)
    throw new UsageError(`--format is one of ${TAG_FORMATS.join(', ')}`);
  const tier = TAG_TIERS.find((one) => one === values.tier);
  if (values.tier !== undefined && tier === undefined)
    throw new UsageError(`--tier is one of ${TAG_TIERS.join(', ')}`);
  const paths = positionals.flatMap(packsOf);
  if (paths.length === 0) throw new UsageError('give the files of a pack, or a folder of packs');
  const { confidence, network, category, label, source } = values;
  const defaults = known({ confidence, network, category, label, source });
  const groups =
    values.code === undefined
      ? paths.map((path) => ({ code: codeOf(path), files: [path] }))
      : [{ code: values.code, files: paths }];
  const client = apiClient(context);
  for (const { code, files } of groups) {
    const [first = ''] = files;
    const imported = await client.importTagPack({
      params: { code },
      body: {
        format: format ?? guessed(first),
        ...known({ title: values.title, licence: values.licence }),
        ...(tier === undefined ? {} : { tier }),
        ...(Object.keys(defaults).length === 0 ? {} : { defaults }),
        files: files.map((path) => ({
          name: basename(path),
          base64: readFileSync(path).toString('base64'),
        })),
      },
    });
    context.out(context.json ? JSON.stringify(imported) : lineOf(imported, context));
  }
  return EXIT.done;
}

const known = (record: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** A folder stands for the packs in it and below. */
function packsOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

const codeOf = (path: string): string =>
  basename(path)
    .replace(/\.(actorpack\.)?\w+$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, 64);

function guessed(path: string): Format {
  if (path.endsWith('.csv')) return 'csv';
  if (path.endsWith('.txt')) return 'ofac-crypto';
  return /^actors:/m.test(readFileSync(path, 'utf8')) ? 'actorpack' : 'tagpack';
}

interface Imported {
  readonly code: string;
  readonly number: number;
  readonly counts: {
    readonly tags: number;
    readonly quarantined: number;
    readonly problems: Readonly<Record<string, number>>;
  };
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

function lineOf({ code, number, counts, added, removed, changed }: Imported, { say }: Context): string {
  const problems = Object.entries(counts.problems).map(([name, count]) => `${name} ${count}`);
  const why = problems.length === 0 ? '' : ` (${problems.join(', ')})`;
  return say({
    es: `${code} · versión ${number}: ${counts.tags} en uso, +${added} −${removed} ~${changed}, ${counts.quarantined} apartadas${why}`,
    en: `${code} · version ${number}: ${counts.tags} in use, +${added} −${removed} ~${changed}, ${counts.quarantined} left out${why}`,
  });
}
