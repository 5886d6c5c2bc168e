import type { AlertRow } from '@atalaya/contract/alerts.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { pageOf, readCursor, writeCursor } from '../../platform/cursor.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
import { type CustomerNames, dollars } from '../decisions/queries.ts';

interface StoredAlert {
  readonly id: string;
  readonly entity: string;
  readonly state: AlertRow['state'];
  readonly severity: AlertRow['severity'];
  readonly scenario: string;
  readonly title: Texts;
  readonly customer: string;
  readonly opened_at: Instant;
  readonly last_finding_at: Instant;
  readonly findings: number;
  readonly value_usd: number | null;
  readonly assets: string[];
  readonly assignee: string | null;
  readonly case_id: string | null;
  readonly due_at: Instant;
  readonly rank: number;
}

/** Must be the expression of the index alert_queue. */
const RANK = `array_position('{low,medium,high,critical}'::text[], a.severity)`;
const COLUMNS = `a.id, a.entity, a.state, a.severity, a.scenario, a.title, a.customer, a.opened_at, a.last_finding_at,
  a.findings, a.value_usd, a.assets, a.assignee, a.case_id, a.due_at, ${RANK} as rank`;

/** Display names of staff and keys. */
export type ActorNames = (tx: Tx, actors: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export interface NamePorts {
  readonly names: CustomerNames;
  readonly actorNames: ActorNames;
}

async function present(tx: Tx, ports: NamePorts, found: readonly StoredAlert[]): Promise<AlertRow[]> {
  const customers = await ports.names(tx, [...new Set(found.map(({ customer }) => customer))]);
  const actors = await ports.actorNames(tx, [
    ...new Set(found.flatMap(({ assignee }) => (assignee === null ? [] : [assignee]))),
  ]);
  return found.map((alert) => {
    const { customer, value_usd, assignee, case_id } = alert;
    const who = customers.get(customer);
    const name = assignee === null ? undefined : actors.get(assignee);
    return {
      id: alert.id,
      entity: alert.entity,
      state: alert.state,
      severity: alert.severity,
      scenario: alert.scenario,
      title: alert.title,
      customer_id: customer,
      customer: who?.reference ?? customer,
      ...(who === undefined || who.name === '' ? {} : { customer_name: who.name }),
      opened_at: formatInstant(alert.opened_at),
      last_finding_at: formatInstant(alert.last_finding_at),
      findings: alert.findings,
      ...(value_usd === null ? {} : { value_usd: dollars(value_usd) }),
      assets: alert.assets,
      ...(assignee === null ? {} : { assignee }),
      ...(name === undefined ? {} : { assignee_name: name }),
      ...(case_id === null ? {} : { case_id }),
      due_at: formatInstant(alert.due_at),
    };
  });
}

/** Failure: alerts.unknown. */
export async function alertRow(tx: Tx, ports: NamePorts, id: string): Promise<AlertRow> {
  const found = await one<StoredAlert>(tx, `select ${COLUMNS} from alerts.alert a where a.id = $1`, [id]);
  const [row] = found === undefined ? [] : await present(tx, ports, [found]);
  if (row === undefined) throw new Failure('missing', 'alerts.unknown', `no alert ${id}`);
  return row;
}

/** The alerts of a case, the most severe first. */
export const alertsOfCase = async (tx: Tx, ports: NamePorts, caseId: string): Promise<AlertRow[]> =>
  present(
    tx,
    ports,
    await rows<StoredAlert>(
      tx,
      `select ${COLUMNS} from alerts.alert a where a.case_id = $1 order by rank desc, a.opened_at, a.id`,
      [caseId],
    ),
  );

export interface AlertFilter {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly state?: string | undefined;
  readonly severity?: string | undefined;
  readonly scenario?: string | undefined;
  /** cus_… */
  readonly customer?: string | undefined;
  /** usr_… or `none` */
  readonly assignee?: string | undefined;
  readonly asset?: string | undefined;
}

const WHERE = `($1::text is null or a.state = $1) and ($2::text is null or a.severity = $2)
  and ($3::text is null or a.scenario = $3) and ($4::text is null or a.customer = $4)
  and ($5::text is null or (case when $5 = 'none' then a.assignee is null else a.assignee = $5 end))
  and ($6::text is null or a.assets ? $6)`;

/** Most severe first, then the oldest. Failure: request.cursor_invalid. */
export async function alertPage(
  tx: Tx,
  ports: NamePorts,
  filter: AlertFilter,
): Promise<{ items: AlertRow[]; next?: string; total: number }> {
  const limit = filter.limit ?? 50;
  const { state, severity, scenario, customer, assignee, asset } = filter;
  const wanted = [state, severity, scenario, customer, assignee, asset].map((one) => one ?? null);
  const found = await rows<StoredAlert>(
    tx,
    `select ${COLUMNS} from alerts.alert a where ${WHERE}
       and ($7::int is null or ${RANK} < $7 or (${RANK} = $7 and (a.opened_at, a.id) > ($8::timestamptz, $9::text)))
     order by ${RANK} desc, a.opened_at, a.id limit $10`,
    [...wanted, ...readCursor(filter.after, ['integer', 'instant', 'text']), limit + 1],
  );
  const counted = await one<{ total: number }>(
    tx,
    `select count(*) as total from alerts.alert a where ${WHERE}`,
    wanted,
  );
  const { page, next } = pageOf(found, limit, (last) =>
    writeCursor([last.rank, formatInstant(last.opened_at), last.id]),
  );
  return {
    items: await present(tx, ports, page),
    total: counted?.total ?? 0,
    ...next,
  };
}
