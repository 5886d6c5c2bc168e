import type { Event } from '@atalaya/contract/activity.ts';
import type { RiskRating } from '@atalaya/contract/customers.ts';
import { formatInstant, type Instant } from '../kernel/instant.ts';
import { actorNames } from '../modules/access/users.ts';
import { eventDetails } from '../modules/cases/event-details.ts';
import { customerId, customerNames } from '../modules/customers/queries.ts';
import { flagged } from '../modules/decisions/events.ts';
import { mountEcosystem } from '../modules/screening/ecosystem-routes.ts';
import { mountHits } from '../modules/screening/hit-routes.ts';
import { expireClearances } from '../modules/screening/hits.ts';
import { customerScreener } from '../modules/screening/reactions.ts';
import { mountScreening } from '../modules/screening/routes.ts';
import { failRun } from '../modules/screening/run-progress.ts';
import { announceDelta, type RunPorts, workRun } from '../modules/screening/runs.ts';
import { type PartyPorts, type SeenParty, screenSeen } from '../modules/screening/screen-parties.ts';
import type { Screening } from '../modules/screening/screening.ts';
import { workTrial } from '../modules/screening/trials.ts';
import {
  enqueueDue,
  type FetchPorts,
  fetchList,
  mountFetch,
  watchFreshness,
} from '../modules/watchlists/fetch-lists.ts';
import { mountOwnership, OWNERSHIP_LIST, refreshOwnership } from '../modules/watchlists/ownership-routes.ts';
import { mountWatchlists } from '../modules/watchlists/routes.ts';
import { rows, type Tx } from '../platform/database.ts';
import type { Reader } from '../platform/feed.ts';
import type { Http } from '../platform/http.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Clockwork } from './clockwork.ts';
import type { Foundation } from './foundation.ts';
import type { Releasing } from './releasing.ts';

const RUNS = 'screening-run';
const FETCHES = 'list-fetch';

const MINUTE_MS = 60_000;

/** Lists, their life, and everybody screened against them: routes, readers behind the reply, jobs and clocks. */
export async function openScreening(
  http: Http,
  foundation: Foundation,
  screening: Screening,
  jobs: Jobs,
  clockwork: Clockwork,
  releasing: Releasing,
): Promise<readonly Reader[]> {
  const { db, journal, vault, now, home } = foundation;
  const parties: PartyPorts = { db, journal, vault, now, screening };
  const runs: RunPorts = {
    ...parties,
    enqueue: (id) => jobs.send(RUNS, { id }, { key: id }),
    seenWith,
    seenSince: (tx, entity, since, after) => seenSince(tx, foundation, entity, since, after),
  };
  const lists: FetchPorts = {
    db,
    journal,
    vault,
    now,
    home,
    enqueueFetch: (code) => jobs.send(FETCHES, { code }, { key: code }),
    imported: async (code) => {
      if (code !== OWNERSHIP_LIST) await refreshOwnership(lists, 'system:watchlists');
      await screening.load(db, vault);
      await announceDelta(runs, code);
      await releasing.again('lists');
    },
  };
  mountWatchlists(http, lists);
  mountFetch(http, lists);
  mountOwnership(http, lists);
  mountScreening(http, { db, vault, screening });
  mountEcosystem(http, { db, vault, screening });
  mountHits(http, { ...runs, names: customerNames, actorNames, customerId });

  await jobs.work<{ id: string }>(RUNS, ({ id }) => work(runs, id, releasing));
  await jobs.work<{ code: string }>(FETCHES, ({ code }) => fetchList(lists, code));
  clockwork.start('list-fetches', () => enqueueDue(lists).then(() => false), MINUTE_MS);
  clockwork.start('list-freshness', () => watchFreshness(lists).then(() => false), MINUTE_MS);
  clockwork.start(
    'clearances',
    async () => (await expireClearances(parties, formatInstant(now()))) > 0,
    MINUTE_MS,
  );
  return [customerScreener(parties), flaggedScreener(parties)];
}

async function work(runs: RunPorts, id: string, releasing: Releasing): Promise<void> {
  try {
    await workRun(runs, id);
    await workTrial(runs, id);
    // Hits have lapsed or are open again by now: what rested on them is known only now.
    await releasing.again('screening');
  } catch (error) {
    await failRun(runs, id, error);
    throw error;
  }
}

const WALLETS_MAX = 5_000;

/** Who had to do with these wallets: what was declared, and what moved. */
const seenWith: RunPorts['seenWith'] = async (tx, addresses) => {
  const folded = [...addresses, ...addresses.map((address) => address.toLowerCase())];
  const found = await rows<{
    entity: string;
    customer: string;
    rating: RiskRating;
    network: string | null;
    address: string;
    event: string | null;
  }>(
    tx,
    `select s.entity, s.customer, c.rating, s.network, s.address, max(s.event) as event from (
       select entity, customer, network, address, id as event from decisions.decision
         where address = any ($1)
       union all
       select entity, customer, network, address, null from wallets.wallet
         where kind = 'wallet' and address = any ($1)
     ) s join customers.customer c on c.id = s.customer
     group by s.entity, s.customer, c.rating, s.network, s.address limit ${WALLETS_MAX}`,
    [folded],
  );
  return found.map(({ entity, customer, rating, network, address, event }) => ({
    entity,
    customer,
    rating,
    event,
    name: null,
    wallet: { address, ...(network === null ? {} : { network }) },
  }));
};

/** Whom an event names beside the customer. */
function partiesOf(event: Event): Pick<SeenParty, 'name' | 'wallet'> {
  const wallet = 'wallet' in event ? event.wallet : undefined;
  const party = 'counterparty' in event ? event.counterparty : undefined;
  return {
    wallet: wallet === undefined ? null : { address: wallet.address, network: wallet.network },
    name:
      party?.name === undefined
        ? null
        : {
            name: party.name,
            ...(party.kind === undefined ? {} : { kind: party.kind }),
            ...(party.country === undefined ? {} : { country: party.country }),
          },
  };
}

const ratingsOf = async (tx: Tx, customers: readonly string[]): Promise<ReadonlyMap<string, RiskRating>> =>
  new Map(
    (
      await rows<{ id: string; rating: RiskRating }>(
        tx,
        'select id, rating from customers.customer where id = any ($1)',
        [customers],
      )
    ).map((row) => [row.id, row.rating]),
  );

async function seenIn(tx: Tx, { vault }: Pick<Foundation, 'vault'>, events: readonly string[]) {
  const details = await eventDetails(tx, vault, events);
  const ratings = await ratingsOf(tx, [...new Set(details.map((one) => one.customer))]);
  return details.map((one) => ({
    entity: one.entity,
    customer: one.customer,
    rating: ratings.get(one.customer) ?? 'low',
    event: one.id,
    at: one.occurredAt,
    ...partiesOf(one.event),
  }));
}

/** Behind the reply: whoever a flagged event names is screened too, so that what stopped it can be judged as a hit. */
const flaggedScreener = (parties: PartyPorts): Reader => ({
  name: 'screening of counterparties',
  types: [flagged.type],
  async handle(tx, entries) {
    // Nothing to be found: the first list that comes into use is followed by a run over everybody, these parties too.
    if (Object.keys(parties.screening.versions()).length === 0) return;
    const seen = await seenIn(
      tx,
      parties,
      entries.map(({ body }) => body.subject),
    );
    await screenSeen(tx, parties, seen, 'counterparty');
  },
});

/** Few at a time: what they say is opened on the thread that decides. */
const EVENTS_PAGE = 250;

async function seenSince(
  tx: Tx,
  foundation: Foundation,
  entity: string | null,
  since: Instant,
  after: string,
) {
  const found = await rows<{ id: string }>(
    tx,
    `select id from decisions.decision
     where ($1::text is null or entity = $1) and occurred_at >= $2 and id > $3 order by id limit ${EVENTS_PAGE}`,
    [entity, formatInstant(since), after],
  );
  const parties = await seenIn(
    tx,
    foundation,
    found.map((row) => row.id),
  );
  return {
    parties: parties.filter((one) => one.name !== null),
    last: found.length < EVENTS_PAGE ? null : (found.at(-1)?.id ?? null),
  };
}
