import type { EntityView, Role } from '@atalaya/contract/access.ts';
import type { Event } from '@atalaya/contract/activity.ts';
import type { CustomerInput, CustomerView } from '@atalaya/contract/customers.ts';
import type { Reason } from '@atalaya/contract/decisions.ts';
import { newId } from '../../../kernel/ids.ts';
import { formatInstant, type Instant, instantOf } from '../../../kernel/instant.ts';
import {
  asSystem,
  type Connection,
  type Database,
  one,
  openDatabase,
  type Tx,
  write,
} from '../../../platform/database.ts';
import { type Feed, type Reader, startFeed } from '../../../platform/feed.ts';
import { createHttp, type Http } from '../../../platform/http.ts';
import { createJournal, declareEntryTypes, type EntryType, type Journal } from '../../../platform/journal.ts';
import { createLog } from '../../../platform/log.ts';
import { createMetrics } from '../../../platform/metrics.ts';
import { createTestDatabase } from '../../../platform/testing/database.ts';
import { createVault, type Vault } from '../../../platform/vault.ts';
import { createEntity } from '../../access/entities.ts';
import { entryTypes as accessTypes } from '../../access/events.ts';
import { permissionsOf, withDeploymentGrants } from '../../access/permissions.ts';
import { actorNames, ensureUser } from '../../access/users.ts';
import { openPart, personalPart, readEvent } from '../../activity/event.ts';
import { entryTypes as customerTypes } from '../../customers/events.ts';
import { customerId, customerNames, customerView } from '../../customers/queries.ts';
import { loadRatingTables } from '../../customers/rating-tables.ts';
import { type CustomerPorts, mountCustomers } from '../../customers/routes.ts';
import {
  type DecidedData,
  entryTypes as decisionTypes,
  flagged,
  holdPlaced,
} from '../../decisions/events.ts';

/** An exchange with staff and customers on a real database, for tests of what comes after decisions. */
export interface House {
  readonly db: Database;
  /** Superuser of the house's own database, and its key-encryption key. */
  readonly config: Connection;
  readonly kek: Buffer;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly http: Http;
  readonly entities: ReadonlyMap<string, EntityView>;
  readonly ports: HousePorts;
  /** Milliseconds the clock of journal and ports is ahead of the real one. */
  readonly clock: { ahead_ms: number };
  /** What later modules do in the transaction of an erasure. */
  readonly eraseWith: CustomerPorts['eraseWith'][number][];
  customer(entity: EntityView, given?: Partial<CustomerInput>): Promise<CustomerView>;
  entity(code: string, jurisdiction: string, currency: string, taxId?: string): Promise<EntityView>;
  staff(name: string, role: Role, entity: EntityView): Promise<Staff>;
  flag(entity: EntityView, events: readonly FlaggedEvent[]): Promise<string[]>;
  read(readers: readonly Reader[]): void;
  /** Every flagged event that was committed has been worked by the alert reader. */
  worked(): Promise<void>;
  close(): Promise<void>;
}

export interface HousePorts {
  readonly names: typeof customerNames;
  readonly actorNames: typeof actorNames;
  readonly customerId: typeof customerId;
  readonly customerView: (tx: Tx, id: string) => Promise<CustomerView>;
  readonly entityOf: (id: string) => EntityView;
  readonly now: () => Instant;
}

export interface Staff {
  readonly id: string;
  readonly ask: (method: 'GET' | 'POST' | 'PUT' | 'PATCH', url: string, payload?: unknown) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly raw: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever was answered
  readonly body: any;
}

export interface FlaggedEvent {
  readonly customer: string;
  readonly event: Event;
  readonly findings: readonly Partial<Reason>[];
  readonly value_usd?: number | null;
  readonly gathered?: Partial<DecidedData['gathered']>;
  readonly outcome?: DecidedData['outcome'];
}

const rosa: CustomerInput = {
  kind: 'person',
  name: { given: 'Rosa María', paternal: 'Ficticia', maternal: 'Peña' },
  birth_date: '1988-02-14',
  country: 'MX',
  nationality: 'MX',
  occupation: 'employed',
  activity_code: '8944098',
  purpose: 'savings',
  declared_monthly_income: { asset: 'MXN', amount: '18000' },
};

export const texts = (es: string) => ({ es, pt: `${es} (pt)`, en: `${es} (en)` });

const reasonOf = (given: Partial<Reason>): Reason => ({
  scenario: 'structuring',
  severity: 'medium',
  outcome: 'review',
  title: texts('Fraccionamiento'),
  text: texts('Tres depósitos bajo el umbral'),
  values: [],
  ...given,
});

function decidedOf(given: FlaggedEvent): DecidedData {
  const { event } = given;
  const findings = given.findings.map(reasonOf);
  const outcome = given.outcome ?? findings[0]?.outcome ?? 'review';
  const wallet = 'wallet' in event ? event.wallet : undefined;
  return {
    reference: event.id,
    content: '00'.repeat(32),
    customer: given.customer,
    type: event.type,
    occurred_at: event.occurred_at,
    asset: 'asset' in event ? event.asset : null,
    amount: 'amount' in event ? event.amount : null,
    value_usd: given.value_usd ?? null,
    rail: 'rail' in event ? event.rail : null,
    network: wallet?.network ?? null,
    address: wallet?.address ?? null,
    event: JSON.parse(openPart(readEvent(event, Date.now()))) as object,
    gathered: { jurisdiction: 'MX', currency: 'MXN', customer: { kind: 'person' }, ...given.gathered },
    facts: {},
    findings,
    outcome,
    scenarios: findings.map(({ scenario }) => scenario),
    message: null,
    rule_set: 'test',
    versions: { policy: 1, matching: 'test' },
    lists: {},
    hold:
      outcome === 'hold'
        ? { id: newId('hld'), until: formatInstant(instantOf(Date.now() + 86_400_000)) }
        : null,
  };
}

async function writeFlagged(
  db: Database,
  journal: Journal,
  entity: string,
  events: readonly FlaggedEvent[],
): Promise<string[]> {
  const decided = events.map((given) => {
    const personal = personalPart(readEvent(given.event, Date.now()), null);
    return {
      entity,
      actor: 'key_test',
      subject: newId('evt'),
      data: decidedOf(given),
      ...(personal === null
        ? {}
        : { personal: { person: given.customer, content: JSON.parse(personal) as object } }),
    };
  });
  await write(db, { entities: [entity] }, async (tx) => {
    await journal.recordMany(tx, flagged, decided);
    await journal.recordMany(
      tx,
      holdPlaced,
      decided.flatMap(({ subject, actor, data }) =>
        data.hold === null
          ? []
          : [
              {
                entity,
                actor,
                subject,
                data: {
                  customer: data.customer,
                  scenarios: data.scenarios,
                  hold: { ...data.hold, state: 'held' as const },
                },
              },
            ],
      ),
    );
  });
  return decided.map(({ subject }) => subject);
}

const unread = async (tx: Tx): Promise<number> =>
  (
    await one<{ count: number }>(
      tx,
      `select count(*) as count from journal.entry e left join journal.cursor c on c.reader = 'alerts'
       where e.type = 'decisions.flagged' and (c.reader is null or (e.xid, e.number) > (c.xid, c.number))`,
    )
  )?.count ?? 0;

/** `entryTypes`: those of the modules under test. */
export async function startHouse(entryTypes: readonly EntryType[]): Promise<House> {
  const test = await createTestDatabase();
  const db = openDatabase(test.config, { app: 6, system: 4 });
  const kek = Buffer.alloc(32, 5);
  const vault = createVault(kek);
  const clock = { ahead_ms: 0 };
  const now = (): Instant => instantOf(Date.now() + clock.ahead_ms);
  const journal = createJournal(vault, now);
  await asSystem(db, (tx) =>
    declareEntryTypes(tx, journal, [...accessTypes, ...customerTypes, ...decisionTypes, ...entryTypes]),
  );
  const entities = new Map<string, EntityView>();
  const tables = loadRatingTables();
  const eraseWith: CustomerPorts['eraseWith'][number][] = [];
  const grants = new Map<string, { entity: string; role: Role }>();
  const log = createLog('silent');
  const http = createHttp({
    log,
    metrics: createMetrics(),
    bodyLimit: 1024 * 1024,
    authenticate: async (request) => {
      const actor = String(request.headers['x-staff']);
      const held = grants.get(actor);
      const own = new Map(held === undefined ? [] : [[held.entity, permissionsOf([held.role])]]);
      return { actor, kind: 'staff', name: actor, grants: withDeploymentGrants(own) };
    },
  });
  const ports: HousePorts = {
    names: customerNames,
    actorNames,
    customerId,
    customerView: (tx, id) => customerView(tx, tables.rating, id),
    entityOf: (id) => {
      const found = entities.get(id);
      if (found === undefined) throw new Error(`no entity ${id}`);
      return found;
    },
    now,
  };
  mountCustomers(http, {
    db,
    journal,
    vault,
    tables,
    now,
    changed: () => undefined,
    erased: () => undefined,
    eraseWith,
    activityOf: async () => new Map(),
  });
  const feeds: Feed[] = [];
  return {
    db,
    config: test.config,
    kek,
    journal,
    vault,
    http,
    entities,
    ports,
    clock,
    eraseWith,
    async customer(entity, given = {}) {
      const reply = await http.app.inject({
        method: 'PUT',
        url: `/v1/customers/${newId('per')}`,
        headers: { 'x-staff': `officer of ${entity.id}` },
        payload: { ...rosa, ...given },
      });
      if (reply.statusCode !== 200) throw new Error(reply.body);
      return reply.json();
    },
    async entity(code, jurisdiction, currency, taxId = 'CNO200101AB1') {
      const made = await createEntity({ db, journal }, 'system:test', {
        code,
        name: `Casa ${code}`,
        jurisdiction,
        currency,
        time_zone: 'America/Mexico_City',
        tax_id: taxId,
        platform_domain: 'app.casa-norte.example',
      });
      entities.set(made.id, made);
      grants.set(`officer of ${made.id}`, { entity: made.id, role: 'officer' });
      return made;
    },
    async staff(name, role, entity) {
      const email = `${name.toLowerCase()}.${role}@${entity.code}.example`;
      const { id } = await ensureUser(
        { db, journal },
        { name, email, grants: [{ entity: entity.id, role }] },
      );
      grants.set(id, { entity: entity.id, role });
      const ask: Staff['ask'] = async (method, url, payload) => {
        const reply = await http.app.inject({
          method,
          url,
          headers: {
            'x-staff': id,
            ...(payload instanceof Buffer ? { 'content-type': 'application/pdf' } : {}),
          },
          ...(payload === undefined ? {} : { payload: payload as object }),
        });
        const json = String(reply.headers['content-type']).includes('json');
        return {
          status: reply.statusCode,
          headers: reply.headers,
          raw: reply.rawPayload,
          body: json ? reply.json() : reply.body,
        };
      };
      return { id, ask };
    },
    flag: (entity, events) => writeFlagged(db, journal, entity.id, events),
    read(readers) {
      const feed = startFeed(db, readers, log);
      feeds.push(feed);
    },
    async worked() {
      // Another transaction of the server, of whatever database, may hold the reader back for a moment.
      for (let left = 1; left > 0; ) {
        for (const feed of feeds) await feed.settled();
        left = await asSystem(db, (tx) => unread(tx));
      }
    },
    async close() {
      for (const feed of feeds) await feed.stop();
      await http.app.close();
      await db.close();
      await test.drop();
    },
  };
}

let counter = 0;
/** A deposit by bank unless said otherwise, with an id of its own. */
export const depositOf = (given: Partial<Event> = {}): Event => {
  counter += 1;
  return {
    id: `ev-${counter}`,
    type: 'deposit',
    occurred_at: formatInstant(instantOf(Date.now() - 60_000)),
    customer: 'C-1',
    asset: 'MXN',
    amount: '20000.00',
    ...(['trade', 'p2p_order', 'transfer', 'login'].includes(given.type ?? '') ? {} : { rail: 'bank' }),
    ...given,
  } as Event;
};
