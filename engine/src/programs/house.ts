import { getHealth } from '@atalaya/contract/overview.ts';
import { formatInstant } from '../kernel/instant.ts';
import { createAuthenticate } from '../modules/access/authenticate.ts';
import { entryTypes as accessTypes } from '../modules/access/events.ts';
import { mountAccess } from '../modules/access/routes.ts';
import { actorNames } from '../modules/access/users.ts';
import { entryTypes as activityTypes } from '../modules/activity/events.ts';
import { entryTypes as alertTypes } from '../modules/alerts/events.ts';
import { mountAudit } from '../modules/audit/routes.ts';
import { entryTypes as caseTypes } from '../modules/cases/events.ts';
import { entryTypes as customerTypes } from '../modules/customers/events.ts';
import { customerId, customerNames } from '../modules/customers/queries.ts';
import { mountCustomers } from '../modules/customers/routes.ts';
import { entryTypes as backtestTypes } from '../modules/decisions/backtest/events.ts';
import { entryTypes as decisionTypes, flagged } from '../modules/decisions/events.ts';
import type { ExplainPorts } from '../modules/decisions/explain.ts';
import { mountExplanations } from '../modules/decisions/explain-routes.ts';
import { firedLately } from '../modules/decisions/fired.ts';
import { expireHolds } from '../modules/decisions/holds.ts';
import { mountDecisions } from '../modules/decisions/routes.ts';
import { mountWalletList } from '../modules/decisions/wallet-routes.ts';
import { entryTypes as jurisdictionTypes } from '../modules/jurisdictions/events.ts';
import { mountJurisdictions } from '../modules/jurisdictions/routes.ts';
import { thresholdsOf } from '../modules/jurisdictions/thresholds.ts';
import { mountMonitoring } from '../modules/monitoring/routes.ts';
import { entryTypes as ruleSetTypes } from '../modules/monitoring/rule-sets/events.ts';
import { entryTypes as releaseTypes } from '../modules/releases/events.ts';
import { entryTypes as reportTypes } from '../modules/reports/events.ts';
import { entryTypes as screeningTypes } from '../modules/screening/events.ts';
import { createScreening } from '../modules/screening/screening.ts';
import { exposureEntryTypes } from '../modules/tracing/exposure-events.ts';
import { tagEntryTypes } from '../modules/tracing/tags/events.ts';
import { entryTypes as walletTypes } from '../modules/wallets/events.ts';
import { mountWallets } from '../modules/wallets/routes.ts';
import { entryTypes as watchlistTypes } from '../modules/watchlists/events.ts';
import { watchlistViews } from '../modules/watchlists/lists.ts';
import { type Feed, startFeed } from '../platform/feed.ts';
import { createHttp, type Http } from '../platform/http.ts';
import { startJobs } from '../platform/jobs.ts';
import { type Behind, workBehind } from './behind.ts';
import { BehindApart } from './behind-apart.ts';
import { createClockwork } from './clockwork.ts';
import { mountCoverage } from './coverage.ts';
import { type Deciding, openDeciding } from './deciding.ts';
import { type Foundation, type FoundationOptions, layFoundation } from './foundation.ts';
import { openCasework } from './house-casework.ts';
import { followChains } from './house-chains.ts';
import { customerPorts } from './house-customers.ts';
import { openImports } from './house-imports.ts';
import { type HouseRuleSets, mountHouseRuleSets, openRuleSets } from './house-rule-sets.ts';
import { openScreening } from './house-screening.ts';
import { mountHouseTags, openTags, withTags } from './house-tags.ts';
import { mountHouseTracing, openTracing } from './house-tracing.ts';
import { mountJournalReplay } from './journal-replay.ts';
import { mountOverview } from './overview.ts';
import { mountPages } from './pages.ts';
import { openReleasing } from './releasing.ts';
import { openRescoring } from './rescoring.ts';

/** The whole product in one process: what `serve` runs, and what tests boot in theirs. */
export interface House {
  readonly foundation: Foundation;
  readonly deciding: Deciding;
  readonly monitoring: HouseRuleSets;
  readonly http: Http;
  /** Every reader has caught up and everything sealable is sealed. */
  settled(): Promise<void>;
  listen(host: string, port: number): Promise<string>;
  close(): Promise<void>;
}

const VERSION = '0.1.0';

const entryTypes = [
  ...accessTypes,
  ...jurisdictionTypes,
  ...customerTypes,
  ...activityTypes,
  ...watchlistTypes,
  ...screeningTypes,
  ...decisionTypes,
  ...ruleSetTypes,
  ...backtestTypes,
  ...releaseTypes,
  ...walletTypes,
  ...tagEntryTypes,
  ...exposureEntryTypes,
  ...alertTypes,
  ...caseTypes,
  ...reportTypes,
];

export async function openHouse(options: FoundationOptions): Promise<House> {
  const foundation = await layFoundation(options, entryTypes);
  const { db, journal, vault, log, metrics, now } = foundation;
  const callers = createAuthenticate({ db, now });
  const http = createHttp({ ...callers, log, metrics });
  const clockwork = createClockwork(log);

  const screening = createScreening();
  await screening.load(db, vault);
  const tags = await openTags(foundation);
  const tracing = openTracing(foundation, tags, screening);
  let feed: Feed | null = null;
  let behind: Behind | null = null;
  const wake = (types?: readonly string[]): void => {
    feed?.wake(types);
    behind?.wake(types);
  };
  const ruleSets = await openRuleSets(foundation);
  const deciding = await openDeciding(foundation, {
    ruleSet: ruleSets.ruleSet,
    screening: withTags(screening, tags),
    exposure: tracing.exposure,
    thresholds: thresholdsOf,
    windows: options.windows,
    committed: (decisions) => {
      if (decisions.some((one) => one.entry.type === flagged.type)) wake([flagged.type]);
    },
  });
  const jobs = await startJobs(foundation.connection, log);
  const ports = { ...foundation, ...deciding, names: customerNames, customerId, actorNames };

  mountAccess(http, { db, journal, callers, now, entityCreated: () => deciding.entities.load() });
  mountAudit(http, { db, vault, verifierKey: foundation.verifierKey, actorNames });
  const isListed = (network: string, address: string): boolean =>
    screening.screenAddress(network, address).listed;
  const customers = customerPorts(foundation, deciding);
  mountCustomers(http, customers);
  mountJurisdictions(http, { db, journal });
  const monitoring = mountHouseRuleSets(http, foundation, deciding, ruleSets);
  const releasing = await openReleasing(
    http,
    foundation,
    jobs,
    deciding,
    { screening: withTags(screening, tags), exposure: tracing.exposure },
    monitoring.ofPast,
    wake,
  );
  const screeners = await openScreening(http, foundation, screening, jobs, clockwork, releasing);
  const rescoring = await openRescoring(http, foundation, jobs, tracing.exposure, wake);
  mountHouseTags(http, foundation, tags, async () => {
    await rescoring.again('tags');
    await releasing.again('tags');
  });
  mountHouseTracing(http, tracing, deciding, tags, () => rescoring.again('blocks'));
  followChains(http, foundation, tracing, clockwork);
  mountWallets(http, { db, journal, isListed });
  mountMonitoring(http, { db, now, ruleSet: () => deciding.monitor.ruleSet, firedLately });
  mountCoverage(http, { db, ruleSet: () => deciding.monitor.ruleSet });
  mountDecisions(http, ports);
  const liveRuleSet = () => deciding.monitor.ruleSet;
  const explaining: ExplainPorts = {
    db,
    vault,
    liveRuleSet,
    ruleSetOf: monitoring.ofPast,
    windows: () => deciding.monitor.store,
  };
  mountExplanations(http, explaining);
  const replays = mountJournalReplay(http, foundation);
  mountWalletList(http, { db, customerId, isListed });
  openCasework(http, foundation, deciding, customers.tables, explaining);
  await openImports(http, foundation, deciding, jobs, customers);
  mountOverview(http, {
    db,
    now,
    names: customerNames,
    actorNames,
    titleOf: (id) => deciding.monitor.ruleSet.rules.find((rule) => rule.id === id)?.title,
    version: VERSION,
    lists: (tx) => watchlistViews(tx, now()),
    ready: () => deciding.core.ready,
    ruleSet: () => deciding.monitor.ruleSet,
    windows: () => deciding.keeper.report(),
    book: deciding.book,
    rates: deciding.rates,
  });
  http.mount(getHealth, async () => ({ ready: deciding.core.ready }));
  http.app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );

  await mountPages(http.app);
  feed = startFeed(db, [...monitoring.readers, ...screeners], log);
  // With a clock of its own it is a house under test, whose clock no other thread could read.
  behind = options.now === undefined ? new BehindApart(foundation) : workBehind(foundation);
  clockwork.start('holds', async () => (await expireHolds({ db, journal }, formatInstant(now()))) > 0, 5000);
  await monitoring.start(clockwork);

  return {
    foundation,
    deciding,
    monitoring,
    http,
    settled: async () => {
      await feed.settled();
      await behind.settled();
    },
    listen: (host, port) => http.app.listen({ host, port }),
    close: async () => {
      await replays.stop();
      await http.app.close();
      await monitoring.close();
      await deciding.core.close();
      await Promise.all([deciding.keeper.stop(), deciding.acquainting.stop()]);
      await Promise.all([jobs.stop(), feed.stop(), behind.stop(), clockwork.stop()]);
      tracing.shelf.close();
      await db.close();
    },
  };
}
