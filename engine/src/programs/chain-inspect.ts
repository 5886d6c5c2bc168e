import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { isFailure } from '../kernel/failure.ts';
import { inspectFiles } from '../modules/tracing/inspect/inspect.ts';
import type { TagLookup } from '../modules/tracing/inspect/report.ts';
import { readFeed } from '../modules/tracing/tags/feeds.ts';
import type { Tag } from '../modules/tracing/tags/tag.ts';
import { compiledTagsOf } from '../modules/tracing/tags/tag-book.ts';
import { TagIndex } from '../modules/tracing/tags/tag-index.ts';

/**
 * `node engine/src/programs/chain-inspect.ts FILES… [--network N] [--previous FILE]… [--tags PATH]… [--home FOLDER]`: what blocks hold,
 * as one JSON document, without a server or a database. Tags: those of the data folder, and of TagPacks, csv files and OFAC's lists given.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    network: { type: 'string' },
    previous: { type: 'string', multiple: true },
    tags: { type: 'string', multiple: true },
    home: { type: 'string' },
  },
});

/** A folder stands for the files in it and below. */
function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|csv|txt)$/.test(name) && !/(^|\/)(LICENSE|README)/.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function tagsOfFile(path: string): Promise<Tag[]> {
  const file = { name: basename(path), content: readFileSync(path) };
  const format = /\.ya?ml$/.test(path) ? 'tagpack' : path.endsWith('.csv') ? 'csv' : 'ofac-crypto';
  if (format === 'tagpack' && /^actors:/m.test(file.content.toString('utf8'))) return [];
  const { tags } = await readFeed(format, [file], { label: file.name, network: 'ethereum' });
  const pack = file.name.replace(/\.\w+$/, '');
  return tags.map(({ context: _context, ...tag }) => ({
    ...tag,
    pack,
    tier: 'public',
    licence: 'not stated',
  }));
}

/** Xor'ed block files of Bitcoin Core 28 and later stand beside their key. */
function readChainFile(path: string): Buffer {
  const bytes = readFileSync(path);
  const keyFile = join(path, '..', 'xor.dat');
  if (!/^(blk|rev)\d+\.dat$/.test(basename(path)) || !existsSync(keyFile)) return bytes;
  const key = readFileSync(keyFile);
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = (bytes[i] ?? 0) ^ (key[i % key.length] ?? 0);
  return bytes;
}

async function lookup(): Promise<TagLookup> {
  const files = (values.tags ?? []).flatMap(filesOf);
  const given = (await Promise.all(files.map(tagsOfFile))).flat();
  const installed = values.home === undefined ? undefined : compiledTagsOf(values.home);
  const indexes = [
    ...(installed === undefined ? [] : [installed]),
    ...(given.length === 0 ? [] : [TagIndex.of(given, 'given')]),
  ];
  return { find: (network, key) => indexes.flatMap((index) => index.findKey(network, key)) };
}

interface Told {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly object[];
}

/** What a person is told of a failure of theirs; ours are thrown on. */
function tell(error: unknown): Told {
  if (isFailure(error)) return { code: error.code, detail: error.message, errors: error.details };
  if (error instanceof Error && 'code' in error)
    return { code: String(error.code), detail: error.message, errors: [] };
  throw error;
}

function fail(error: unknown): Told {
  const told = tell(error);
  process.stderr.write(`${JSON.stringify(told)}\n`);
  process.exitCode = told.code === 'ENOENT' ? 2 : 1;
  return told;
}

/** A file that is no block leaves only its error; one that breaks off keeps what came before, with the error at the end. */
async function run(): Promise<void> {
  const { stdout } = process;
  const reports = inspectFiles(positionals.map(readChainFile), {
    network: values.network,
    previous: (values.previous ?? []).map((path) => readFileSync(path)),
    tags: await lookup(),
  });
  let next = reports.next();
  stdout.write('{"reports":[');
  try {
    for (let comma = ''; next.done !== true; comma = ',\n') {
      stdout.write(`${comma}${JSON.stringify(next.value)}`);
      next = reports.next();
    }
    stdout.write(']}\n');
  } catch (error) {
    stdout.write(`],"error":${JSON.stringify(fail(error))}}\n`);
  }
}

try {
  await run();
} catch (error) {
  fail(error);
}
