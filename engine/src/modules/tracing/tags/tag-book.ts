import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Failure } from '../../../kernel/failure.ts';
import { sha256Hex } from '../../../kernel/hash.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { asSystem, type Database, rows, type Tx } from '../../../platform/database.ts';
import { compileTags } from './compile.ts';
import type { CompileOrder } from './compile-worker.ts';
import { readCompiled, writeCompiled } from './compiled.ts';
import { TagIndex } from './tag-index.ts';
import { allTags } from './tag-rows.ts';

/** The tags in use by this process. */
export interface TagBook {
  /** Replaced as a whole when packs change; an answer holds on to the one it began with. */
  readonly index: TagIndex;
  /** Takes what the packs say now into use: from the compiled file where there is one of this state, else from the tables. */
  load(db: Database, now: Instant): Promise<void>;
}

const FOLDER = 'tags';
const fileOf = (version: string): string => `${version}.tags`;

/** What the state of all packs is called: a hash over their digests and the day, since a tag may end by its date. */
async function versionOf(tx: Tx, today: string): Promise<string> {
  const found = await rows<{ code: string; digest: string; tier: string; licence: string }>(
    tx,
    `select v.code, v.digest, p.tier, p.licence from tracing.tag_version v join tracing.tag_pack p on p.code = v.code
     where v.number = (select max(n.number) from tracing.tag_version n where n.code = v.code) order by v.code`,
  );
  const ending = await rows<{ day: string | null }>(
    tx,
    'select max(in_force_until) as day from tracing.tag where known_until is null and in_force_until <= $1',
    [today],
  );
  return found.length === 0
    ? 'none'
    : sha256Hex(JSON.stringify([found, ending[0]?.day ?? null])).slice(0, 16);
}

const EMPTY = TagIndex.of([], 'none');

/** More tags than this are compiled in a thread of their own. */
const HERE_MAX = 10_000;

/** `home`: the data folder; compiled files live in `tags/` there and can be removed at any time. */
export function createTagBook(home: string, hereMax = HERE_MAX): TagBook {
  const folder = join(home, FOLDER);
  let index = EMPTY;
  let loading: Promise<void> = Promise.resolve();

  const take = async (db: Database, now: Instant): Promise<void> => {
    const today = formatInstant(now).slice(0, 10);
    await asSystem(db, async (tx) => {
      await tx.query('set transaction isolation level repeatable read read only');
      const version = await versionOf(tx, today);
      if (version === index.version) return;
      index = version === 'none' ? EMPTY : (compiledOf(version) ?? (await compile(db, tx, version, today)));
    });
  };

  const compiledOf = (version: string): TagIndex | undefined => {
    const path = join(folder, fileOf(version));
    if (!existsSync(path)) return undefined;
    try {
      return new TagIndex(readCompiled(path));
    } catch {
      // A damaged file is made again from the tables.
      return undefined;
    }
  };

  const compile = async (db: Database, tx: Tx, version: string, today: string): Promise<TagIndex> => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, fileOf(version));
    const known = await rows<{ n: number }>(
      tx,
      'select count(*) as n from tracing.tag where known_until is null',
    );
    if ((known[0]?.n ?? 0) > hereMax) await compileBeside(db, path, version, today);
    else writeCompiled(path, compileTags(await allTags(tx, today), version));
    for (const old of readdirSync(folder)) if (old !== fileOf(version)) rmSync(join(folder, old));
    return new TagIndex(readCompiled(path));
  };

  /** In a thread of its own: half a million tags are seconds in which decisions would wait. */
  const compileBeside = async (db: Database, path: string, version: string, today: string): Promise<void> => {
    const order: CompileOrder = { connection: db.connection, path, version, today };
    const worker = new Worker(new URL('./compile-worker.ts', import.meta.url), { workerData: order });
    const [code] = await once(worker, 'exit');
    if (code !== 0) throw new Failure('operator', 'internal', 'the tags could not be compiled');
  };

  return {
    get index() {
      return index;
    },
    load(db, now) {
      const next = (): Promise<void> => take(db, now);
      loading = loading.then(next, next);
      return loading;
    },
  };
}

/** The compiled file of a data folder, for programs without a database; undefined where there is none. */
export function compiledTagsOf(home: string): TagIndex | undefined {
  const folder = join(home, FOLDER);
  const file = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.tags')) : undefined;
  return file === undefined ? undefined : new TagIndex(readCompiled(join(folder, file)));
}
