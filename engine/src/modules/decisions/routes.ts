import { Readable } from 'node:stream';
import { recordPrices as recordPricesRoute } from '@atalaya/contract/activity.ts';
import {
  type BatchLine,
  decideBatch,
  decideEvent,
  getEvent,
  listEvents,
  listHolds,
  resolveHold as resolveHoldRoute,
} from '@atalaya/contract/decisions.ts';
import { Failure, isFailure } from '../../kernel/failure.ts';
import { type Database, read } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { problemOf } from '../../platform/http-problems.ts';
import type { Journal } from '../../platform/journal.ts';
import { type NdjsonLine, ndjsonGroups } from '../../platform/ndjson.ts';
import type { Vault } from '../../platform/vault.ts';
import { readEvent } from '../activity/event.ts';
import { type PriceBook, recordPrices } from '../activity/prices.ts';
import type { DecisionCore } from './core.ts';
import { resolveHold } from './holds.ts';
import type { LiveMonitor } from './monitor.ts';
import { type CustomerNames, eventPage, eventView, holdPage } from './queries.ts';

export interface DecisionPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly core: DecisionCore;
  readonly monitor: LiveMonitor;
  readonly prices: PriceBook;
  readonly names: CustomerNames;
  /** cus_… of an id that may be the exchange's own reference. */
  readonly customerId: (tx: Parameters<CustomerNames>[0], id: string) => Promise<string>;
  readonly now: () => number;
}

const GROUP_MAX = 500;
const BATCH_BYTES_MAX = 64 * 1024 * 1024;

export function mountDecisions(http: Http, ports: DecisionPorts): void {
  http.mountExpress(decideEvent, ({ body, entity, caller }) =>
    ports.core.decide(entity, caller.actor, readEvent(body, ports.now())),
  );

  http.mount(
    decideBatch,
    async ({ request, entity, caller, reply }) => {
      if (!isStream(request.body)) throw wrongDoor('a batch comes as application/x-ndjson');
      const answers = answerLines(ports, entity(), caller.actor, request.body);
      return reply.type('application/x-ndjson').send(Readable.from(answers));
    },
    { bodyLimit: BATCH_BYTES_MAX },
  );

  http.mount(getEvent, ({ scope, params }) =>
    read(ports.db, scope, (tx) => eventView(tx, ports.vault, params.id)),
  );

  http.mount(listEvents, ({ scope, query }) =>
    read(ports.db, scope, async (tx) =>
      eventPage(tx, ports.names, {
        ...query,
        ...(query.customer === undefined ? {} : { customer: await ports.customerId(tx, query.customer) }),
      }),
    ),
  );

  http.mount(listHolds, ({ scope, query }) =>
    read(ports.db, scope, (tx) => holdPage(tx, ports.names, query)),
  );

  http.mount(resolveHoldRoute, ({ scope, caller, params, body }) =>
    resolveHold(ports, { scope, actor: caller.actor }, params.id, body.action, body.reason),
  );

  http.mount(recordPricesRoute, async ({ scope, entity, caller, body }) => ({
    recorded: await recordPrices(ports, { scope, entity: entity(), actor: caller.actor }, body.prices),
  }));
}

/** Bodies that are not JSON arrive as streams, whatever they are. */
const isStream = (body: unknown): body is Readable => body instanceof Readable;
const wrongDoor = (message: string): Failure =>
  new Failure('caller', 'request.unsupported_media_type', message);

/** Answers in the order sent, a group at a time: the client's reading speed is the brake. */
async function* answerLines(
  ports: DecisionPorts,
  entity: string,
  actor: string,
  body: Readable,
): AsyncGenerator<string> {
  try {
    for await (const group of ndjsonGroups(body, GROUP_MAX)) {
      const answers = await Promise.all(group.map((line) => answerLine(ports, entity, actor, line)));
      yield answers.join('');
    }
  } catch (error) {
    if (!isFailure(error)) throw error;
    const row = error.details[0]?.row ?? 0;
    yield batchLine({ row, problem: problemOf(error) });
  }
}

const batchLine = (line: BatchLine): string => `${JSON.stringify(line)}\n`;

async function answerLine(
  ports: DecisionPorts,
  entity: string,
  actor: string,
  line: NdjsonLine,
): Promise<string> {
  const { row } = line;
  try {
    if (line.failure !== undefined) throw line.failure;
    const decision = await ports.core.decide(entity, actor, readEvent(line.value, ports.now()));
    return `{"row":${row},"decision":${decision}}\n`;
  } catch (error) {
    if (!isFailure(error)) throw error;
    const problem = problemOf(error);
    const errors = (problem.errors ?? [{ message: problem.detail }]).map((one) => ({ ...one, row }));
    return batchLine({ row, problem: { ...problem, errors } });
  }
}
