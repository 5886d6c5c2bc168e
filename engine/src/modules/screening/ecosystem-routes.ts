import { setImmediate } from 'node:timers/promises';
import {
  getScreeningCatalog,
  matchEntities,
  type ScoredEntity,
  searchEntities,
} from '@atalaya/contract/screening.ts';
import { Failure, isFailure } from '../../kernel/failure.ts';
import { type Database, read, type Tx } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import type { Vault } from '../../platform/vault.ts';
import { withDeployment } from '../access/permissions.ts';
import { type ListPolicy, policyOf } from '../watchlists/list-policy.ts';
import { listingsByReference, openMixed } from '../watchlists/listings.ts';
import { allLists, currentSnapshots } from '../watchlists/lists.ts';
import { mayReadConfidential } from '../watchlists/routes.ts';
import { entityId, entityOf, scoredOf } from './ecosystem/entity.ts';
import { type Asked, askedOf, type ExampleEntity, plainProperties } from './ecosystem/example.ts';
import { DEFAULT_THRESHOLD, type Match } from './match.ts';
import { matchingVersion, type Screening } from './screening.ts';

export interface EcosystemPorts {
  readonly db: Database;
  readonly vault: Vault;
  readonly screening: Screening;
}

const QUERIES_MAX = 100;
/** Of the ecosystem: below the cutoff nothing is told. */
const CUTOFF = 0.5;
const EVERYTHING = new Set(['default', 'all']);

interface Wanted {
  readonly lists: ReadonlySet<string>;
  readonly excluded: ReadonlySet<string>;
  readonly limit: number;
  readonly threshold: number;
  readonly cutoff: number;
}

const several = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** Lists of a dataset: one list, those of a category, or all. Failure: screening.dataset_unknown. */
function listsOf(
  dataset: string,
  policies: ReadonlyMap<string, ListPolicy>,
  query: { readonly include_dataset?: unknown; readonly exclude_dataset?: unknown },
): Set<string> {
  const named = [...policies].flatMap(([code, policy]) =>
    EVERYTHING.has(dataset) || code === dataset || policy.category === dataset ? [code] : [],
  );
  if (named.length === 0 && !EVERYTHING.has(dataset))
    throw new Failure('missing', 'screening.dataset_unknown', `there is no dataset ${dataset}`, [
      { field: '/dataset', message: [...policies.keys()].join(', ') },
    ]);
  const include = several(query.include_dataset as string | string[] | undefined);
  const exclude = new Set(several(query.exclude_dataset as string | string[] | undefined));
  return new Set(
    named.filter((code) => !exclude.has(code) && (include.length === 0 || include.includes(code))),
  );
}

/** The best match of each listing, over all names and wallets asked. Failure: screening.name_unusable. */
function bestMatches(screening: Screening, asked: Asked, wanted: Wanted): Match[] {
  const best = new Map<string, Match>();
  const found = [
    ...asked.wallets.flatMap((wallet) => screening.matchWallet(wallet)),
    ...asked.names.flatMap((name) => screening.matchName(name, { threshold: wanted.cutoff, limit: 50 })),
  ];
  for (const match of found) {
    const id = entityId(match.list, match.reference);
    if (!wanted.lists.has(match.list) || wanted.excluded.has(id)) continue;
    if ((best.get(id)?.score ?? -1) < match.score) best.set(id, match);
  }
  return [...best.values()].sort((left, right) => right.score - left.score).slice(0, wanted.limit);
}

async function scored(
  tx: Tx,
  ports: EcosystemPorts,
  policies: ReadonlyMap<string, ListPolicy>,
  matches: readonly Match[],
  wanted: Wanted,
  confidential: boolean,
): Promise<ScoredEntity[]> {
  const found = await listingsByReference(tx, matches);
  const readable = confidential ? await openMixed(tx, ports.vault, found) : found;
  const known = new Map(readable.map((one) => [entityId(one.code, one.reference), one]));
  return matches.flatMap((match) => {
    const stored = known.get(entityId(match.list, match.reference));
    if (stored === undefined || stored.removed) return [];
    const entity = entityOf(stored, policies.get(match.list)?.category ?? 'own');
    const closed = stored.sealed !== null && !confidential;
    return [scoredOf(entity, match, wanted.threshold, matchingVersion, closed)];
  });
}

const livePolicies = async (tx: Tx): Promise<Map<string, ListPolicy>> =>
  new Map(
    (await allLists(tx)).flatMap((list) => {
      const policy = policyOf(list);
      return policy.mode === 'live' && policy.category !== 'jurisdictions'
        ? [[list.code, policy] as const]
        : [];
    }),
  );

export function mountEcosystem(http: Http, ports: EcosystemPorts): void {
  http.mount(
    matchEntities,
    async ({ scope, caller, params, query, body }) => {
      const queries = Object.entries(body.queries);
      if (queries.length > QUERIES_MAX)
        throw new Failure('caller', 'screening.too_many_queries', `at most ${QUERIES_MAX} queries`, [
          { field: '/queries', message: String(queries.length) },
        ]);
      return read(ports.db, withDeployment(scope), async (tx) => {
        const policies = await livePolicies(tx);
        const wanted: Wanted = {
          lists: listsOf(params.dataset, policies, query),
          excluded: new Set(several(query.exclude_entity_ids as string | string[] | undefined)),
          limit: query.limit ?? 5,
          threshold: query.threshold ?? DEFAULT_THRESHOLD,
          cutoff: Math.min(query.cutoff ?? CUTOFF, query.threshold ?? DEFAULT_THRESHOLD),
        };
        const responses: Record<string, Awaited<ReturnType<typeof answer>>> = {};
        for (const [key, example] of queries) {
          responses[key] = await answer(tx, ports, policies, wanted, example, mayReadConfidential(caller));
          await setImmediate();
        }
        return { responses, limit: wanted.limit };
      });
    },
    { bodyLimit: 4 * 1024 * 1024 },
  );

  http.mount(searchEntities, ({ scope, caller, params, query }) =>
    read(ports.db, withDeployment(scope), async (tx) => {
      const policies = await livePolicies(tx);
      const limit = query.limit ?? 10;
      const wanted: Wanted = {
        lists: listsOf(params.dataset, policies, {}),
        excluded: new Set(),
        limit,
        threshold: DEFAULT_THRESHOLD,
        cutoff: CUTOFF,
      };
      const example = { schema: query.schema ?? 'Thing', properties: { name: [query.q] } };
      const { results, total } = await answer(
        tx,
        ports,
        policies,
        wanted,
        example,
        mayReadConfidential(caller),
      );
      return { results, total, limit, offset: 0 };
    }),
  );

  http.mount(getScreeningCatalog, ({ scope }) =>
    read(ports.db, withDeployment(scope), async (tx) => {
      const policies = await livePolicies(tx);
      const lists = new Map((await allLists(tx)).map((list) => [list.code, list]));
      const datasets = (await currentSnapshots(tx)).flatMap((snapshot) => {
        const list = lists.get(snapshot.code);
        if (list === undefined || !policies.has(snapshot.code)) return [];
        return [
          {
            name: list.code,
            title: list.name,
            version: String(snapshot.number),
            publisher: { name: list.issuer },
            entity_count: snapshot.counts.listings,
            load: true,
          },
        ];
      });
      return { datasets, current: datasets.map((one) => one.name), outdated: [] };
    }),
  );
}

async function answer(
  tx: Tx,
  ports: EcosystemPorts,
  policies: ReadonlyMap<string, ListPolicy>,
  wanted: Wanted,
  example: ExampleEntity,
  confidential: boolean,
) {
  const query = {
    ...(typeof example.id === 'string' ? { id: example.id } : {}),
    schema: example.schema,
    properties: plainProperties(example),
  };
  try {
    const matches = bestMatches(ports.screening, askedOf(example), wanted);
    const results = await scored(tx, ports, policies, matches, wanted, confidential);
    return { status: 200, results, total: { value: results.length, relation: 'eq' }, query };
  } catch (error) {
    // One query that cannot be compared does not take the others with it.
    if (!isFailure(error) || error.kind !== 'caller') throw error;
    return { status: 422, results: [], total: { value: 0, relation: 'eq' }, query, detail: error.code };
  }
}
