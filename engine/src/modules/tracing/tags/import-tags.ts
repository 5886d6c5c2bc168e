import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { Failure } from '../../../kernel/failure.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { type Database, DEPLOYMENT, one, type Tx, write } from '../../../platform/database.ts';
import type { Journal } from '../../../platform/journal.ts';
import { CATEGORIES } from './categories.ts';
import { CONFIDENCE } from './confidence.ts';
import { type TagCounts, tagPackChecked, tagPackDescribed, tagVersionImported } from './events.ts';
import { type FeedFile, type ParsedFeed, readFeed, type TagFormat } from './feeds.ts';
import type { TagContent, Tier } from './tag.ts';
import { digestOfTags, tagHash, tagIdentity } from './tag-digest.ts';
import type { TagDefaults } from './tag-pack.ts';
import { tagsOfPack, writeActors, writeTags } from './tag-rows.ts';

export interface TagImportPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly now: () => Instant;
  /** Told after the commit, and waited for. */
  readonly imported: (code: string) => Promise<void>;
}

export interface TagImport {
  readonly format: TagFormat;
  readonly title?: string | undefined;
  readonly tier?: Tier | undefined;
  readonly licence?: string | undefined;
  readonly defaults?: TagDefaults | undefined;
  readonly files: readonly FeedFile[];
}

export interface ImportedTags {
  readonly code: string;
  readonly number: number;
  readonly sha256: string;
  readonly counts: TagCounts;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

const PROBLEMS_MAX = 200;

/**
 * Brings in a pack's files as its new version: whole or not at all. Rows that cannot be used are counted and the first of them
 * kept in the journal; the same files again only note that the pack was checked.
 * Failures: tags.unparseable, tags.nothing_usable, tags.default_unknown.
 */
export async function importTags(
  ports: TagImportPorts,
  actor: string,
  code: string,
  input: TagImport,
): Promise<ImportedTags> {
  ensureDefaults(input.defaults ?? {});
  const sha256 = hashOf(input);
  const parsed = await readFeed(input.format, input.files, input.defaults ?? {});
  if (parsed.tags.length === 0 && parsed.actors.length === 0)
    throw new Failure('caller', 'tags.nothing_usable', `none of ${parsed.rows} rows can be used`, [
      {
        field: '/files',
        message: Object.entries(countProblems(parsed))
          .map(([name, count]) => `${name} ${count}`)
          .join(', '),
      },
    ]);
  const done = await write(ports.db, { entities: [DEPLOYMENT] }, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`tags ${code}`]);
    const current = await currentVersion(tx, code);
    const same = current?.sha256 === sha256;
    const entry = { entity: DEPLOYMENT, actor, subject: code, at: ports.now() };
    if (!same) await describe(tx, ports.journal, entry, parsed, input);
    const imported = same
      ? { ...current, code }
      : await storeVersion(tx, ports, actor, { code, number: (current?.number ?? 0) + 1, sha256 }, parsed);
    await ports.journal.record(tx, tagPackChecked, { ...entry, data: { sha256 } });
    return { imported, same };
  });
  if (!done.same) await ports.imported(code);
  return done.imported;
}

function ensureDefaults({ confidence, category }: TagDefaults): void {
  const unknown = (field: string, value: string): Failure =>
    new Failure('caller', 'tags.default_unknown', `${value} is not a known ${field}`, [
      { field: `/defaults/${field}`, message: value },
    ]);
  if (confidence !== undefined && !Object.hasOwn(CONFIDENCE, confidence))
    throw unknown('confidence', confidence);
  if (category !== undefined && !Object.hasOwn(CATEGORIES, category)) throw unknown('category', category);
}

/** Of the files and of how they were to be read: the same file with another licence is another version. */
function hashOf({ files, format, tier, licence, defaults, title }: TagImport): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([format, tier ?? null, licence ?? null, title ?? null, defaults ?? {}]));
  for (const file of files) hash.update(`\n${file.name} ${file.content.length}\n`).update(file.content);
  return hash.digest('hex');
}

const currentVersion = (tx: Tx, code: string): Promise<Omit<ImportedTags, 'code'> | undefined> =>
  one(
    tx,
    `select number, sha256, counts, added, removed, changed from tracing.tag_version where code = $1
     order by number desc limit 1`,
    [code],
  );

interface Entry {
  readonly entity: string;
  readonly actor: string;
  readonly subject: string;
  readonly at: Instant;
}

const describe = (tx: Tx, journal: Journal, entry: Entry, parsed: ParsedFeed, input: TagImport) =>
  journal.record(tx, tagPackDescribed, {
    ...entry,
    data: {
      title: input.title ?? (parsed.title || entry.subject),
      creator: parsed.creator,
      format: input.format,
      tier: input.tier ?? 'public',
      licence: input.licence ?? 'not stated',
      defaults: input.defaults ?? {},
    },
  });

const countProblems = ({ problems }: ParsedFeed): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { problem } of problems) counts[problem] = (counts[problem] ?? 0) + 1;
  return counts;
};

const countsOf = (parsed: ParsedFeed): TagCounts => ({
  tags: parsed.tags.length + parsed.actors.length,
  rows: parsed.rows,
  without_confidence: parsed.withoutConfidence,
  quarantined: parsed.problems.filter((one) => one.quarantined).length,
  problems: countProblems(parsed),
});

async function storeVersion(
  tx: Tx,
  ports: TagImportPorts,
  actor: string,
  version: { readonly code: string; readonly number: number; readonly sha256: string },
  parsed: ParsedFeed,
): Promise<ImportedTags> {
  const { code, number } = version;
  const at = ports.now();
  const change = await changeOf(await tagsOfPack(tx, code), parsed.tags);
  await writeTags(tx, code, number, at, change);
  if (parsed.actors.length > 0) await writeActors(tx, code, number, at, parsed.actors);
  const imported: ImportedTags = {
    ...version,
    counts: countsOf(parsed),
    added: change.added + parsed.actors.length,
    removed: change.removed,
    changed: change.changed,
  };
  await ports.journal.record(tx, tagVersionImported, {
    entity: DEPLOYMENT,
    actor,
    subject: `${code}/${number}`,
    data: { ...imported, digest: change.digest, problems: parsed.problems.slice(0, PROBLEMS_MAX) },
    at,
  });
  return imported;
}

interface TagChange {
  readonly ended: TagContent[];
  readonly begun: TagContent[];
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly digest: string;
}

/** Yields now and then: half a million hashes are seconds. */
const TAGS_IN_A_ROW = 500;

async function changeOf(stored: readonly TagContent[], told: readonly TagContent[]): Promise<TagChange> {
  const before = new Map(stored.map((tag) => [tagIdentity(tag), tag]));
  const hashes = new Map<string, string>();
  const ended: TagContent[] = [];
  const begun: TagContent[] = [];
  let changed = 0;
  for (const tag of told) {
    const identity = tagIdentity(tag);
    const hash = tagHash(tag);
    hashes.set(identity, hash);
    if (hashes.size % TAGS_IN_A_ROW === 0) await breathe();
    const old = before.get(identity);
    before.delete(identity);
    if (old !== undefined && tagHash(old) === hash) continue;
    if (old !== undefined) {
      changed += 1;
      ended.push(old);
    }
    begun.push(tag);
  }
  const removed = before.size;
  ended.push(...before.values());
  return { ended, begun, added: begun.length - changed, removed, changed, digest: digestOfTags(hashes) };
}
