import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { severityRank } from '../alerts/alert.ts';
import { type Casework, type Joining, joinCases, type RaisedAlert } from '../alerts/casework.ts';
import { investigationDue } from './deadlines.ts';
import { caseOpened } from './events.ts';

export interface CaseworkPorts {
  readonly journal: Journal;
  readonly now?: () => Instant;
}

/** What alerts ask of cases. Whoever calls holds `lockCasework` of the alerts' entities. */
export function createCasework(ports: CaseworkPorts): Casework {
  return {
    async take(tx, actor, raised) {
      const open = await openCasesOf(tx, raised);
      const grave = gravestByCustomer(raised.filter((alert) => alert.opensCase && !open.has(alert.customer)));
      for (const [customer, caseId] of await openCases(tx, ports, actor, grave)) open.set(customer, caseId);
      const waiting = await waitingAlerts(tx, [...new Set(grave.map(({ customer }) => customer))]);
      const joining = new Map([...waiting, ...raised].map((alert) => [alert.id, alert]));
      await joinCases(
        tx,
        ports.journal,
        actor,
        [...joining.values()].flatMap((alert): Joining[] => {
          const caseId = open.get(alert.customer);
          return caseId === undefined ? [] : [{ caseId, alert, state: 'open' }];
        }),
      );
    },

    async escalate(tx, actor, alert, note) {
      const open = await openCasesOf(tx, [alert]);
      const caseId =
        open.get(alert.customer) ?? (await openCases(tx, ports, actor, [alert])).get(alert.customer) ?? '';
      const others = open.has(alert.customer) ? [] : await waitingAlerts(tx, [alert.customer]);
      await joinCases(tx, ports.journal, actor, [
        { caseId, alert, state: 'open', note },
        ...others
          .filter(({ id }) => id !== alert.id)
          .map((other): Joining => ({ caseId, alert: other, state: 'open' })),
      ]);
      return caseId;
    },
  };
}

/** What a case is opened about. */
type CaseSubject = Pick<RaisedAlert, 'entity' | 'customer' | 'title' | 'severity'>;

/** The customer's open case, or a new one; whoever calls holds `lockCasework` of the entity. Gives the case's id. */
export async function caseFor(
  tx: Tx,
  ports: CaseworkPorts,
  actor: string,
  subject: CaseSubject,
): Promise<string> {
  const { customer } = subject;
  const open = (await openCasesOf(tx, [subject])).get(customer);
  return open ?? (await openCases(tx, ports, actor, [subject])).get(customer) ?? '';
}

/** Customer → their open case. */
async function openCasesOf(
  tx: Tx,
  raised: readonly Pick<CaseSubject, 'customer'>[],
): Promise<Map<string, string>> {
  const found = await rows<{ id: string; customer: string }>(
    tx,
    `select id, customer from cases.case
     where customer = any ($1) and state in ('open', 'investigating', 'proposed')`,
    [[...new Set(raised.map(({ customer }) => customer))]],
  );
  return new Map(found.map(({ customer, id }) => [customer, id]));
}

/** Nothing of a customer waits in the queue while a case is open: it would be judged without the rest. */
const waitingAlerts = (
  tx: Tx,
  customers: readonly string[],
): Promise<{ id: string; entity: string; customer: string }[]> =>
  customers.length === 0
    ? Promise.resolve([])
    : rows(
        tx,
        "select id, entity, customer from alerts.alert where state = 'open' and customer = any ($1) order by id for update",
        [customers],
      );

function gravestByCustomer(raised: readonly RaisedAlert[]): RaisedAlert[] {
  const gravest = new Map<string, RaisedAlert>();
  for (const alert of raised) {
    const before = gravest.get(alert.customer);
    if (before === undefined || severityRank(alert.severity) > severityRank(before.severity))
      gravest.set(alert.customer, alert);
  }
  return [...gravest.values()];
}

/** One case for each of these, numbered after the last of its entity; the lock keeps numbers without gaps. */
async function openCases(
  tx: Tx,
  { journal, now = () => instantOf(Date.now()) }: CaseworkPorts,
  actor: string,
  alerts: readonly CaseSubject[],
): Promise<Map<string, string>> {
  if (alerts.length === 0) return new Map();
  const last = await rows<{ entity: string; number: number }>(
    tx,
    'select entity, max(number) as number from cases.case where entity = any ($1) group by entity',
    [[...new Set(alerts.map(({ entity }) => entity))]],
  );
  const numbers = new Map(last.map(({ entity, number }) => [entity, number]));
  const entries = alerts.map(({ entity, customer, title, severity }) => {
    const number = (numbers.get(entity) ?? 0) + 1;
    numbers.set(entity, number);
    const due = investigationDue(severity, now());
    return {
      entity,
      actor,
      subject: newId('cas'),
      data: {
        number,
        customer,
        title,
        state: 'open' as const,
        due_at: formatInstant(due.at),
        due_basis: due.basis,
      },
    };
  });
  await journal.recordMany(tx, caseOpened, entries);
  return new Map(entries.map(({ data, subject }) => [data.customer, subject]));
}
