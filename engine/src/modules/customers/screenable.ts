import type { RiskRating } from '@atalaya/contract/customers.ts';
import type { Instant } from '../../kernel/instant.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { PersonalDetails, Profile } from './customer.ts';

/** What of a customer is compared with lists. */
export interface ScreenableCustomer {
  readonly id: string;
  readonly entity: string;
  readonly name: string;
  readonly rating: RiskRating;
  readonly profile: Profile;
  readonly details: PersonalDetails;
  readonly created_at: Instant;
}

const SCREENABLE = `select c.id, c.entity, p.display_name as name, c.rating, c.profile, p.details, c.created_at
  from customers.customer c join customers.person p on p.id = c.id`;

/** These customers; the erased and the nameless are absent. */
export const screenableByIds = (tx: Tx, ids: readonly string[]): Promise<ScreenableCustomer[]> =>
  rows<ScreenableCustomer>(tx, `${SCREENABLE} where c.id = any ($1) and p.display_name <> '' order by c.id`, [
    ids,
  ]);

/** The whole base by id, a page at a time. Both tables are entered behind the last page: one alone would be read from its beginning. */
export const screenablePage = (tx: Tx, after: string, limit: number): Promise<ScreenableCustomer[]> =>
  rows<ScreenableCustomer>(
    tx,
    `${SCREENABLE} where c.id > $1 and p.id > $1 and p.display_name <> '' order by c.id limit $2`,
    [after, limit],
  );

export async function countScreenable(tx: Tx): Promise<number> {
  const [row] = await rows<{ n: number }>(
    tx,
    `select count(*) as n from customers.person where display_name <> ''`,
  );
  return row?.n ?? 0;
}
