import type { CustomerRow, CustomerView } from '@atalaya/contract/customers.ts';
import { Failure } from '../../kernel/failure.ts';
import { isId } from '../../kernel/ids.ts';
import { pageOf } from '../../platform/cursor.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { KnownCustomer } from './known.ts';
import type { RatingTable } from './rating-tables.ts';
import {
  type CustomerActivity,
  knownOf,
  present,
  presentRow,
  STORED,
  type StoredCustomer,
} from './tables.ts';

/**
 * One stored customer of the scope, by our id or the exchange's. Failures: customers.unknown, access.entity_required
 * (several obliged entities in the scope know that reference).
 */
export async function storedCustomer(tx: Tx, id: string, suffix = ''): Promise<StoredCustomer> {
  const column = isId('cus', id) ? 'id' : 'reference';
  const found = await rows<StoredCustomer>(tx, `${STORED} where c.${column} = $1 ${suffix}`, [id]);
  const [customer] = found;
  if (customer === undefined)
    throw new Failure('missing', 'customers.unknown', 'the customer is not registered');
  if (found.length > 1)
    throw new Failure(
      'caller',
      'access.entity_required',
      'name the obliged entity in the header atalaya-entity',
      [{ field: 'atalaya-entity', message: found.map((one) => one.entity).join(', ') }],
    );
  return customer;
}

/** cus_… of an id that may be the exchange's own. Failures as `storedCustomer`. */
export const customerId = async (tx: Tx, id: string): Promise<string> => (await storedCustomer(tx, id)).id;

/** One customer as people see it. Failures as `storedCustomer`. */
export const customerView = async (tx: Tx, table: RatingTable, id: string): Promise<CustomerView> =>
  present(await storedCustomer(tx, id), table);

export interface CustomerFilter {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly q?: string | undefined;
  readonly rating?: string | undefined;
  readonly state?: string | undefined;
}

/** What later modules know: open alerts and last event of these customers; absent where there is nothing. */
export type ActivityOf = (tx: Tx, ids: readonly string[]) => Promise<ReadonlyMap<string, CustomerActivity>>;

/** A search looks at no more than this many matches. */
const MATCHES_MAX = 2_000;

/** Newest first; `after` is the id of the last row seen. */
export async function customerPage(
  tx: Tx,
  activityOf: ActivityOf,
  filter: CustomerFilter,
): Promise<{ items: CustomerRow[]; next?: string }> {
  const limit = filter.limit ?? 50;
  const query = filter.q?.trim() ?? '';
  const found = await rows<StoredCustomer>(
    tx,
    `${STORED} where ($1::text is null or c.id < $1) and ($2::text is null or c.rating = $2)
       and ($3::text is null or c.state = $3)
       ${query === '' ? 'and $4::text = $4' : `and c.id in (select customers.matching($4, ${MATCHES_MAX}))`}
     order by c.id desc limit $5`,
    [filter.after ?? null, filter.rating ?? null, filter.state ?? null, query, limit + 1],
  );
  const { page, next } = pageOf(found, limit, ({ id }) => id);
  const activity = await activityOf(
    tx,
    page.map((one) => one.id),
  );
  return {
    items: page.map((one) => presentRow(one, activity.get(one.id))),
    ...next,
  };
}

/** Names to show beside ids; the name is empty once erased. */
export async function customerNames(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { name: string; reference: string }>> {
  const found = await rows<{ id: string; reference: string; name: string | null }>(
    tx,
    `select c.id, c.reference, p.display_name as name
     from customers.customer c left join customers.person p on p.id = c.id where c.id = any ($1)`,
    [ids],
  );
  return new Map(found.map(({ id, reference, name }) => [id, { name: name ?? '', reference }]));
}

/** What monitoring knows of these customers; the unknown are absent. */
export async function knownCustomers(
  tx: Tx,
  wanted: readonly { readonly entity: string; readonly reference: string }[],
): Promise<KnownCustomer[]> {
  const found = await rows<StoredCustomer>(
    tx,
    `${STORED} join unnest($1::text[], $2::text[]) as w (entity, reference)
     on c.entity = w.entity and c.reference = w.reference`,
    [wanted.map((one) => one.entity), wanted.map((one) => one.reference)],
  );
  return found.map(knownOf);
}

/** The page is chosen first: joined before, PostgreSQL would read the other table from its beginning for every page. */
const PAGE_AFTER = `${STORED}
  where c.id in (select id from customers.customer where id > $1 order by id limit $2) order by c.id`;

/** What monitoring knows of the next customers after an id, in the order of ids. */
export const knownAfter = async (tx: Tx, id: string, limit: number): Promise<KnownCustomer[]> =>
  (await rows<StoredCustomer>(tx, PAGE_AFTER, [id, limit])).map(knownOf);

export const knownByIds = async (tx: Tx, ids: readonly string[]): Promise<KnownCustomer[]> =>
  (await rows<StoredCustomer>(tx, `${STORED} where c.id = any ($1)`, [ids])).map(knownOf);
