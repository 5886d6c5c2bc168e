import { Readable } from 'node:stream';
import {
  type CustomerBatchLine,
  eraseCustomer as eraseCustomerRoute,
  getCustomer,
  listCustomers,
  putCustomer as putCustomerRoute,
  putCustomers as putCustomersRoute,
  setRelationship as setRelationshipRoute,
} from '@atalaya/contract/customers.ts';
import { type Failure, isFailure } from '../../kernel/failure.ts';
import { read } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { problemOf } from '../../platform/http-problems.ts';
import { type NdjsonLine, ndjsonGroups } from '../../platform/ndjson.ts';
import { type ProvenCustomer, readCustomer, readCustomerLine } from './customer.ts';
import {
  eraseCustomer,
  putCustomer,
  putCustomers,
  setRelationship,
  type CustomerPorts as VerbPorts,
} from './customers.ts';
import { type ActivityOf, customerPage, customerView } from './queries.ts';

export interface CustomerPorts extends VerbPorts {
  readonly activityOf: ActivityOf;
}

const GROUP_MAX = 500;
const BATCH_BYTES_MAX = 256 * 1024 * 1024;

export function mountCustomers(http: Http, ports: CustomerPorts): void {
  http.mount(putCustomerRoute, async ({ params, body, entity, caller }) => {
    const call = { actor: caller.actor, entity: entity() };
    const id = await putCustomer(ports, call, readCustomer(params.reference, body, ports.now()));
    return read(ports.db, { entities: [call.entity] }, (tx) => customerView(tx, ports.tables.rating, id));
  });

  http.mount(
    putCustomersRoute,
    async ({ request, entity, caller, reply }) => {
      const call = { actor: caller.actor, entity: entity() };
      return reply
        .type('application/x-ndjson')
        .send(Readable.from(answerLines(ports, call, request.body as Readable)));
    },
    { bodyLimit: BATCH_BYTES_MAX },
  );

  http.mount(getCustomer, ({ scope, params }) =>
    read(ports.db, scope, (tx) => customerView(tx, ports.tables.rating, params.id)),
  );

  http.mount(listCustomers, ({ scope, query }) =>
    read(ports.db, scope, (tx) => customerPage(tx, ports.activityOf, query)),
  );

  http.mount(setRelationshipRoute, ({ scope, caller, params, body }) =>
    setRelationship(ports, { scope, actor: caller.actor }, params.id, body),
  );

  http.mount(eraseCustomerRoute, ({ scope, caller, params, body }) =>
    eraseCustomer(ports, { scope, actor: caller.actor }, params.id, body),
  );
}

/** Answers in the order sent, a group at a time: good lines go in, each bad one comes back with its row. */
async function* answerLines(
  ports: CustomerPorts,
  call: { actor: string; entity: string },
  body: Readable,
): AsyncGenerator<string> {
  try {
    for await (const group of ndjsonGroups(body, GROUP_MAX))
      for (const line of await answerGroup(ports, call, group)) yield `${JSON.stringify(line)}\n`;
  } catch (error) {
    if (!isFailure(error)) throw error;
    yield `${JSON.stringify(refused(error.details[0]?.row ?? 0, error))}\n`;
  }
}

async function answerGroup(
  ports: CustomerPorts,
  call: { actor: string; entity: string },
  group: readonly NdjsonLine[],
): Promise<CustomerBatchLine[]> {
  const proven = group.map((line) => prove(ports, line));
  const good = proven.filter((one): one is ProvenCustomer => !isFailure(one));
  const results = await putCustomers(ports, call, good);
  let next = 0;
  return group.map(({ row }, i) => {
    const one = proven[i];
    if (one === undefined || isFailure(one)) return refused(row, one as Failure);
    const result = results[next++];
    if (result === undefined || isFailure(result)) return refused(row, result as Failure);
    return { row, reference: one.reference, id: result.id };
  });
}

function prove(ports: CustomerPorts, line: NdjsonLine): ProvenCustomer | Failure {
  try {
    return line.failure ?? readCustomerLine(line.value, ports.now());
  } catch (error) {
    if (isFailure(error)) return error;
    throw error;
  }
}

function refused(row: number, failure: Failure): CustomerBatchLine {
  const problem = problemOf(failure);
  const errors = problem.errors ?? [{ message: problem.detail }];
  return { row, problem: { ...problem, errors: errors.map((one) => ({ ...one, row })) } };
}
