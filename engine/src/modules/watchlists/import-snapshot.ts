import type { SnapshotView } from '@atalaya/contract/watchlists.ts';
import { canonicalText } from '../../kernel/canonical.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { type Database, DEPLOYMENT, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import { configure } from './configure-list.ts';
import { digestOfListings } from './digest.ts';
import { listChecked, listDescribed, type SnapshotData, snapshotImported } from './events.ts';
import { compareSnapshots, ensureNotShrunk } from './formats/compare-snapshots.ts';
import { readCsvMapping } from './formats/csv-mapping.ts';
import type { ListFile } from './formats/list-file.ts';
import { type ParsedList, parseList } from './formats/parse-list.ts';
import { KNOWN_FORMATS, type ListFormat } from './list-policy.ts';
import { countListings } from './listing.ts';
import { currentListings, openListings, writeListings } from './listings.ts';
import {
  currentSnapshot,
  listByCode,
  presentSnapshot,
  type StoredList,
  type StoredSnapshot,
} from './lists.ts';
import { planVersion } from './plan-version.ts';
import { hideReferences, type ListSeal, sealToWrite, withoutWords } from './sealed-listings.ts';

export interface ImportPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly now: () => Instant;
  /** Told after the commit, and waited for: whoever was told that a list is in can rely on it being screened. */
  readonly imported: (code: string) => Promise<void>;
}

export interface SnapshotInput {
  readonly format: ListFormat;
  readonly name?: string | undefined;
  readonly issuer?: string | undefined;
  readonly issued_on?: string | undefined;
  readonly accept_shrink?: boolean | undefined;
  /** SHA-256 that the issuer states for the file, or for the set of files. */
  readonly sha256?: string | undefined;
  /** Of a list that is new: content is sealed, and shown to few. */
  readonly confidential?: boolean | undefined;
  /** Columns of a csv; the list remembers them. */
  readonly mapping?: Readonly<Record<string, string>> | undefined;
  readonly files: readonly ListFile[];
}

const FRESH_HOURS = 24;

/**
 * Brings in the issuer's files as a new version of a list: whole or not at all. The same files as the current version only
 * note that the list was checked, and answer that version.
 * Failures (the old version stays): watchlists.unparseable, watchlists.file_missing, watchlists.file_too_large,
 * watchlists.mapping_invalid, watchlists.column_missing, watchlists.format_changed, watchlists.hash_mismatch,
 * watchlists.shrunk, watchlists.confidentiality_changed, date.malformed.
 */
export async function importSnapshot(
  ports: ImportPorts,
  actor: string,
  code: string,
  input: SnapshotInput,
): Promise<SnapshotView> {
  const parsed = await parseFiles(ports.db, code, input);
  ensureHash(parsed, input);
  const done = await write(ports.db, { entities: [DEPLOYMENT] }, async (tx) => {
    await lockList(tx, code);
    return bringIn(tx, ports, actor, code, parsed, input);
  });
  if (!done.same) await ports.imported(code);
  return done.view;
}

/** One version of a list at a time. */
const lockList = (tx: Tx, code: string) =>
  tx.query('select pg_advisory_xact_lock(hashtext($1))', [`watchlists ${code}`]);

/** A list that is worked out from others; true where it is a new version. Nothing is written where there is nothing to say. */
export async function storeDerived(
  ports: ImportPorts,
  actor: string,
  code: 'ownership',
  derive: (tx: Tx) => Promise<ParsedList>,
): Promise<boolean> {
  const done = await write(ports.db, { entities: [DEPLOYMENT] }, async (tx) => {
    await lockList(tx, code);
    const parsed = await derive(tx);
    const known = (await listByCode(tx, code)) !== undefined;
    if (!known && parsed.listings.length === 0) return { same: true };
    return bringIn(tx, ports, actor, code, parsed, { format: code, accept_shrink: true, files: [] });
  });
  if (!done.same) await ports.imported(code);
  return !done.same;
}

async function bringIn(
  tx: Tx,
  ports: ImportPorts,
  actor: string,
  code: string,
  parsed: ParsedList,
  input: SnapshotInput,
): Promise<{ view: SnapshotView; same: boolean }> {
  const before = await listByCode(tx, code);
  ensureSameFormat(before, input);
  const current = await currentSnapshot(tx, code);
  const list = await describe(tx, ports.journal, actor, code, before, input);
  const same = current !== undefined && current.sha256 === parsed.sha256;
  const snapshot = same ? current : await storeSnapshot(tx, ports, actor, list, current, parsed, input);
  await ports.journal.record(tx, listChecked, {
    entity: DEPLOYMENT,
    actor,
    subject: list.id,
    data: { code, sha256: parsed.sha256, snapshot: snapshot.id },
    at: ports.now(),
  });
  return { view: presentSnapshot(snapshot), same };
}

async function parseFiles(db: Database, code: string, input: SnapshotInput): Promise<ParsedList> {
  const mapped = input.format === 'csv' || input.format === 'pep-csv';
  const remembered =
    mapped && input.mapping === undefined
      ? await write(db, { entities: [DEPLOYMENT] }, (tx) => listByCode(tx, code))
      : undefined;
  const mapping = input.mapping ?? remembered?.mapping ?? undefined;
  if (input.format === 'ownership')
    throw new Failure('caller', 'request.invalid', 'this list is worked out here', [
      { field: '/format', message: 'ownership' },
    ]);
  return parseList(
    input.format,
    input.files,
    mapping === undefined ? {} : { mapping: readCsvMapping(mapping) },
  );
}

function ensureHash(parsed: ParsedList, input: SnapshotInput): void {
  const wanted = input.sha256?.toLowerCase();
  if (wanted === undefined || wanted === parsed.sha256) return;
  throw new Failure(
    'policy',
    'watchlists.hash_mismatch',
    `the files hash to ${parsed.sha256}, not to ${wanted}`,
    [{ field: '/sha256', message: parsed.sha256 }],
  );
}

function ensureSameFormat(list: StoredList | undefined, input: SnapshotInput): void {
  if (list === undefined) return;
  if (list.format !== input.format)
    throw new Failure(
      'conflict',
      'watchlists.format_changed',
      `the list is ${list.format}, not ${input.format}`,
      [{ field: '/format', message: list.format }],
    );
  if (input.confidential !== undefined && input.confidential !== (list.confidential ?? false))
    throw new Failure(
      'conflict',
      'watchlists.confidentiality_changed',
      'what was once readable stays readable, and what was sealed stays sealed: use another code',
      [{ field: '/confidential', message: String(list.confidential ?? false) }],
    );
}

/** The list as it is to be known; written where it is new or told otherwise. */
async function describe(
  tx: Tx,
  journal: Journal,
  actor: string,
  code: string,
  before: StoredList | undefined,
  input: SnapshotInput,
): Promise<StoredList> {
  const known = KNOWN_FORMATS[input.format];
  const id = before?.id ?? newId('lst');
  const data = {
    code,
    name: input.name ?? before?.name ?? known?.name ?? code,
    issuer: input.issuer ?? before?.issuer ?? known?.issuer ?? 'own',
    format: input.format,
    mapping: input.mapping ?? before?.mapping ?? null,
    fresh_hours: before?.fresh_hours ?? FRESH_HOURS,
  };
  const unchanged =
    before !== undefined &&
    before.name === data.name &&
    before.issuer === data.issuer &&
    canonicalText(before.mapping) === canonicalText(data.mapping);
  if (!unchanged) await journal.record(tx, listDescribed, { entity: DEPLOYMENT, actor, subject: id, data });
  const list = await listByCode(tx, code);
  if (list === undefined) throw new Failure('operator', 'internal', 'the list was not stored');
  return before === undefined && input.confidential === true
    ? configure(tx, journal, actor, list, { confidential: true })
    : list;
}

/** Problems of a file that stand in the journal; the count tells of the others. */
const PROBLEMS_MAX = 200;

async function storeSnapshot(
  tx: Tx,
  ports: ImportPorts,
  actor: string,
  list: StoredList,
  current: StoredSnapshot | undefined,
  parsed: ParsedList,
  input: SnapshotInput,
): Promise<StoredSnapshot> {
  const { code } = list;
  const listSeal: ListSeal | null =
    list.confidential === true ? await sealToWrite(tx, ports.vault, list) : null;
  const listings = listSeal === null ? parsed.listings : hideReferences(listSeal, parsed.listings);
  const stored = await openListings(tx, ports.vault, list, await currentListings(tx, code));
  const delta = compareSnapshots(
    stored.map((one) => one.content),
    listings,
  );
  if (current !== undefined && input.accept_shrink !== true) ensureNotShrunk(current.counts, parsed.counts);
  const number = (current?.number ?? 0) + 1;
  const issuedOn = input.issued_on ?? parsed.issuedOn ?? null;
  // Versions follow each other in time, however fast they come: what we knew when must be told apart.
  const at = instantOf(Math.max(ports.now(), (current?.imported_at ?? 0) + 1));
  const plan = planVersion(stored, listings, delta, {
    first: current === undefined,
    day: issuedOn ?? formatInstant(at).slice(0, 10),
  });
  await writeListings(tx, { code, number, at, seal: listSeal }, plan.changes);
  const problems = parsed.problems.slice(0, PROBLEMS_MAX).map(({ raw: _raw, ...problem }) => problem);
  const data: SnapshotData = {
    code,
    number,
    format: list.format,
    issuer: list.issuer,
    issued_on: issuedOn,
    sha256: parsed.sha256,
    files: parsed.files,
    digest: digestOfListings(plan.known),
    counts: countListings(plan.known),
    added: delta.added.length,
    removed: delta.removed.length,
    changed: delta.changed.length,
    unchanged: delta.unchanged,
    quarantined: parsed.problems.filter((problem) => problem.severity === 'quarantined').length,
    problems: listSeal === null ? problems : problems.map(withoutWords),
    accepted_shrink: input.accept_shrink === true,
  };
  const id = newId('snp');
  await ports.journal.record(tx, snapshotImported, { entity: DEPLOYMENT, actor, subject: id, data, at });
  const made = await currentSnapshot(tx, code);
  if (made === undefined) throw new Failure('operator', 'internal', 'the version was not stored');
  return made;
}
