import {
  type EntryRow,
  getEntry,
  getInclusion,
  listCheckpoints,
  listEntries,
} from '@atalaya/contract/journal.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { pageOf, readCursor, writeCursor } from '../../platform/cursor.ts';
import { type Database, one, read, rows, type Scope, type Tx } from '../../platform/database.ts';
import type { Caller, Http } from '../../platform/http.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import { presentCheckpoint, proveInclusion } from './proofs.ts';

export interface AuditPorts {
  readonly db: Database;
  readonly vault: Vault;
  readonly verifierKey: string;
  /** Display names of actors, by id. */
  readonly actorNames: (tx: Tx, actors: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

interface StoredEntry {
  readonly number: number;
  readonly type: string;
  readonly entity: string;
  readonly actor: string;
  readonly at: Instant;
  readonly subject: string;
  readonly leaf_hash: Buffer;
  readonly sealed: boolean;
}

const COLUMNS = `e.number, e.type, e.entity, e.actor, e.at, e.subject, e.leaf_hash,
  (e.xid, e.number) <= (coalesce(c.last_xid, '0'::xid8), coalesce(c.last_number, 0)) as sealed`;
const FROM = `journal.entry e left join lateral (
  select last_xid, last_number from journal.checkpoint order by size desc limit 1) c on true`;

function present(row: StoredEntry, names: ReadonlyMap<string, string>): EntryRow {
  const name = names.get(row.actor);
  return {
    number: row.number,
    type: row.type,
    entity: row.entity,
    actor: row.actor,
    ...(name === undefined ? {} : { actor_name: name }),
    at: formatInstant(row.at),
    subject: row.subject,
    leaf_hash: row.leaf_hash.toString('hex'),
    sealed: row.sealed,
  };
}

/**
 * Entries of these families are seen only where the caller may read what they are about: that a report exists is itself
 * confidential, and the words of alerts, cases and releases are not a program's business.
 */
const FAMILIES = [
  ['reports', 'reports:read'],
  ['alerts', 'alerts:read'],
  ['cases', 'cases:read'],
  ['releases', 'alerts:read'],
] as const;

/** For each family, the entities whose entries of it the caller may see. */
const sightOf = (grants: Caller['grants'], scope: Scope): string[][] =>
  FAMILIES.map(([_, permission]) =>
    scope.entities.filter((entity) => grants.get(entity)?.has(permission) === true),
  );

/** The same as a condition; `first` is the number of the parameter that holds the first family's entities. */
const inSight = (first: number): string =>
  FAMILIES.map(
    ([family], i) => `(e.type not like '${family}.%' or e.entity = any ($${first + i}::text[]))`,
  ).join(' and ');

export function mountAudit(http: Http, ports: AuditPorts): void {
  http.mount(listEntries, async ({ scope, query, caller }) =>
    read(ports.db, scope, async (tx) => {
      const limit = query.limit ?? 50;
      const found = await rows<StoredEntry>(
        tx,
        `select ${COLUMNS} from ${FROM}
         where ($1::bigint is null or e.number < $1) and ($2::text is null or e.type = $2)
           and ($3::text is null or e.subject = $3) and ($4::text is null or e.actor = $4)
           and ${inSight(6)}
         order by e.number desc limit $5`,
        [
          ...readCursor(query.after, ['integer']),
          query.type ?? null,
          query.subject ?? null,
          query.actor ?? null,
          limit + 1,
          ...sightOf(caller.grants, scope),
        ],
      );
      const { page, next } = pageOf(found, limit, (last) => writeCursor([last.number]));
      const names = await ports.actorNames(tx, [...new Set(page.map((row) => row.actor))]);
      return {
        items: page.map((row) => present(row, names)),
        ...next,
      };
    }),
  );

  const entryOf = async (
    tx: Tx,
    number: number,
    sight: readonly string[][],
  ): Promise<StoredEntry & { bytes: Buffer }> => {
    const found = await one<StoredEntry & { bytes: Buffer }>(
      tx,
      `select ${COLUMNS}, e.bytes from ${FROM} where e.number = $1 and ${inSight(2)}`,
      [number, ...sight],
    );
    if (found === undefined) throw new Failure('missing', 'not_found', `no journal entry ${number}`);
    return found;
  };

  http.mount(getEntry, async ({ scope, params, caller }) =>
    read(ports.db, scope, async (tx) => {
      const found = await entryOf(tx, params.number, sightOf(caller.grants, scope));
      const names = await ports.actorNames(tx, [found.actor]);
      const body = JSON.parse(found.bytes.toString('utf8')) as EntryBody;
      const mayOpen = caller.grants.get(found.entity)?.has('customers:read') === true;
      const personal = await Promise.all(
        (body.sealed ?? []).map(async ({ person, box }) => {
          const opened = await ports.vault.openBox(tx, person, box, `${body.type}\n${body.subject}`);
          if (opened === undefined) return { person, readable: false };
          return mayOpen
            ? { person, readable: true, content: JSON.parse(opened.toString('utf8')) as unknown }
            : { person, readable: true };
        }),
      );
      return { ...present(found, names), bytes: found.bytes.toString('utf8'), personal };
    }),
  );

  http.mount(getInclusion, async ({ scope, params, caller }) =>
    read(ports.db, scope, async (tx) => {
      await entryOf(tx, params.number, sightOf(caller.grants, scope));
      return proveInclusion(tx, params.number, ports.verifierKey);
    }),
  );

  http.mount(listCheckpoints, async ({ scope, query }) =>
    read(ports.db, scope, async (tx) => {
      const limit = query.limit ?? 50;
      const found = await rows<{ size: number; root: Buffer; at: Instant; note: string }>(
        tx,
        'select size, root, at, note from journal.checkpoint where ($1::bigint is null or size < $1) order by size desc limit $2',
        [...readCursor(query.after, ['integer']), limit + 1],
      );
      const { page, next } = pageOf(found, limit, (last) => writeCursor([last.size]));
      return {
        items: page.map(presentCheckpoint),
        ...next,
      };
    }),
  );
}
