import type { SnapshotView, WatchlistView } from '@atalaya/contract/watchlists.ts';
import { canonicalText } from '../../kernel/canonical.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { type Database, DEPLOYMENT, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { digestOfListings } from './digest.ts';
import { listChecked, listDescribed, type SnapshotData, snapshotImported } from './events.ts';
import { compareSnapshots, ensureNotShrunk, type SnapshotDelta } from './formats/compare-snapshots.ts';
import { readCsvMapping } from './formats/csv-mapping.ts';
import type { ListFile } from './formats/list-file.ts';
import { type ParsedList, parseList } from './formats/parse-list.ts';
import { countListings, type Listing } from './listing.ts';
import { currentListings, type ListingChange, type StoredListing, writeListings } from './listings.ts';
import {
  currentSnapshot,
  listByCode,
  presentSnapshot,
  type StoredList,
  type StoredSnapshot,
} from './lists.ts';

export interface ImportPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly now: () => Instant;
  /** Told after the commit, and waited for: whoever was told that a list is in can rely on it being screened. */
  readonly imported: (code: string) => Promise<void>;
}

export interface SnapshotInput {
  readonly format: WatchlistView['format'];
  readonly name?: string | undefined;
  readonly issuer?: string | undefined;
  readonly issued_on?: string | undefined;
  readonly accept_shrink?: boolean | undefined;
  /** Columns of a csv; the list remembers them. */
  readonly mapping?: Readonly<Record<string, string>> | undefined;
  readonly files: readonly ListFile[];
}

const FRESH_HOURS = 24;

const KNOWN: Readonly<Record<SnapshotInput['format'], { name: string; issuer: string } | null>> = {
  'ofac-sdn-csv': { name: 'OFAC Specially Designated Nationals', issuer: 'OFAC, US Treasury' },
  'ofac-sdn-xml': { name: 'OFAC Specially Designated Nationals', issuer: 'OFAC, US Treasury' },
  'un-xml': { name: 'UN Security Council Consolidated List', issuer: 'United Nations Security Council' },
  'mx-sat-69b': { name: 'Listado completo del artículo 69-B', issuer: 'SAT, México' },
  'ofac-crypto': { name: 'OFAC digital currency addresses', issuer: 'OFAC, US Treasury' },
  csv: null,
};

/**
 * Brings in the issuer's files as a new version of a list: whole or not at all. The same files as the current version only
 * note that the list was checked, and answer that version.
 * Failures (the old version stays): watchlists.unparseable, watchlists.file_missing, watchlists.file_too_large,
 * watchlists.mapping_invalid, watchlists.column_missing, watchlists.format_changed, watchlists.shrunk, date.malformed.
 */
export async function importSnapshot(
  ports: ImportPorts,
  actor: string,
  code: string,
  input: SnapshotInput,
): Promise<SnapshotView> {
  const parsed = await parseFiles(ports.db, code, input);
  const done = await write(ports.db, { entities: [DEPLOYMENT] }, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`watchlists ${code}`]);
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
  });
  if (!done.same) await ports.imported(code);
  return done.view;
}

async function parseFiles(db: Database, code: string, input: SnapshotInput): Promise<ParsedList> {
  const remembered =
    input.format === 'csv' && input.mapping === undefined
      ? await write(db, { entities: [DEPLOYMENT] }, (tx) => listByCode(tx, code))
      : undefined;
  const mapping = input.mapping ?? remembered?.mapping ?? undefined;
  return parseList(
    input.format,
    input.files,
    mapping === undefined ? {} : { mapping: readCsvMapping(mapping) },
  );
}

function ensureSameFormat(list: StoredList | undefined, input: SnapshotInput): void {
  if (list !== undefined && list.format !== input.format)
    throw new Failure(
      'conflict',
      'watchlists.format_changed',
      `the list is ${list.format}, not ${input.format}`,
      [{ field: '/format', message: list.format }],
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
  const known = KNOWN[input.format];
  const list: StoredList = {
    id: before?.id ?? newId('lst'),
    code,
    name: input.name ?? before?.name ?? known?.name ?? code,
    issuer: input.issuer ?? before?.issuer ?? known?.issuer ?? 'own',
    format: input.format,
    mapping: input.mapping ?? before?.mapping ?? null,
    fresh_hours: before?.fresh_hours ?? FRESH_HOURS,
    checked_at: before?.checked_at ?? null,
  };
  const { id, checked_at: _at, ...data } = list;
  const unchanged =
    before !== undefined &&
    before.name === list.name &&
    before.issuer === list.issuer &&
    canonicalText(before.mapping) === canonicalText(list.mapping);
  if (!unchanged) await journal.record(tx, listDescribed, { entity: DEPLOYMENT, actor, subject: id, data });
  return list;
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
  const stored = await currentListings(tx, code);
  const delta = compareSnapshots(
    stored.map((one) => one.content),
    parsed.listings,
  );
  if (current !== undefined && input.accept_shrink !== true) ensureNotShrunk(current.counts, parsed.counts);
  const number = (current?.number ?? 0) + 1;
  const issuedOn = input.issued_on ?? parsed.issuedOn ?? null;
  const at = ports.now();
  const plan = planChanges(stored, parsed.listings, delta, {
    first: current === undefined,
    day: issuedOn ?? formatInstant(at).slice(0, 10),
  });
  await writeListings(tx, code, number, at, plan.changes);
  const id = newId('snp');
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
    problems: parsed.problems.slice(0, PROBLEMS_MAX).map(({ raw: _raw, ...problem }) => problem),
    accepted_shrink: input.accept_shrink === true,
  };
  await ports.journal.record(tx, snapshotImported, { entity: DEPLOYMENT, actor, subject: id, data, at });
  const made = await currentSnapshot(tx, code);
  if (made === undefined) throw new Failure('operator', 'internal', 'the version was not stored');
  return made;
}

/**
 * What to write so that we know the new version: added and changed listings as told, removed ones with the day their force
 * ended; unchanged ones stay as they are, so that they keep since when we know them. `known`: the listings of the version.
 */
function planChanges(
  stored: readonly StoredListing[],
  listings: readonly Listing[],
  delta: SnapshotDelta,
  version: { readonly first: boolean; readonly day: string },
): { changes: ListingChange[]; known: Listing[] } {
  const before = new Map(stored.map((one) => [one.reference, one]));
  const told = new Set([...delta.added, ...delta.changed.map((one) => one.reference)]);
  const changes: ListingChange[] = [];
  const known: Listing[] = [];
  for (const listing of listings) {
    const old = before.get(listing.reference);
    if (!told.has(listing.reference)) known.push(old?.content ?? listing);
    else {
      known.push(listing);
      // In the first version nobody says since when; later, a listing appears with the version that brings it.
      const since = old === undefined ? (version.first ? null : version.day) : old.in_force_from;
      changes.push({
        listing,
        removed: false,
        inForceFrom: listing.listedOn ?? since,
        inForceUntil: listing.delistedOn ?? null,
      });
    }
  }
  for (const reference of delta.removed) {
    const old = before.get(reference);
    if (old !== undefined)
      changes.push({
        listing: old.content,
        removed: true,
        inForceFrom: old.in_force_from,
        inForceUntil: old.content.delistedOn ?? version.day,
      });
  }
  return { changes, known };
}
