import { createHash, hkdfSync } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { asSystem, type Database, one, rows } from '../../../../platform/database.ts';
import type { EntryBody } from '../../../../platform/journal.ts';
import type { Vault } from '../../../../platform/vault.ts';
import type { DecidedData } from '../../events.ts';
import { readSeen } from '../../originals.ts';
import {
  type Decided,
  headerOf,
  type Numbered,
  OpenSegment,
  type SegmentHeader,
  versionsOf,
  writeSegment,
} from './segment.ts';

/**
 * Observations of the journal and what was found at each, in a form that is read fifty times faster than its entries: sealed
 * column files beside the data. Derived: what is missing, of another journal, made by other code, or older than an erasure is made again.
 */
export interface ArchivePorts {
  readonly db: Database;
  readonly vault: Vault;
  /** Data folder. */
  readonly home: string;
  /** The key-encryption key; the archive's own key is derived from it. */
  readonly secret: Buffer;
  /** Decisions per file. */
  readonly segment?: number;
}

export interface Stretch {
  /** Entries after this one, up to and with that one. */
  readonly after: number;
  readonly last: number;
  /** Event times of interest, ms; a file without any is not read. */
  readonly from: number;
  readonly to: number;
}

interface Kept {
  readonly path: string;
  readonly header: SegmentHeader;
}

const SEGMENT = 8192;
const HEADER_MAX = 32_768;
const READ_MAX = 1000;

/** What is not yet enough for a file, kept so that the next reader asks the journal for what is new only. */
interface Tail {
  readonly begun: number;
  readonly end: number;
  readonly known: number;
  readonly records: readonly Numbered[];
}

/** Changes when the code that makes observations does. */
const maker = (): string => {
  const hash = createHash('sha256');
  for (const source of ['../../observe.ts', '../../originals.ts', '../../../activity/event.ts'])
    hash.update(readFileSync(join(import.meta.dirname, source)));
  return hash.digest('hex').slice(0, 16);
};

export class ObservationArchive {
  readonly #ports: ArchivePorts;
  readonly #folder: string;
  readonly #key: Buffer;
  readonly #maker = maker();
  #tail: Tail | null = null;

  constructor(ports: ArchivePorts) {
    this.#ports = ports;
    this.#folder = join(ports.home, 'observations');
    this.#key = Buffer.from(hkdfSync('sha256', ports.secret, '', 'atalaya observation archive', 32));
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
  }

  /** Groups of observations in the order of the journal, from files where there are, else from entries, which become files. */
  async *read(stretch: Stretch): AsyncGenerator<Iterable<Numbered>> {
    for await (const part of this.#parts(stretch))
      if ('group' in part) yield part.group;
      else yield cut(part.header, this.#open(part).records(), stretch);
  }

  /** The same, each observation read as far as it is asked for: look at it before the next one and do not keep it. */
  async *glance(stretch: Stretch): AsyncGenerator<Iterable<Numbered>> {
    for await (const part of this.#parts(stretch))
      if ('group' in part) yield part.group;
      else yield cut(part.header, this.#open(part).glances(), stretch);
  }

  /**
   * Versions of the rule-sets that decided in a stretch; some that decided just outside of it may be among them. `told`
   * hears how many entries had to be read because no file had them.
   */
  async versions(stretch: Stretch, told: (entries: number) => void): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    let entries = 0;
    for await (const part of this.#parts(stretch)) {
      const versions = 'group' in part ? versionsOf(part.group) : part.header.versions;
      for (const version of versions) found.add(version);
      if (!('group' in part)) continue;
      entries += part.group.length;
      told(entries);
    }
    return found;
  }

  /** Files that may tell of a stretch, and what no file has. */
  async *#parts(stretch: Stretch): AsyncGenerator<Kept | { readonly group: readonly Numbered[] }> {
    let position = 0;
    const usable = await this.#usable();
    // What takes an event back may have happened after the stretch, and the journal may tell of it before the last event in it.
    const lastIn = usable.findLastIndex(({ header }) => header.from < stretch.to);
    for (const [i, kept] of usable.entries()) {
      const { header } = kept;
      if (header.after >= stretch.last) break;
      if (header.after > position) yield* this.#fromJournal(stretch, position, header.after);
      position = header.last;
      if (header.last <= stretch.after || header.to < stretch.from || i > lastIn) continue;
      yield kept;
    }
    yield* this.#fromJournal(stretch, position, stretch.last);
  }

  #open({ path }: Kept): OpenSegment {
    return new OpenSegment(readFileSync(path), this.#key);
  }

  /** Files in which this customer acted go; they are made again without what was erased. */
  forget(customer: string): void {
    for (const { path } of this.#files())
      if (new OpenSegment(readFileSync(path), this.#key).has(customer)) rmSync(path, { force: true });
  }

  #files(): Kept[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.seg'))
      .sort()
      .flatMap((name) => {
        const path = join(this.#folder, name);
        const header = headerIn(path);
        if (header?.maker === this.#maker) return [{ path, header }];
        rmSync(path, { force: true });
        return [];
      });
  }

  /** Files of this journal that hold nothing erased since, none overlapping another. */
  async #usable(): Promise<Kept[]> {
    const kept: Kept[] = [];
    const files = this.#files();
    const leaves = await this.#leavesOf(files.map(({ header }) => header.last));
    for (const file of files) {
      const leaf = leaves.get(file.header.last);
      if (leaf === file.header.leaf && file.header.after >= (kept.at(-1)?.header.last ?? 0)) kept.push(file);
      else rmSync(file.path, { force: true });
    }
    const least = Math.min(
      this.#tail?.known ?? Number.MAX_SAFE_INTEGER,
      ...kept.map((one) => one.header.known),
    );
    const erasures = least === Number.MAX_SAFE_INTEGER ? [] : await this.#erasures(least);
    if (erasures.length > 0) this.#tail = null;
    for (const { number, subject } of erasures)
      for (const { path, header } of kept)
        if (header.known < number && new OpenSegment(readFileSync(path), this.#key).has(subject)) {
          rmSync(path, { force: true });
          kept.splice(
            kept.findIndex((one) => one.path === path),
            1,
          );
        }
    return kept;
  }

  #erasures(after: number): Promise<{ number: number; subject: string }[]> {
    return asSystem(this.#ports.db, (tx) =>
      rows(
        tx,
        `select number, subject from journal.entry
         where type <> 'decisions.decided' and type = 'customers.erased' and number > $1`,
        [after],
      ),
    );
  }

  async #leavesOf(numbers: readonly number[]): Promise<Map<number, string>> {
    if (numbers.length === 0) return new Map();
    const found = await asSystem(this.#ports.db, (tx) =>
      rows<{ number: number; leaf: string }>(
        tx,
        "select number, encode(leaf_hash, 'hex') as leaf from journal.entry where number = any ($1)",
        [numbers],
      ),
    );
    return new Map(found.map(({ number, leaf }) => [number, leaf]));
  }

  /** Entries after `position` up to `end`, told as they are read and written as files when there are enough. */
  async *#fromJournal(
    stretch: Stretch,
    position: number,
    end: number,
  ): AsyncGenerator<{ readonly group: readonly Numbered[] }> {
    const size = this.#ports.segment ?? SEGMENT;
    const tail = this.#tail?.begun === position && this.#tail.end <= end ? this.#tail : null;
    let after = tail?.end ?? position;
    let begun = position;
    let gathered: Numbered[] = [...(tail?.records ?? [])];
    let known = tail?.known ?? (await this.#lastEntry());
    if (tail !== null) yield { group: within(tail.records, stretch) };
    while (after < end) {
      const read = await this.#entries(after, end);
      after = read.end;
      const records = read.seen.map(
        ({ entry, observation, body }): Numbered => ({ entry, observation, decided: decidedIn(body) }),
      );
      gathered.push(...records);
      yield { group: within(records, stretch) };
      if (gathered.length < size) continue;
      await this.#write(gathered, { after: begun, last: after, known });
      begun = after;
      gathered = [];
      known = await this.#lastEntry();
    }
    if (end === stretch.last) this.#tail = { begun, end, known, records: gathered };
    else if (gathered.length > 0) await this.#write(gathered, { after: begun, last: end, known });
  }

  async #lastEntry(): Promise<number> {
    const found = await asSystem(this.#ports.db, (tx) =>
      one<{ number: number | null }>(tx, 'select max(number) as number from journal.entry'),
    );
    return found?.number ?? 0;
  }

  #entries(after: number, last: number): ReturnType<typeof readSeen> {
    const { db, vault } = this.#ports;
    const since = Number.NEGATIVE_INFINITY;
    return asSystem(db, (tx) => readSeen(tx, vault, { after, last, since, limit: READ_MAX }));
  }

  async #write(
    records: readonly Numbered[],
    range: Pick<SegmentHeader, 'after' | 'last' | 'known'>,
  ): Promise<void> {
    const leaf = (await this.#leavesOf([range.last])).get(range.last);
    if (leaf === undefined) return;
    const times = records.map(({ observation }) => observation.at);
    const header: SegmentHeader = {
      format: 2,
      maker: this.#maker,
      ...range,
      count: records.length,
      versions: versionsOf(records),
      from: times.reduce((least, at) => Math.min(least, at)),
      to: times.reduce((most, at) => Math.max(most, at)),
      leaf,
    };
    const name = `${String(range.after).padStart(15, '0')}-${String(range.last).padStart(15, '0')}`;
    const path = join(this.#folder, `${name}.seg`);
    const unfinished = `${path}.${process.pid}.${Math.trunc(performance.now() * 1000)}`;
    writeFileSync(unfinished, writeSegment(header, records, this.#key), { mode: 0o600 });
    renameSync(unfinished, path);
  }
}

function headerIn(path: string): SegmentHeader | null {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(HEADER_MAX);
    return headerOf(bytes.subarray(0, readSync(file, bytes, 0, HEADER_MAX, 0)));
  } finally {
    closeSync(file);
  }
}

/** Records of a file that are in a stretch. */
const cut = (header: SegmentHeader, records: Iterable<Numbered>, stretch: Stretch): Iterable<Numbered> =>
  header.after >= stretch.after && header.last <= stretch.last ? records : those(records, stretch);

function* those(records: Iterable<Numbered>, { after, last }: Stretch): Generator<Numbered> {
  for (const record of records) if (record.entry > after && record.entry <= last) yield record;
}

const within = (records: readonly Numbered[], stretch: Stretch): readonly Numbered[] => [
  ...those(records, stretch),
];

function decidedIn(body: EntryBody | null): Decided | null {
  if (body === null) return null;
  const { rule_set: ruleSet, scenarios } = body.data as DecidedData;
  return { ruleSet, scenarios };
}
