import { assetOf } from '@atalaya/contract/assets.ts';
import type { EventRow, EventView, HoldRow } from '@atalaya/contract/decisions.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { formatAmount } from '../../kernel/money.ts';
import { pageOf, readCursor, writeCursor } from '../../platform/cursor.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import { joinPersonal } from '../activity/event.ts';
import { answeredBefore, answerText, readAnswer } from './answer.ts';
import type { DecidedData } from './events.ts';
import { personalOf } from './personal-part.ts';

/** Names to show beside ids; absent when unknown, erased, or not for this reader. */
export type CustomerNames = (
  tx: Tx,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, { name: string; reference: string }>>;

interface DecisionRow {
  readonly id: string;
  readonly entity: string;
  readonly reference: string;
  readonly customer: string;
  readonly type: string;
  readonly occurred_at: Instant;
  readonly recorded_at: Instant;
  readonly asset: string | null;
  readonly amount: string | null;
  readonly value_usd: number | null;
  readonly rail: string | null;
  readonly address: string | null;
  readonly outcome: EventRow['outcome'];
  readonly scenarios: string[];
  readonly entry: number;
}

const COLUMNS = `d.id, d.entity, d.reference, d.customer, d.type, d.occurred_at, d.recorded_at, d.asset, d.amount, d.value_usd,
  d.rail, d.address, d.outcome, d.scenarios, d.entry`;

/** US cents as decimal text. */
export function dollars(cents: number | bigint): string {
  const usd = assetOf('USD');
  return usd === undefined ? String(cents) : formatAmount(BigInt(cents), usd);
}

const present = (row: DecisionRow, who: { name: string; reference: string } | undefined): EventRow => ({
  id: row.id,
  reference: row.reference,
  entity: row.entity,
  type: row.type,
  customer_id: row.customer,
  customer: who?.reference ?? row.customer,
  ...(who === undefined || who.name === '' ? {} : { customer_name: who.name }),
  occurred_at: formatInstant(row.occurred_at),
  recorded_at: formatInstant(row.recorded_at),
  ...(row.asset === null ? {} : { asset: row.asset }),
  ...(row.amount === null ? {} : { amount: row.amount }),
  ...(row.value_usd === null ? {} : { value_usd: dollars(row.value_usd) }),
  ...(row.rail === null ? {} : { rail: row.rail }),
  ...(row.address === null ? {} : { address: row.address }),
  outcome: row.outcome,
  scenarios: row.scenarios,
  journal: row.entry,
});

async function presentAll(tx: Tx, names: CustomerNames, found: readonly DecisionRow[]): Promise<EventRow[]> {
  const known = await names(tx, [...new Set(found.map((row) => row.customer))]);
  return found.map((row) => present(row, known.get(row.customer)));
}

export interface EventFilter {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly customer?: string | undefined;
  readonly outcome?: string | undefined;
  readonly type?: string | undefined;
}

/** Newest first by journal number. Failure: request.cursor_invalid. */
export async function eventPage(
  tx: Tx,
  names: CustomerNames,
  filter: EventFilter,
): Promise<{ items: EventRow[]; next?: string }> {
  const limit = filter.limit ?? 50;
  const found = await rows<DecisionRow>(
    tx,
    `select ${COLUMNS} from decisions.decision d
     where ($1::bigint is null or d.entry < $1) and ($2::text is null or d.customer = $2)
       and ($3::text is null or d.outcome = $3) and ($4::text is null or d.type = $4)
     order by d.entry desc limit $5`,
    [
      ...readCursor(filter.after, ['integer']),
      filter.customer ?? null,
      filter.outcome ?? null,
      filter.type ?? null,
      limit + 1,
    ],
  );
  const { page, next } = pageOf(found, limit, (last) => writeCursor([last.entry]));
  return {
    items: await presentAll(tx, names, page),
    ...next,
  };
}

/** Rows of these events, in the order asked. */
export async function eventRows(tx: Tx, names: CustomerNames, ids: readonly string[]): Promise<EventRow[]> {
  const found = await rows<DecisionRow>(
    tx,
    `select ${COLUMNS} from decisions.decision d where d.id = any ($1) order by array_position($1, d.id)`,
    [ids],
  );
  return presentAll(tx, names, found);
}

/** One event in full: the event as told, its decision, the hold as it is now. Failure: not_found. */
export async function eventView(tx: Tx, vault: Vault, id: string): Promise<EventView> {
  const found = await one<{ id: string; entity: string; customer: string; entry: number; bytes: Buffer }>(
    tx,
    `select d.id, d.entity, d.customer, d.entry, e.bytes from decisions.decision d join journal.entry e on e.number = d.entry
     where d.id = $1 or d.reference = $1 limit 1`,
    [id],
  );
  if (found === undefined) throw new Failure('missing', 'not_found', `no event ${id}`);
  const body = JSON.parse(found.bytes.toString('utf8')) as EntryBody;
  const data = body.data as DecidedData;
  const keys = await vault.existing(
    tx,
    (body.sealed ?? []).map((box) => box.person),
  );
  const answer = readAnswer(answerText(answeredBefore(found.id, body.at, data), found.entry));
  const hold = data.hold === null ? undefined : await holdOf(tx, data.hold.id);
  return {
    id: found.id,
    entity: found.entity,
    customer_id: found.customer,
    event: joinPersonal(data.event, personalOf(body, keys)),
    recorded_at: body.at,
    decision: {
      ...answer,
      ...(hold === undefined
        ? {}
        : {
            hold: {
              id: hold.id,
              state: hold.state,
              until: formatInstant(hold.until),
              ...(hold.decided_by === null ? {} : { decided_by: hold.decided_by }),
              ...(hold.decided_at === null ? {} : { decided_at: formatInstant(hold.decided_at) }),
              ...(hold.reason === null ? {} : { reason: hold.reason }),
            },
          }),
    },
  };
}

interface StoredHold {
  readonly id: string;
  readonly entity: string;
  readonly event: string;
  readonly customer: string;
  readonly state: HoldRow['state'];
  readonly placed_at: Instant;
  readonly until: Instant;
  readonly scenarios: string[];
  readonly decided_by: string | null;
  readonly decided_at: Instant | null;
  readonly reason: string | null;
  readonly asset: string | null;
  readonly amount: string | null;
}

const HOLDS = `select h.id, h.entity, h.event, h.customer, h.state, h.placed_at, h.until, h.scenarios, h.decided_by, h.decided_at,
  h.reason, d.asset, d.amount from decisions.hold h join decisions.decision d on d.id = h.event`;

export const holdOf = (tx: Tx, id: string): Promise<StoredHold | undefined> =>
  one<StoredHold>(tx, `${HOLDS} where h.id = $1`, [id]);

const presentHold = (hold: StoredHold, who: { name: string } | undefined): HoldRow => ({
  id: hold.id,
  entity: hold.entity,
  state: hold.state,
  event_id: hold.event,
  customer_id: hold.customer,
  ...(who === undefined || who.name === '' ? {} : { customer_name: who.name }),
  ...(hold.asset === null ? {} : { asset: hold.asset }),
  ...(hold.amount === null ? {} : { amount: hold.amount }),
  placed_at: formatInstant(hold.placed_at),
  until: formatInstant(hold.until),
  ...(hold.decided_by === null ? {} : { decided_by: hold.decided_by }),
  ...(hold.decided_at === null ? {} : { decided_at: formatInstant(hold.decided_at) }),
  ...(hold.reason === null ? {} : { reason: hold.reason }),
  scenarios: hold.scenarios,
});

export async function holdRow(tx: Tx, names: CustomerNames, id: string): Promise<HoldRow> {
  const hold = await holdOf(tx, id);
  if (hold === undefined) throw new Failure('missing', 'not_found', `no hold ${id}`);
  return presentHold(hold, (await names(tx, [hold.customer])).get(hold.customer));
}

/** Those that end first come first. Failure: request.cursor_invalid. */
export async function holdPage(
  tx: Tx,
  names: CustomerNames,
  filter: { after?: string | undefined; limit?: number | undefined; state?: string | undefined },
): Promise<{ items: HoldRow[]; next?: string }> {
  const limit = filter.limit ?? 50;
  const found = await rows<StoredHold>(
    tx,
    `${HOLDS} where ($1::text is null or h.state = $1) and ($2::timestamptz is null or (h.until, h.id) > ($2, $3))
     order by h.until, h.id limit $4`,
    [filter.state ?? null, ...readCursor(filter.after, ['instant', 'text']), limit + 1],
  );
  const { page, next } = pageOf(found, limit, (last) => writeCursor([formatInstant(last.until), last.id]));
  const known = await names(tx, [...new Set(page.map((hold) => hold.customer))]);
  return {
    items: page.map((hold) => presentHold(hold, known.get(hold.customer))),
    ...next,
  };
}
