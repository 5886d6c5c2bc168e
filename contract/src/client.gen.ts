// Generated from contract/src/routes.ts by tools/contract.ts. Do not edit: change the contract and run it again.
import type * as access from './access.ts';
import type * as activity from './activity.ts';
import type * as alerts from './alerts.ts';
import type * as backtests from './backtests.ts';
import type * as cases from './cases.ts';
import type * as chains from './chains.ts';
import type * as customers from './customers.ts';
import type * as decisions from './decisions.ts';
import type * as explain from './explain.ts';
import type * as imports from './imports.ts';
import type * as journal from './journal.ts';
import type * as jurisdictions from './jurisdictions.ts';
import type * as monitoring from './monitoring.ts';
import type * as overview from './overview.ts';
import type * as releases from './releases.ts';
import type * as reports from './reports.ts';
import type { RouteBody, RouteParams, RouteQuery, RouteReply } from './route.ts';
import type * as ruleSets from './rule-sets.ts';
import type { Problem } from './schema.ts';
import type * as screening from './screening.ts';
import type * as tags from './tags.ts';
import type * as tracing from './tracing.ts';
import type * as wallets from './wallets.ts';
import type * as watchlists from './watchlists.ts';

export interface Client {
  /** Obliged entities I may see. `GET /v1/entities` */
  listEntities(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof access.listEntities>>;
  /** Add an obliged entity; the caller becomes its admin. `POST /v1/entities` */
  createEntity(
    input: { body: RouteBody<typeof access.createEntity> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof access.createEntity>>;
  /** API keys of my entities, never their secrets. `GET /v1/keys` */
  listApiKeys(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof access.listApiKeys>>;
  /** Create an API key for the exchange; the secret is shown once. `POST /v1/keys` */
  createApiKey(
    input: { body: RouteBody<typeof access.createApiKey> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof access.createApiKey>>;
  /** Revoke an API key at once. `DELETE /v1/keys/:id` */
  revokeApiKey(
    input: { params: RouteParams<typeof access.revokeApiKey> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof access.revokeApiKey>>;
  /** Who am I, for which entities, with which roles. `GET /v1/session` */
  getSession(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof access.getSession>>;
  /** Sign in with a one-time token (from the start link) or e-mail and password; sets the session cookie. `POST /v1/session` */
  signIn(
    input: { body: RouteBody<typeof access.signIn> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof access.signIn>>;
  /** End the session. `DELETE /v1/session` */
  signOut(input?: Record<string, never>, options?: CallOptions): Promise<RouteReply<typeof access.signOut>>;
  /** Staff of my entities. `GET /v1/users` */
  listUsers(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof access.listUsers>>;
  /** Add a staff member with roles per entity; answers a one-time sign-in token. `POST /v1/users` */
  createUser(
    input: { body: RouteBody<typeof access.createUser> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof access.createUser>>;
  /** Signed checkpoints, newest first. `GET /v1/checkpoints` */
  listCheckpoints(
    input?: { query?: RouteQuery<typeof journal.listCheckpoints> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof journal.listCheckpoints>>;
  /** Journal entries, newest first, by type, subject or actor. `GET /v1/journal` */
  listEntries(
    input?: { query?: RouteQuery<typeof journal.listEntries> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof journal.listEntries>>;
  /** One entry with its exact bytes. `GET /v1/journal/:number` */
  getEntry(
    input: { params: RouteParams<typeof journal.getEntry> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof journal.getEntry>>;
  /** Inclusion proof of an entry in the newest signed checkpoint. `GET /v1/journal/:number/proof` */
  getInclusion(
    input: { params: RouteParams<typeof journal.getInclusion> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof journal.getInclusion>>;
  /** Import the authority’s official XSD; answers its SHA-256 to compare with the issuer’s. `PUT /v1/jurisdictions/:jurisdiction/schemas/:format` */
  importSchema(
    input: {
      params: RouteParams<typeof jurisdictions.importSchema>;
      body: RawBody;
      type: 'application/xml' | 'text/xml';
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof jurisdictions.importSchema>>;
  /** Imported schemas with hash and date. `GET /v1/jurisdictions/schemas` */
  listSchemas(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof jurisdictions.listSchemas>>;
  /** Customers; `q` finds by name, reference or identity number. `GET /v1/customers` */
  listCustomers(
    input?: { query?: RouteQuery<typeof customers.listCustomers> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof customers.listCustomers>>;
  /** One customer; id is ours (cus_…) or the exchange’s. `GET /v1/customers/:id` */
  getCustomer(
    input: { params: RouteParams<typeof customers.getCustomer> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof customers.getCustomer>>;
  /** Destroy the person’s key: personal fields become unreadable everywhere, every proof still holds. `POST /v1/customers/:id/erase` */
  eraseCustomer(
    input: {
      params: RouteParams<typeof customers.eraseCustomer>;
      body: RouteBody<typeof customers.eraseCustomer>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof customers.eraseCustomer>>;
  /** Move the relationship: activate, restrict, close, reopen; with a reason. `POST /v1/customers/:id/relationship` */
  setRelationship(
    input: {
      params: RouteParams<typeof customers.setRelationship>;
      body: RouteBody<typeof customers.setRelationship>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof customers.setRelationship>>;
  /** Register a customer under the exchange’s own id, or replace what is known of them. `PUT /v1/customers/:reference` */
  putCustomer(
    input: {
      params: RouteParams<typeof customers.putCustomer>;
      body: RouteBody<typeof customers.putCustomer>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof customers.putCustomer>>;
  /** NDJSON of {reference, …customer}: per line {row, reference, id} or {row, problem}. `POST /v1/customers/batch` */
  putCustomers(
    input: { body: RawBody; type: 'application/x-ndjson' },
    options?: CallOptions,
  ): Promise<Response>;
  /** Declare a wallet or account as the customer’s own. `POST /v1/customers/:reference/wallets` */
  declareWallet(
    input: {
      params: RouteParams<typeof wallets.declareWallet>;
      body: RouteBody<typeof wallets.declareWallet>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof wallets.declareWallet>>;
  /** Wallets and accounts of a customer, or everyone who used an address. `GET /v1/wallets` */
  listWallets(
    input?: { query?: RouteQuery<typeof wallets.listWallets> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof wallets.listWallets>>;
  /** Record reference prices used to value events. `POST /v1/prices` */
  recordPrices(
    input: { body: RouteBody<typeof activity.recordPrices> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof activity.recordPrices>>;
  /** Imports, newest first. `GET /v1/imports` */
  listImports(
    input?: { query?: RouteQuery<typeof imports.listImports> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof imports.listImports>>;
  /** Announce a CSV import with its mapping; then PUT the file. `POST /v1/imports` */
  createImport(
    input: { body: RouteBody<typeof imports.createImport> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof imports.createImport>>;
  /** Progress of an import. `GET /v1/imports/:id` */
  getImport(
    input: { params: RouteParams<typeof imports.getImport> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof imports.getImport>>;
  /** Send the file; streamed to disk, then worked through in the background. `PUT /v1/imports/:id/file` */
  putImportFile(
    input: {
      params: RouteParams<typeof imports.putImportFile>;
      body: RawBody;
      type: 'text/csv' | 'application/octet-stream';
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof imports.putImportFile>>;
  /** The refused rows as a CSV file: original columns, row number, code and message. `GET /v1/imports/:id/refused` */
  getRefusedRows(
    input: { params: RouteParams<typeof imports.getRefusedRows> },
    options?: CallOptions,
  ): Promise<Response>;
  /** Go on with a paused or failed import from its durable cursor. `POST /v1/imports/:id/resume` */
  resumeImport(
    input: {
      params: RouteParams<typeof imports.resumeImport>;
      body?: RouteBody<typeof imports.resumeImport>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof imports.resumeImport>>;
  /** Who is behind a label, as each ActorPack says. `GET /v1/actors/:actor` */
  getActor(
    input: { params: RouteParams<typeof tags.getActor> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tags.getActor>>;
  /** Everything said of an address, now or as known at an instant; contradictions named. `GET /v1/addresses/:network/:address/tags` */
  getAddressTags(
    input: {
      params: RouteParams<typeof tags.getAddressTags>;
      query?: RouteQuery<typeof tags.getAddressTags>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tags.getAddressTags>>;
  /** Tags of many addresses at once. `POST /v1/addresses/screen` */
  screenAddresses(
    input: { body: RouteBody<typeof tags.screenAddresses> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tags.screenAddresses>>;
  /** Packs of tags in use, with what of them was left out. `GET /v1/tag-packs` */
  listTagPacks(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof tags.listTagPacks>>;
  /** Import a TagPack, an ActorPack, a csv or OFAC’s addresses as the new version of a pack. `POST /v1/tag-packs/:code/versions` */
  importTagPack(
    input: { params: RouteParams<typeof tags.importTagPack>; body: RouteBody<typeof tags.importTagPack> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tags.importTagPack>>;
  /** A pack as a TagPack or ActorPack that other tools read. `GET /v1/tag-packs/:code/yaml` */
  exportTagPack(
    input: { params: RouteParams<typeof tags.exportTagPack> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tags.exportTagPack>>;
  /** Chains that are followed, and how far. `GET /v1/chains` */
  listChains(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof chains.listChains>>;
  /** Read blocks into the flow graphs: raw blocks of Bitcoin’s family, lines of transfers, of coins and of what contracts said, or csv of the *-etl family. `POST /v1/tracing/blocks` */
  readBlocks(
    input: {
      query?: RouteQuery<typeof tracing.readBlocks>;
      body: RawBody;
      type: 'application/octet-stream' | 'application/x-ndjson' | 'text/csv';
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tracing.readBlocks>>;
  /** Where an address’s money came from or went: names, amounts, shares, hops and the path as evidence. `GET /v1/tracing/exposure` */
  getExposure(
    input: { query: RouteQuery<typeof tracing.getExposure> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tracing.getExposure>>;
  /** Ask the configured service for the transactions of an address, at most 20 questions; exposure and neighbours then know them. `POST /v1/tracing/fetched` */
  fetchAddress(
    input: { body: RouteBody<typeof tracing.fetchAddress> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tracing.fetchAddress>>;
  /** Flow graphs of this deployment, and how far each has been read. `GET /v1/tracing/graphs` */
  listGraphs(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof tracing.listGraphs>>;
  /** Who an address received from, or paid: the largest, and what the others add up to. `GET /v1/tracing/neighbours` */
  getNeighbours(
    input: { query: RouteQuery<typeof tracing.getNeighbours> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tracing.getNeighbours>>;
  /** Addresses of an account chain that share a deposit address of an exchange with this one. `GET /v1/tracing/related` */
  getRelated(
    input: { query: RouteQuery<typeof tracing.getRelated> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tracing.getRelated>>;
  /** Past deposits and withdrawals looked at again after new tags or blocks: how far it has come. `GET /v1/tracing/rescoring` */
  getRescoring(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof tracing.getRescoring>>;
  /** Look at past deposits and withdrawals again now; only what is new is raised. `POST /v1/tracing/rescoring` */
  startRescoring(
    input?: { body?: RouteBody<typeof tracing.startRescoring> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tracing.startRescoring>>;
  /** Follow dirty money through transactions under a policy, in exact integers. `POST /v1/tracing/taint` */
  calculateTaint(
    input: { body: RouteBody<typeof tracing.calculateTaint> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof tracing.calculateTaint>>;
  /** Who owns how much of whom, as staff found out. `GET /v1/ownerships` */
  listOwnerships(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.listOwnerships>>;
  /** A listed party owns part of another; 50 % or more in sum, through chains, counts as listed. `POST /v1/ownerships` */
  setOwnership(
    input: { body: RouteBody<typeof watchlists.setOwnership> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.setOwnership>>;
  /** Screen a name or a wallet address against the current lists, with reasons. `POST /v1/screen` */
  screen(
    input?: { body?: RouteBody<typeof watchlists.screen> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.screen>>;
  /** Lists with their current snapshot and freshness. `GET /v1/watchlists` */
  listWatchlists(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.listWatchlists>>;
  /** Fetch a list from its issuer’s address now, behind the reply. `POST /v1/watchlists/:code/fetch` */
  fetchWatchlist(
    input: {
      params: RouteParams<typeof watchlists.fetchWatchlist>;
      body?: RouteBody<typeof watchlists.fetchWatchlist>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.fetchWatchlist>>;
  /** Everything we ever knew of one listing, the newest first. `GET /v1/watchlists/:code/history` */
  getListingHistory(
    input: {
      params: RouteParams<typeof watchlists.getListingHistory>;
      query: RouteQuery<typeof watchlists.getListingHistory>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.getListingHistory>>;
  /** Listings of a list: known now or `known_at` an instant, all or those `in_force_on` a day. `GET /v1/watchlists/:code/listings` */
  listListings(
    input: {
      params: RouteParams<typeof watchlists.listListings>;
      query?: RouteQuery<typeof watchlists.listListings>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.listListings>>;
  /** How a list is used and where it is fetched from; what is left out stays. `PUT /v1/watchlists/:code/settings` */
  configureWatchlist(
    input: {
      params: RouteParams<typeof watchlists.configureWatchlist>;
      body?: RouteBody<typeof watchlists.configureWatchlist>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.configureWatchlist>>;
  /** Every version we ever knew of a list. `GET /v1/watchlists/:code/snapshots` */
  listSnapshots(
    input: { params: RouteParams<typeof watchlists.listSnapshots> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.listSnapshots>>;
  /** Import a new version; refused whole when it does not parse or shrinks by more than 5 %. `POST /v1/watchlists/:code/snapshots` */
  importSnapshot(
    input: {
      params: RouteParams<typeof watchlists.importSnapshot>;
      body: RouteBody<typeof watchlists.importSnapshot>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.importSnapshot>>;
  /** What a version added, changed and removed, by the issuer’s reference. `GET /v1/watchlists/:code/snapshots/:number/changes` */
  listListingChanges(
    input: {
      params: RouteParams<typeof watchlists.listListingChanges>;
      query?: RouteQuery<typeof watchlists.listListingChanges>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof watchlists.listListingChanges>>;
  /** The lists that can be matched, in the shape of the ecosystem. `GET /v1/ftm/catalog` */
  getScreeningCatalog(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.getScreeningCatalog>>;
  /** Match example entities, many at once, in the shape of the ecosystem: `queries` in, `responses` out. `POST /v1/ftm/match/:dataset` */
  matchEntities(
    input: {
      params: RouteParams<typeof screening.matchEntities>;
      query?: RouteQuery<typeof screening.matchEntities>;
      body: RouteBody<typeof screening.matchEntities>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.matchEntities>>;
  /** Search by name in the shape of the ecosystem; a search for people, not a screening. `GET /v1/ftm/search/:dataset` */
  searchEntities(
    input: {
      params: RouteParams<typeof screening.searchEntities>;
      query: RouteQuery<typeof screening.searchEntities>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.searchEntities>>;
  /** Hits, the most alike first. `GET /v1/screening/hits` */
  listHits(
    input?: { query?: RouteQuery<typeof screening.listHits> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.listHits>>;
  /** One hit, both records beside each other. `GET /v1/screening/hits/:id` */
  getHit(
    input: { params: RouteParams<typeof screening.getHit> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.getHit>>;
  /** Clear or confirm a hit; above the policy’s score it waits for a second person. `POST /v1/screening/hits/:id/judge` */
  judgeHit(
    input: { params: RouteParams<typeof screening.judgeHit>; body: RouteBody<typeof screening.judgeHit> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.judgeHit>>;
  /** Undo what was judged. `POST /v1/screening/hits/:id/reopen` */
  reopenHit(
    input: { params: RouteParams<typeof screening.reopenHit>; body: RouteBody<typeof screening.reopenHit> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.reopenHit>>;
  /** Make the comparison again from the version of the list, the inputs and the algorithm that were recorded. `POST /v1/screening/hits/:id/replay` */
  replayHit(
    input: { params: RouteParams<typeof screening.replayHit>; body?: RouteBody<typeof screening.replayHit> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.replayHit>>;
  /** The second person agrees with what was proposed, or sends it back. `POST /v1/screening/hits/:id/second` */
  secondHit(
    input: { params: RouteParams<typeof screening.secondHit>; body: RouteBody<typeof screening.secondHit> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.secondHit>>;
  /** How the obliged entity screens. `GET /v1/screening/policy` */
  getScreeningPolicy(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.getScreeningPolicy>>;
  /** Change how the obliged entity screens; try it first with a trial run. `PUT /v1/screening/policy` */
  setScreeningPolicy(
    input: { body: RouteBody<typeof screening.setScreeningPolicy> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.setScreeningPolicy>>;
  /** Screenings of everybody: new versions of lists, full ones, trials; the newest first. `GET /v1/screening/runs` */
  listScreeningRuns(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.listScreeningRuns>>;
  /** Screen everybody again, or try another threshold or list over the last year without raising anything. `POST /v1/screening/runs` */
  startScreeningRun(
    input: { body: RouteBody<typeof screening.startScreeningRun> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.startScreeningRun>>;
  /** One run with its progress, and of a trial what would have been. `GET /v1/screening/runs/:id` */
  getScreeningRun(
    input: { params: RouteParams<typeof screening.getScreeningRun> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof screening.getScreeningRun>>;
  /** Typologies against live scenarios: examples, legal source, last fired, outcomes, and what is missing. `GET /v1/coverage` */
  getCoverage(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof monitoring.getCoverage>>;
  /** Live scenarios of the rule-set. `GET /v1/scenarios` */
  listScenarios(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof monitoring.listScenarios>>;
  /** What a scenario catches, its source, parameters, condition and examples. `GET /v1/scenarios/:id` */
  getScenario(
    input: { params: RouteParams<typeof monitoring.getScenario> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof monitoring.getScenario>>;
  /** Versions of the rule-set, newest first. `GET /v1/rule-sets` */
  listRuleSets(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.listRuleSets>>;
  /** A draft with the scenarios of another version. `POST /v1/rule-sets` */
  createRuleSet(
    input: { body: RouteBody<typeof ruleSets.createRuleSet> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.createRuleSet>>;
  /** A version with its scenarios, problems, history, and what can be done with it. `GET /v1/rule-sets/:id` */
  getRuleSet(
    input: { params: RouteParams<typeof ruleSets.getRuleSet> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.getRuleSet>>;
  /** Texts and parameters that differ from another version (by default live). `GET /v1/rule-sets/:id/changes` */
  getRuleSetChanges(
    input: {
      params: RouteParams<typeof ruleSets.getRuleSetChanges>;
      query?: RouteQuery<typeof ruleSets.getRuleSetChanges>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.getRuleSetChanges>>;
  /** A second person agrees with exactly this content, or sends it back. `POST /v1/rule-sets/:id/check` */
  checkRuleSet(
    input: {
      params: RouteParams<typeof ruleSets.checkRuleSet>;
      body: RouteBody<typeof ruleSets.checkRuleSet>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.checkRuleSet>>;
  /** Put a draft away. `POST /v1/rule-sets/:id/discard` */
  discardRuleSet(
    input: {
      params: RouteParams<typeof ruleSets.discardRuleSet>;
      body: RouteBody<typeof ruleSets.discardRuleSet>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.discardRuleSet>>;
  /** Change live for this version; its windows are filled first, see going_live. `POST /v1/rule-sets/:id/live` */
  goLive(
    input: { params: RouteParams<typeof ruleSets.goLive>; body: RouteBody<typeof ruleSets.goLive> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.goLive>>;
  /** Put a checked or shadow version away. `POST /v1/rule-sets/:id/retire` */
  retireRuleSet(
    input: {
      params: RouteParams<typeof ruleSets.retireRuleSet>;
      body: RouteBody<typeof ruleSets.retireRuleSet>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.retireRuleSet>>;
  /** The text of a scenario in a version, with its problems. `GET /v1/rule-sets/:id/scenarios/:file` */
  getRuleSetScenario(
    input: { params: RouteParams<typeof ruleSets.getRuleSetScenario> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.getRuleSetScenario>>;
  /** Add or replace a scenario of a draft; saved with its problems, which are listed. `PUT /v1/rule-sets/:id/scenarios/:file` */
  putRuleSetScenario(
    input: {
      params: RouteParams<typeof ruleSets.putRuleSetScenario>;
      body: RouteBody<typeof ruleSets.putRuleSetScenario>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.putRuleSetScenario>>;
  /** Take a scenario out of a draft. `DELETE /v1/rule-sets/:id/scenarios/:file` */
  removeRuleSetScenario(
    input: { params: RouteParams<typeof ruleSets.removeRuleSetScenario> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.removeRuleSetScenario>>;
  /** Change one figure of a scenario in a draft; the rest of its text stays as it is. `PUT /v1/rule-sets/:id/scenarios/:file/parameters/:name` */
  setRuleSetParameter(
    input: {
      params: RouteParams<typeof ruleSets.setRuleSetParameter>;
      body: RouteBody<typeof ruleSets.setRuleSetParameter>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.setRuleSetParameter>>;
  /** Start or stop running a checked version beside live, at no effect. `POST /v1/rule-sets/:id/shadow` */
  setShadow(
    input: { params: RouteParams<typeof ruleSets.setShadow>; body: RouteBody<typeof ruleSets.setShadow> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.setShadow>>;
  /** The author is done: another person may check it. Refused while there are problems. `POST /v1/rule-sets/:id/submit` */
  submitRuleSet(
    input: {
      params: RouteParams<typeof ruleSets.submitRuleSet>;
      body: RouteBody<typeof ruleSets.submitRuleSet>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.submitRuleSet>>;
  /** Check a scenario text and run it over the most recent events: what would have fired. `POST /v1/scenarios/try` */
  tryScenario(
    input: { body: RouteBody<typeof ruleSets.tryScenario> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof ruleSets.tryScenario>>;
  /** Events with their outcome, newest first. `GET /v1/events` */
  listEvents(
    input?: { query?: RouteQuery<typeof decisions.listEvents> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof decisions.listEvents>>;
  /** Observe one event and receive its durable, explained decision. `POST /v1/events` */
  decideEvent(
    input: { body: RouteBody<typeof decisions.decideEvent> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof decisions.decideEvent>>;
  /** One event with the full explanation of its decision; id is ours (evt_…) or the exchange’s. `GET /v1/events/:id` */
  getEvent(
    input: { params: RouteParams<typeof decisions.getEvent> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof decisions.getEvent>>;
  /** NDJSON in, NDJSON out: per event a line {row, decision} or {row, problem}, in the order sent. `POST /v1/events/batch` */
  decideBatch(
    input: { body: RawBody; type: 'application/x-ndjson' },
    options?: CallOptions,
  ): Promise<Response>;
  /** Holds, those about to expire first. `GET /v1/holds` */
  listHolds(
    input?: { query?: RouteQuery<typeof decisions.listHolds> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof decisions.listHolds>>;
  /** Release or reject a held operation, with a reason. `POST /v1/holds/:id/resolve` */
  resolveHold(
    input: {
      params: RouteParams<typeof decisions.resolveHold>;
      body: RouteBody<typeof decisions.resolveHold>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof decisions.resolveHold>>;
  /** The decision made again from the journal and compared with its entry byte by byte. `GET /v1/events/:id/replay` */
  getReplay(
    input: { params: RouteParams<typeof explain.getReplay>; query?: RouteQuery<typeof explain.getReplay> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof explain.getReplay>>;
  /** The nearest scenarios that did not fire, by how much, and what change would have fired them. `GET /v1/events/:id/why-not` */
  getWhyNot(
    input: { params: RouteParams<typeof explain.getWhyNot>; query?: RouteQuery<typeof explain.getWhyNot> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof explain.getWhyNot>>;
  /** The events inside the windows a decision looked at, as they were then. `GET /v1/events/:id/windows` */
  getEventWindows(
    input: {
      params: RouteParams<typeof explain.getEventWindows>;
      query?: RouteQuery<typeof explain.getEventWindows>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof explain.getEventWindows>>;
  /** Every decision of the journal made again in one pass; NDJSON, a line of progress at a time, the last one done. `GET /v1/replay` */
  replayWholeJournal(
    input?: { query?: RouteQuery<typeof explain.replayWholeJournal> },
    options?: CallOptions,
  ): Promise<Response>;
  /** Backtests, newest first. `GET /v1/backtests` */
  listBacktests(
    input?: { query?: RouteQuery<typeof backtests.listBacktests> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof backtests.listBacktests>>;
  /** Run a rule-set over a stretch of what was decided, and compare it with another. `POST /v1/backtests` */
  startBacktest(
    input: { body: RouteBody<typeof backtests.startBacktest> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof backtests.startBacktest>>;
  /** How far a backtest is. `GET /v1/backtests/:id` */
  getBacktest(
    input: { params: RouteParams<typeof backtests.getBacktest> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof backtests.getBacktest>>;
  /** Stop a backtest. `POST /v1/backtests/:id/cancel` */
  cancelBacktest(
    input: {
      params: RouteParams<typeof backtests.cancelBacktest>;
      body?: RouteBody<typeof backtests.cancelBacktest>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof backtests.cancelBacktest>>;
  /** What a finished backtest found, and what it gains and loses against the other. `GET /v1/backtests/:id/result` */
  getBacktestResult(
    input: { params: RouteParams<typeof backtests.getBacktestResult> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof backtests.getBacktestResult>>;
  /** What a version finds on live traffic at no effect, against live. `GET /v1/rule-sets/:id/shadow` */
  getShadow(
    input: { params: RouteParams<typeof backtests.getShadow> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof backtests.getShadow>>;
  /** How far stopped operations were looked at again since lists or tags changed. `GET /v1/release-look` */
  getReleaseLook(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof releases.getReleaseLook>>;
  /** Look at all stopped operations again now. `POST /v1/release-look` */
  startReleaseLook(
    input?: { body?: RouteBody<typeof releases.startReleaseLook> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof releases.startReleaseLook>>;
  /** Customers whose operations were stopped for what lists or tags no longer say; those due first. `GET /v1/releases` */
  listReleases(
    input?: { query?: RouteQuery<typeof releases.listReleases> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof releases.listReleases>>;
  /** One release: operations, what stopped them then, and what is gone. `GET /v1/releases/:id` */
  getRelease(
    input: { params: RouteParams<typeof releases.getRelease> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof releases.getRelease>>;
  /** The second person agrees, or sends back; nothing is released whose ground is there again. `POST /v1/releases/:id/decide` */
  decideRelease(
    input: {
      params: RouteParams<typeof releases.decideRelease>;
      body: RouteBody<typeof releases.decideRelease>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof releases.decideRelease>>;
  /** Propose to release what was stopped, or to keep it stopped; a second person decides. `POST /v1/releases/:id/propose` */
  proposeRelease(
    input: {
      params: RouteParams<typeof releases.proposeRelease>;
      body: RouteBody<typeof releases.proposeRelease>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof releases.proposeRelease>>;
  /** The queue: most severe, then oldest. `GET /v1/alerts` */
  listAlerts(
    input?: { query?: RouteQuery<typeof alerts.listAlerts> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof alerts.listAlerts>>;
  /** One alert with its findings and the events behind them. `GET /v1/alerts/:id` */
  getAlert(
    input: { params: RouteParams<typeof alerts.getAlert> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof alerts.getAlert>>;
  /** Take an alert or give it to someone. `POST /v1/alerts/:id/assign` */
  assignAlert(
    input: { params: RouteParams<typeof alerts.assignAlert>; body: RouteBody<typeof alerts.assignAlert> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof alerts.assignAlert>>;
  /** Clear an alert as a false alarm, with a reason. `POST /v1/alerts/:id/clear` */
  clearAlert(
    input: { params: RouteParams<typeof alerts.clearAlert>; body: RouteBody<typeof alerts.clearAlert> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof alerts.clearAlert>>;
  /** Open a case from this alert, or join the customer’s open case. `POST /v1/alerts/:id/escalate` */
  escalateAlert(
    input: {
      params: RouteParams<typeof alerts.escalateAlert>;
      body?: RouteBody<typeof alerts.escalateAlert>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof alerts.escalateAlert>>;
  /** Undo a clearance. `POST /v1/alerts/:id/reopen` */
  reopenAlert(
    input: { params: RouteParams<typeof alerts.reopenAlert>; body: RouteBody<typeof alerts.reopenAlert> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof alerts.reopenAlert>>;
  /** Cases, those due first. `GET /v1/cases` */
  listCases(
    input?: { query?: RouteQuery<typeof cases.listCases> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof cases.listCases>>;
  /** The whole story of a case on one screen. `GET /v1/cases/:id` */
  getCase(
    input: { params: RouteParams<typeof cases.getCase> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof cases.getCase>>;
  /** Take a case or give it to someone. `POST /v1/cases/:id/assign` */
  assignCase(
    input: { params: RouteParams<typeof cases.assignCase>; body: RouteBody<typeof cases.assignCase> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof cases.assignCase>>;
  /** Attach a file (≤ 8 MB); its hash goes to the journal. `POST /v1/cases/:id/attachments` */
  addAttachment(
    input: {
      params: RouteParams<typeof cases.addAttachment>;
      query: RouteQuery<typeof cases.addAttachment>;
      body: RawBody;
      type:
        | 'application/octet-stream'
        | 'application/pdf'
        | 'image/png'
        | 'image/jpeg'
        | 'text/plain'
        | 'text/csv';
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof cases.addAttachment>>;
  /** Download an attachment. `GET /v1/cases/:id/attachments/:attachment` */
  getAttachment(
    input: { params: RouteParams<typeof cases.getAttachment> },
    options?: CallOptions,
  ): Promise<Response>;
  /** Agree or send back; never by the person who proposed. `POST /v1/cases/:id/decide` */
  decideCase(
    input: { params: RouteParams<typeof cases.decideCase>; body: RouteBody<typeof cases.decideCase> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof cases.decideCase>>;
  /** Write a note; notes are never changed, only added. `POST /v1/cases/:id/notes` */
  addNote(
    input: { params: RouteParams<typeof cases.addNote>; body: RouteBody<typeof cases.addNote> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof cases.addNote>>;
  /** Propose how the case ends; a second person must agree. `POST /v1/cases/:id/propose` */
  proposeOutcome(
    input: { params: RouteParams<typeof cases.proposeOutcome>; body: RouteBody<typeof cases.proposeOutcome> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof cases.proposeOutcome>>;
  /** Reopen a closed case, with a reason. `POST /v1/cases/:id/reopen` */
  reopenCase(
    input: { params: RouteParams<typeof cases.reopenCase>; body: RouteBody<typeof cases.reopenCase> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof cases.reopenCase>>;
  /** Draft the report of a case in the format of the entity’s jurisdiction. `POST /v1/cases/:id/reports` */
  draftReport(
    input: { params: RouteParams<typeof reports.draftReport>; body?: RouteBody<typeof reports.draftReport> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.draftReport>>;
  /** Reports, those due first. `GET /v1/reports` */
  listReports(
    input?: { query?: RouteQuery<typeof reports.listReports> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.listReports>>;
  /** The report with rule findings, losses and schema check. `GET /v1/reports/:id` */
  getReport(
    input: { params: RouteParams<typeof reports.getReport> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.getReport>>;
  /** Complete or correct a draft. `PATCH /v1/reports/:id` */
  editReport(
    input: { params: RouteParams<typeof reports.editReport>; body?: RouteBody<typeof reports.editReport> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.editReport>>;
  /** Record the authority’s acknowledgement (folio) or refusal. `POST /v1/reports/:id/acknowledgement` */
  recordAcknowledgement(
    input: {
      params: RouteParams<typeof reports.recordAcknowledgement>;
      body: RouteBody<typeof reports.recordAcknowledgement>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.recordAcknowledgement>>;
  /** Agree to file, or send back; never by the person who proposed. `POST /v1/reports/:id/approve` */
  approveReport(
    input: {
      params: RouteParams<typeof reports.approveReport>;
      body: RouteBody<typeof reports.approveReport>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.approveReport>>;
  /** The exact bytes to file; their hash is in the journal. `GET /v1/reports/:id/file` */
  downloadReport(
    input: { params: RouteParams<typeof reports.downloadReport> },
    options?: CallOptions,
  ): Promise<Response>;
  /** Record that the file was handed to the authority. `POST /v1/reports/:id/filed` */
  markFiled(
    input: { params: RouteParams<typeof reports.markFiled>; body: RouteBody<typeof reports.markFiled> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.markFiled>>;
  /** Put the draft before a second person; refused while a rule rejects. `POST /v1/reports/:id/propose` */
  proposeReport(
    input: {
      params: RouteParams<typeof reports.proposeReport>;
      body?: RouteBody<typeof reports.proposeReport>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.proposeReport>>;
  /** Reports the law asks for without suspicion, those due first, and the months they belong to. `GET /v1/reports/due` */
  listReportsDue(
    input?: { query?: RouteQuery<typeof reports.listReportsDue> },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.listReportsDue>>;
  /** Say why no report is due after all. `POST /v1/reports/due/:id/dismiss` */
  dismissReportDue(
    input: {
      params: RouteParams<typeof reports.dismissReportDue>;
      body: RouteBody<typeof reports.dismissReportDue>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.dismissReportDue>>;
  /** Open the customer’s case (or join it) and draft the report of the month with its operations. `POST /v1/reports/due/:id/start` */
  startReportDue(
    input: {
      params: RouteParams<typeof reports.startReportDue>;
      body?: RouteBody<typeof reports.startReportDue>;
    },
    options?: CallOptions,
  ): Promise<RouteReply<typeof reports.startReportDue>>;
  /** Ready to decide; no authentication. `GET /health` */
  getHealth(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof overview.getHealth>>;
  /** What needs me today. `GET /v1/overview` */
  getOverview(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof overview.getOverview>>;
  /** Live or behind, rule-set, lists, last checkpoint. `GET /v1/status` */
  getStatus(
    input?: Record<string, never>,
    options?: CallOptions,
  ): Promise<RouteReply<typeof overview.getStatus>>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A body that is not JSON: sent as it is. A stream is read once and not sent again. */
export type RawBody = string | Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/** The server (or the way to it) refused: `code` is stable, `problem.texts` can be shown. Status 0: not reached. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(
      problem.detail === '' ? problem.title : problem.detail,
      cause === undefined ? undefined : { cause },
    );
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** Without a trailing slash; the empty text means the page's own origin. */
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
  /** Asked before every call, e.g. for `authorization`. */
  readonly headers?: () => Record<string, string>;
}

interface Input {
  readonly params?: object;
  readonly query?: object;
  readonly body?: unknown;
  readonly type?: string;
}

type Kind = 'json' | 'raw' | 'none';

const problemOf = (status: number, code: string, detail: string): Problem => ({
  type: `urn:atalaya:problem:${code}`,
  title: detail,
  status,
  code,
  detail,
  texts: {
    es: 'El servidor no respondió como se esperaba. Intente de nuevo.',
    pt: 'O servidor não respondeu como esperado. Tente novamente.',
    en: 'The server did not answer as expected. Try again.',
  },
});

async function failureOf(response: Response): Promise<ApiProblem> {
  const text = await response.text();
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'code' in value && 'texts' in value) {
      return new ApiProblem(value as Problem);
    }
  } catch {
    // not a problem document: told below by its status
  }
  return new ApiProblem(
    problemOf(
      response.status,
      response.status >= 500 ? 'unavailable' : 'internal',
      `HTTP ${response.status}`,
    ),
  );
}

function pathOf(path: string, params: object = {}, query: object = {}): string {
  const given = new Map(Object.entries(params));
  const filled = path.replaceAll(/:([a-z_]+)/g, (_, name: string) =>
    encodeURIComponent(String(given.get(name))),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? filled : `${filled}?${search}`;
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** A client with one typed method per operation. Every method throws ApiProblem. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);
  const call = async (
    method: string,
    path: string,
    sends: Kind,
    reads: Kind,
    input: Input,
    how: CallOptions,
  ) => {
    const headers: Record<string, string> = { ...options.headers?.(), ...how.headers };
    const init: RequestInit & { duplex?: 'half' } = { method, headers, credentials: 'same-origin' };
    if (how.signal !== undefined) init.signal = how.signal;
    if (sends === 'json') {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(input.body ?? {});
    } else if (sends === 'raw') {
      headers['content-type'] = input.type ?? 'application/octet-stream';
      init.body = input.body as RawBody;
      if (input.body instanceof ReadableStream) init.duplex = 'half';
    }
    let response: Response;
    try {
      response = await send(options.baseUrl + pathOf(path, input.params, input.query), init);
    } catch (error) {
      if (isAbort(error)) throw error;
      throw new ApiProblem(problemOf(0, 'unavailable', 'the server could not be reached'), error);
    }
    if (!response.ok) throw await failureOf(response);
    if (reads === 'raw') return response;
    return reads === 'json' ? await response.json() : undefined;
  };
  const operation =
    (method: string, path: string, sends: Kind, reads: Kind) =>
    (input: Input = {}, how: CallOptions = {}) =>
      call(method, path, sends, reads, input, how);
  return {
    listEntities: operation('GET', '/v1/entities', 'none', 'json'),
    createEntity: operation('POST', '/v1/entities', 'json', 'json'),
    listApiKeys: operation('GET', '/v1/keys', 'none', 'json'),
    createApiKey: operation('POST', '/v1/keys', 'json', 'json'),
    revokeApiKey: operation('DELETE', '/v1/keys/:id', 'none', 'json'),
    getSession: operation('GET', '/v1/session', 'none', 'json'),
    signIn: operation('POST', '/v1/session', 'json', 'json'),
    signOut: operation('DELETE', '/v1/session', 'none', 'json'),
    listUsers: operation('GET', '/v1/users', 'none', 'json'),
    createUser: operation('POST', '/v1/users', 'json', 'json'),
    listCheckpoints: operation('GET', '/v1/checkpoints', 'none', 'json'),
    listEntries: operation('GET', '/v1/journal', 'none', 'json'),
    getEntry: operation('GET', '/v1/journal/:number', 'none', 'json'),
    getInclusion: operation('GET', '/v1/journal/:number/proof', 'none', 'json'),
    importSchema: operation('PUT', '/v1/jurisdictions/:jurisdiction/schemas/:format', 'raw', 'json'),
    listSchemas: operation('GET', '/v1/jurisdictions/schemas', 'none', 'json'),
    listCustomers: operation('GET', '/v1/customers', 'none', 'json'),
    getCustomer: operation('GET', '/v1/customers/:id', 'none', 'json'),
    eraseCustomer: operation('POST', '/v1/customers/:id/erase', 'json', 'json'),
    setRelationship: operation('POST', '/v1/customers/:id/relationship', 'json', 'json'),
    putCustomer: operation('PUT', '/v1/customers/:reference', 'json', 'json'),
    putCustomers: operation('POST', '/v1/customers/batch', 'raw', 'raw'),
    declareWallet: operation('POST', '/v1/customers/:reference/wallets', 'json', 'json'),
    listWallets: operation('GET', '/v1/wallets', 'none', 'json'),
    recordPrices: operation('POST', '/v1/prices', 'json', 'json'),
    listImports: operation('GET', '/v1/imports', 'none', 'json'),
    createImport: operation('POST', '/v1/imports', 'json', 'json'),
    getImport: operation('GET', '/v1/imports/:id', 'none', 'json'),
    putImportFile: operation('PUT', '/v1/imports/:id/file', 'raw', 'json'),
    getRefusedRows: operation('GET', '/v1/imports/:id/refused', 'none', 'raw'),
    resumeImport: operation('POST', '/v1/imports/:id/resume', 'json', 'json'),
    getActor: operation('GET', '/v1/actors/:actor', 'none', 'json'),
    getAddressTags: operation('GET', '/v1/addresses/:network/:address/tags', 'none', 'json'),
    screenAddresses: operation('POST', '/v1/addresses/screen', 'json', 'json'),
    listTagPacks: operation('GET', '/v1/tag-packs', 'none', 'json'),
    importTagPack: operation('POST', '/v1/tag-packs/:code/versions', 'json', 'json'),
    exportTagPack: operation('GET', '/v1/tag-packs/:code/yaml', 'none', 'json'),
    listChains: operation('GET', '/v1/chains', 'none', 'json'),
    readBlocks: operation('POST', '/v1/tracing/blocks', 'raw', 'json'),
    getExposure: operation('GET', '/v1/tracing/exposure', 'none', 'json'),
    fetchAddress: operation('POST', '/v1/tracing/fetched', 'json', 'json'),
    listGraphs: operation('GET', '/v1/tracing/graphs', 'none', 'json'),
    getNeighbours: operation('GET', '/v1/tracing/neighbours', 'none', 'json'),
    getRelated: operation('GET', '/v1/tracing/related', 'none', 'json'),
    getRescoring: operation('GET', '/v1/tracing/rescoring', 'none', 'json'),
    startRescoring: operation('POST', '/v1/tracing/rescoring', 'json', 'json'),
    calculateTaint: operation('POST', '/v1/tracing/taint', 'json', 'json'),
    listOwnerships: operation('GET', '/v1/ownerships', 'none', 'json'),
    setOwnership: operation('POST', '/v1/ownerships', 'json', 'json'),
    screen: operation('POST', '/v1/screen', 'json', 'json'),
    listWatchlists: operation('GET', '/v1/watchlists', 'none', 'json'),
    fetchWatchlist: operation('POST', '/v1/watchlists/:code/fetch', 'json', 'json'),
    getListingHistory: operation('GET', '/v1/watchlists/:code/history', 'none', 'json'),
    listListings: operation('GET', '/v1/watchlists/:code/listings', 'none', 'json'),
    configureWatchlist: operation('PUT', '/v1/watchlists/:code/settings', 'json', 'json'),
    listSnapshots: operation('GET', '/v1/watchlists/:code/snapshots', 'none', 'json'),
    importSnapshot: operation('POST', '/v1/watchlists/:code/snapshots', 'json', 'json'),
    listListingChanges: operation('GET', '/v1/watchlists/:code/snapshots/:number/changes', 'none', 'json'),
    getScreeningCatalog: operation('GET', '/v1/ftm/catalog', 'none', 'json'),
    matchEntities: operation('POST', '/v1/ftm/match/:dataset', 'json', 'json'),
    searchEntities: operation('GET', '/v1/ftm/search/:dataset', 'none', 'json'),
    listHits: operation('GET', '/v1/screening/hits', 'none', 'json'),
    getHit: operation('GET', '/v1/screening/hits/:id', 'none', 'json'),
    judgeHit: operation('POST', '/v1/screening/hits/:id/judge', 'json', 'json'),
    reopenHit: operation('POST', '/v1/screening/hits/:id/reopen', 'json', 'json'),
    replayHit: operation('POST', '/v1/screening/hits/:id/replay', 'json', 'json'),
    secondHit: operation('POST', '/v1/screening/hits/:id/second', 'json', 'json'),
    getScreeningPolicy: operation('GET', '/v1/screening/policy', 'none', 'json'),
    setScreeningPolicy: operation('PUT', '/v1/screening/policy', 'json', 'json'),
    listScreeningRuns: operation('GET', '/v1/screening/runs', 'none', 'json'),
    startScreeningRun: operation('POST', '/v1/screening/runs', 'json', 'json'),
    getScreeningRun: operation('GET', '/v1/screening/runs/:id', 'none', 'json'),
    getCoverage: operation('GET', '/v1/coverage', 'none', 'json'),
    listScenarios: operation('GET', '/v1/scenarios', 'none', 'json'),
    getScenario: operation('GET', '/v1/scenarios/:id', 'none', 'json'),
    listRuleSets: operation('GET', '/v1/rule-sets', 'none', 'json'),
    createRuleSet: operation('POST', '/v1/rule-sets', 'json', 'json'),
    getRuleSet: operation('GET', '/v1/rule-sets/:id', 'none', 'json'),
    getRuleSetChanges: operation('GET', '/v1/rule-sets/:id/changes', 'none', 'json'),
    checkRuleSet: operation('POST', '/v1/rule-sets/:id/check', 'json', 'json'),
    discardRuleSet: operation('POST', '/v1/rule-sets/:id/discard', 'json', 'json'),
    goLive: operation('POST', '/v1/rule-sets/:id/live', 'json', 'json'),
    retireRuleSet: operation('POST', '/v1/rule-sets/:id/retire', 'json', 'json'),
    getRuleSetScenario: operation('GET', '/v1/rule-sets/:id/scenarios/:file', 'none', 'json'),
    putRuleSetScenario: operation('PUT', '/v1/rule-sets/:id/scenarios/:file', 'json', 'json'),
    removeRuleSetScenario: operation('DELETE', '/v1/rule-sets/:id/scenarios/:file', 'none', 'json'),
    setRuleSetParameter: operation(
      'PUT',
      '/v1/rule-sets/:id/scenarios/:file/parameters/:name',
      'json',
      'json',
    ),
    setShadow: operation('POST', '/v1/rule-sets/:id/shadow', 'json', 'json'),
    submitRuleSet: operation('POST', '/v1/rule-sets/:id/submit', 'json', 'json'),
    tryScenario: operation('POST', '/v1/scenarios/try', 'json', 'json'),
    listEvents: operation('GET', '/v1/events', 'none', 'json'),
    decideEvent: operation('POST', '/v1/events', 'json', 'json'),
    getEvent: operation('GET', '/v1/events/:id', 'none', 'json'),
    decideBatch: operation('POST', '/v1/events/batch', 'raw', 'raw'),
    listHolds: operation('GET', '/v1/holds', 'none', 'json'),
    resolveHold: operation('POST', '/v1/holds/:id/resolve', 'json', 'json'),
    getReplay: operation('GET', '/v1/events/:id/replay', 'none', 'json'),
    getWhyNot: operation('GET', '/v1/events/:id/why-not', 'none', 'json'),
    getEventWindows: operation('GET', '/v1/events/:id/windows', 'none', 'json'),
    replayWholeJournal: operation('GET', '/v1/replay', 'none', 'raw'),
    listBacktests: operation('GET', '/v1/backtests', 'none', 'json'),
    startBacktest: operation('POST', '/v1/backtests', 'json', 'json'),
    getBacktest: operation('GET', '/v1/backtests/:id', 'none', 'json'),
    cancelBacktest: operation('POST', '/v1/backtests/:id/cancel', 'json', 'json'),
    getBacktestResult: operation('GET', '/v1/backtests/:id/result', 'none', 'json'),
    getShadow: operation('GET', '/v1/rule-sets/:id/shadow', 'none', 'json'),
    getReleaseLook: operation('GET', '/v1/release-look', 'none', 'json'),
    startReleaseLook: operation('POST', '/v1/release-look', 'json', 'json'),
    listReleases: operation('GET', '/v1/releases', 'none', 'json'),
    getRelease: operation('GET', '/v1/releases/:id', 'none', 'json'),
    decideRelease: operation('POST', '/v1/releases/:id/decide', 'json', 'json'),
    proposeRelease: operation('POST', '/v1/releases/:id/propose', 'json', 'json'),
    listAlerts: operation('GET', '/v1/alerts', 'none', 'json'),
    getAlert: operation('GET', '/v1/alerts/:id', 'none', 'json'),
    assignAlert: operation('POST', '/v1/alerts/:id/assign', 'json', 'json'),
    clearAlert: operation('POST', '/v1/alerts/:id/clear', 'json', 'json'),
    escalateAlert: operation('POST', '/v1/alerts/:id/escalate', 'json', 'json'),
    reopenAlert: operation('POST', '/v1/alerts/:id/reopen', 'json', 'json'),
    listCases: operation('GET', '/v1/cases', 'none', 'json'),
    getCase: operation('GET', '/v1/cases/:id', 'none', 'json'),
    assignCase: operation('POST', '/v1/cases/:id/assign', 'json', 'json'),
    addAttachment: operation('POST', '/v1/cases/:id/attachments', 'raw', 'json'),
    getAttachment: operation('GET', '/v1/cases/:id/attachments/:attachment', 'none', 'raw'),
    decideCase: operation('POST', '/v1/cases/:id/decide', 'json', 'json'),
    addNote: operation('POST', '/v1/cases/:id/notes', 'json', 'json'),
    proposeOutcome: operation('POST', '/v1/cases/:id/propose', 'json', 'json'),
    reopenCase: operation('POST', '/v1/cases/:id/reopen', 'json', 'json'),
    draftReport: operation('POST', '/v1/cases/:id/reports', 'json', 'json'),
    listReports: operation('GET', '/v1/reports', 'none', 'json'),
    getReport: operation('GET', '/v1/reports/:id', 'none', 'json'),
    editReport: operation('PATCH', '/v1/reports/:id', 'json', 'json'),
    recordAcknowledgement: operation('POST', '/v1/reports/:id/acknowledgement', 'json', 'json'),
    approveReport: operation('POST', '/v1/reports/:id/approve', 'json', 'json'),
    downloadReport: operation('GET', '/v1/reports/:id/file', 'none', 'raw'),
    markFiled: operation('POST', '/v1/reports/:id/filed', 'json', 'json'),
    proposeReport: operation('POST', '/v1/reports/:id/propose', 'json', 'json'),
    listReportsDue: operation('GET', '/v1/reports/due', 'none', 'json'),
    dismissReportDue: operation('POST', '/v1/reports/due/:id/dismiss', 'json', 'json'),
    startReportDue: operation('POST', '/v1/reports/due/:id/start', 'json', 'json'),
    getHealth: operation('GET', '/health', 'none', 'json'),
    getOverview: operation('GET', '/v1/overview', 'none', 'json'),
    getStatus: operation('GET', '/v1/status', 'none', 'json'),
  };
}
