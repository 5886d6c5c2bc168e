import type { Outcome } from '@atalaya/contract/decisions.ts';
import type { Ground, ReleaseItem, ReleaseRow, ReleaseView } from '@atalaya/contract/releases.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { pageOf, readCursor, writeCursor } from '../../platform/cursor.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
import type { HoldState } from '../decisions/hold.ts';
import { type CustomerNames, dollars, eventRows } from '../decisions/queries.ts';

export interface ReleaseNames {
  readonly names: CustomerNames;
  readonly actorNames: (tx: Tx, actors: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Title of a scenario of the live rule-set, or of one that decided before. */
  readonly titleOf: (scenario: string) => Texts | undefined;
}

interface StoredRelease {
  readonly id: string;
  readonly entity: string;
  readonly state: ReleaseRow['state'];
  readonly customer: string;
  readonly relationship: 'restricted' | null;
  readonly opened_at: Instant;
  readonly due_at: Instant;
  readonly proposal: 'release' | 'keep' | null;
  readonly proposed_by: string | null;
  readonly proposed_at: Instant | null;
  readonly decided_by: string | null;
  readonly decided_at: Instant | null;
  readonly operations: number;
  readonly value_usd: number | null;
  readonly sources: readonly string[] | null;
  readonly done: number;
}

const DONE = "(case when r.state in ('open', 'proposed') then 0 else 1 end)";
const SHOWN = `select r.id, r.entity, r.state, r.customer, r.relationship, r.opened_at, r.due_at, r.proposal, r.proposed_by,
  r.proposed_at, r.decided_by, r.decided_at, i.operations, i.value_usd, i.sources, ${DONE} as done
  from releases.release r
  left join lateral (
    select count(distinct i.event) as operations,
      (select sum(d.value_usd)::bigint from decisions.decision d join releases.item v on v.event = d.id
       where v.release = r.id and v.returned_at is null) as value_usd,
      array_agg(distinct g ->> 'code') filter (where g is not null) as sources
    from releases.item i left join jsonb_array_elements(i.grounds) g on true
    where i.release = r.id and i.returned_at is null) i on true`;

async function present(tx: Tx, ports: ReleaseNames, found: readonly StoredRelease[]): Promise<ReleaseRow[]> {
  const customers = await ports.names(tx, [...new Set(found.map(({ customer }) => customer))]);
  const actors = await ports.actorNames(tx, [
    ...new Set(found.flatMap((row) => [row.proposed_by, row.decided_by]).filter((actor) => actor !== null)),
  ]);
  return found.map((row) => {
    const who = customers.get(row.customer);
    const { proposal, proposed_by: by, proposed_at: at, decided_by, decided_at, value_usd } = row;
    const [proposer, decider] = [actors.get(by ?? ''), actors.get(decided_by ?? '')];
    return {
      id: row.id,
      entity: row.entity,
      state: row.state,
      customer_id: row.customer,
      customer: who?.reference ?? row.customer,
      ...(who === undefined || who.name === '' ? {} : { customer_name: who.name }),
      ...(row.relationship === null ? {} : { relationship: row.relationship }),
      operations: row.operations,
      ...(value_usd === null ? {} : { value_usd: dollars(value_usd) }),
      sources: [...(row.sources ?? [])],
      opened_at: formatInstant(row.opened_at),
      due_at: formatInstant(row.due_at),
      ...(proposal === null || by === null || at === null
        ? {}
        : {
            proposal: {
              outcome: proposal,
              by,
              ...(proposer === undefined ? {} : { by_name: proposer }),
              at: formatInstant(at),
            },
          }),
      ...(decider === undefined ? {} : { decided_by_name: decider }),
      ...(decided_at === null ? {} : { decided_at: formatInstant(decided_at) }),
    };
  });
}

/** Failure: releases.unknown. */
export async function releaseRow(tx: Tx, ports: ReleaseNames, id: string): Promise<ReleaseRow> {
  const found = await one<StoredRelease>(tx, `${SHOWN} where r.id = $1`, [id]);
  const [row] = found === undefined ? [] : await present(tx, ports, [found]);
  if (row === undefined) throw new Failure('missing', 'releases.unknown', `no release ${id}`);
  return row;
}

export interface ReleaseFilter {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  /** States, with commas. */
  readonly state?: string | undefined;
  /** cus_… */
  readonly customer?: string | undefined;
}

const WHERE = '($1::text[] is null or r.state = any ($1)) and ($2::text is null or r.customer = $2)';

/** Those that wait first, the nearest deadline first. Failure: request.cursor_invalid. */
export async function releasePage(
  tx: Tx,
  ports: ReleaseNames,
  filter: ReleaseFilter,
): Promise<{ items: ReleaseRow[]; next?: string; total: number }> {
  const limit = filter.limit ?? 50;
  const wanted = [filter.state?.split(',') ?? null, filter.customer ?? null];
  const found = await rows<StoredRelease>(
    tx,
    `${SHOWN} where ${WHERE} and ($3::int is null or (${DONE}, r.due_at, r.id) > ($3, $4::timestamptz, $5::text))
     order by ${DONE}, r.due_at, r.id limit $6`,
    [...wanted, ...readCursor(filter.after, ['integer', 'instant', 'text']), limit + 1],
  );
  const counted = await one<{ total: number }>(
    tx,
    `select count(*) as total from releases.release r where ${WHERE}`,
    wanted,
  );
  const { page, next } = pageOf(found, limit, (last) =>
    writeCursor([last.done, formatInstant(last.due_at), last.id]),
  );
  return {
    items: await present(tx, ports, page),
    total: counted?.total ?? 0,
    ...next,
  };
}

interface StoredItem {
  readonly event: string;
  readonly outcome: Outcome;
  readonly hold: string | null;
  readonly hold_state: HoldState | null;
  readonly ended: readonly string[];
  readonly standing: readonly string[];
  readonly grounds: readonly Ground[];
  readonly found_at: Instant;
  readonly returned_at: Instant | null;
}

const ITEMS_MAX = 500;

async function itemsOf(tx: Tx, ports: ReleaseNames, id: string): Promise<ReleaseItem[]> {
  const found = await rows<StoredItem>(
    tx,
    `select i.event, i.outcome, i.hold, h.state as hold_state, i.ended, i.standing, i.grounds, i.found_at, i.returned_at
     from releases.item i left join decisions.hold h on h.id = i.hold
     where i.release = $1 order by i.returned_at is not null, i.event desc limit ${ITEMS_MAX}`,
    [id],
  );
  const events = new Map(
    (
      await eventRows(
        tx,
        ports.names,
        found.map(({ event }) => event),
      )
    ).map((row) => [row.id, row]),
  );
  const titled = (scenarios: readonly string[]) =>
    scenarios.map((scenario) => ({
      id: scenario,
      title: ports.titleOf(scenario) ?? { es: scenario, pt: scenario, en: scenario },
    }));
  return found.flatMap((item): ReleaseItem[] => {
    const event = events.get(item.event);
    if (event === undefined) return [];
    const { outcome, hold, hold_state, grounds, found_at, returned_at } = item;
    return [
      {
        event,
        outcome,
        ...(hold === null || hold_state === null ? {} : { hold: { id: hold, state: hold_state } }),
        ended: titled(item.ended),
        standing: titled(item.standing),
        grounds: [...grounds],
        found_at: formatInstant(found_at),
        ...(returned_at === null ? {} : { returned_at: formatInstant(returned_at) }),
      },
    ];
  });
}

/** Failure: releases.unknown. */
export async function releaseView(tx: Tx, ports: ReleaseNames, id: string): Promise<ReleaseView> {
  const row = await releaseRow(tx, ports, id);
  const remarks = await rows<{ at: Instant; author: string; kind: string; text: string }>(
    tx,
    'select at, author, kind, text from releases.remark where release = $1 order by at, id',
    [id],
  );
  const names = await ports.actorNames(tx, [...new Set(remarks.map(({ author }) => author))]);
  return {
    ...row,
    items: await itemsOf(tx, ports, id),
    remarks: remarks.map(({ at, author, kind, text }) => {
      const name = names.get(author);
      return {
        at: formatInstant(at),
        author,
        ...(name === undefined ? {} : { author_name: name }),
        kind,
        text,
      };
    }),
  };
}
