import type { Problem } from '../../cli/src/verify/findings.ts';
import { type Place, pick, someRow, type Tampering } from './tampering.ts';

const differs =
  (table: string, column?: string) =>
  ({ key = '' }: Place): Partial<Problem> => ({
    kind: 'state_differs',
    table,
    key,
    ...(column === undefined ? {} : { column }),
  });

/** A row of a table changed in place. */
const rowChanged = (name: string, table: string, column: string, set: string, where = 'true'): Tampering => ({
  name,
  async commit(hand) {
    const id = await someRow(hand, table, 'id', where);
    await hand.change(`update ${table} set ${set} where id = $1`, [id]);
    return { key: JSON.stringify({ id }) };
  },
  names: differs(table, column),
});

/** Tables of state changed behind the journal's back. */
export const TABLE_TAMPERINGS: readonly Tampering[] = [
  rowChanged(
    'a decision made milder in its table',
    'decisions.decision',
    'outcome',
    "outcome = 'allow'",
    "outcome <> 'allow'",
  ),
  rowChanged(
    'a decision given to another customer',
    'decisions.decision',
    'customer',
    "customer = 'cus_other'",
  ),
  rowChanged(
    'an amount of a decision changed',
    'decisions.decision',
    'amount',
    "amount = '0.01'",
    'amount is not null',
  ),
  rowChanged(
    'a customer’s rating lowered',
    'customers.customer',
    'rating',
    "rating = 'low'",
    "rating <> 'low'",
  ),
  rowChanged(
    'a customer’s name changed',
    'customers.person',
    'details',
    `details = jsonb_set(details, '{tampered}', '"yes"')`,
  ),
  rowChanged(
    'the rights of an API key widened',
    'access.api_key',
    'permissions',
    `permissions = permissions || '"cases:decide"'`,
  ),
  {
    name: 'a hold released without an entry',
    async commit(hand) {
      const id = await someRow(hand, 'decisions.hold', 'id', "state = 'held'");
      await hand.change("update decisions.hold set state = 'released' where id = $1", [id]);
      return { key: JSON.stringify({ id }) };
    },
    names: differs('decisions.hold', 'state'),
  },
  {
    name: 'a decision taken out of its table',
    async commit(hand) {
      const id = await someRow(hand, 'decisions.decision', 'id');
      await hand.change('delete from decisions.decision where id = $1', [id]);
      return { key: JSON.stringify({ id }) };
    },
    names: differs('decisions.decision'),
  },
  {
    name: 'a decision put into its table',
    async commit(hand) {
      const id = await someRow(hand, 'decisions.decision', 'id');
      await hand.change(
        `insert into decisions.decision select (jsonb_populate_record(d, '{"id": "evt_forged", "reference": "forged"}')).*
         from decisions.decision d where id = $1`,
        [id],
      );
      return { key: '{"id":"evt_forged"}' };
    },
    names: differs('decisions.decision'),
  },
  {
    name: 'a reference price changed',
    async commit(hand) {
      const found = await hand.rows(
        'select entity, asset, currency, to_char(at at time zone \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\') as at from activity.price order by 1, 2, 3, 4',
      );
      const { entity, asset, currency, at } = pick(hand.random, found);
      await hand.change(
        "update activity.price set price = '1' where entity = $1 and asset = $2 and currency = $3 and at = $4",
        [entity, asset, currency, at],
      );
      return {};
    },
    names: () => ({ kind: 'state_differs', table: 'activity.price', column: 'price' }),
  },
];
