import type { HitRow } from '@atalaya/contract/screening.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { pageOf } from '../../platform/cursor.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
import { policyOf } from '../watchlists/list-policy.ts';
import type { Listing } from '../watchlists/listing.ts';
import { displayName } from '../watchlists/listing.ts';
import { allLists } from '../watchlists/lists.ts';
import type { HitDetails } from './events.ts';
import type { HitState } from './hit.ts';
import type { Feature } from './hits/comparison.ts';
import { DEFAULT_POLICY, policiesOf } from './hits/policy.ts';

/** A hit as stored, with what is kept of the comparison; null once the customer was erased. */
export interface StoredHitRow {
  readonly id: string;
  readonly entity: string;
  readonly state: HitState;
  readonly cause: string;
  readonly subject_kind: 'customer' | 'counterparty' | 'wallet';
  readonly customer: string;
  readonly list: string;
  readonly reference: string;
  readonly score: number;
  readonly features: readonly Feature[];
  readonly subject_digest: string;
  readonly listing_digest: string;
  readonly snapshot: string;
  readonly algorithm: string;
  readonly event: string | null;
  readonly raised_at: Instant;
  readonly changed_at: Instant;
  readonly proposal: 'clear' | 'confirm' | null;
  readonly proposed_by: string | null;
  readonly decided_by: string | null;
  readonly reason: string | null;
  readonly scope: 'listing' | 'list' | null;
  readonly until: Instant | null;
  readonly delisted_by: string | null;
  /** YYYY-MM-DD */
  readonly delisted_on: string | null;
  readonly entry: number;
  readonly details: HitDetails | null;
  /** Of the newest version of the listing we know, taken off or not; null where its list is gone. */
  readonly content: Listing | null;
  readonly sealed: boolean | null;
}

/** The hit with its comparison and the newest version of the listing. */
export const HITS = `select h.id, h.entity, h.state, h.cause, h.subject_kind, h.customer, h.list, h.reference, h.score, h.features,
  h.subject_digest, h.listing_digest, h.snapshot, h.algorithm, h.event, h.raised_at, h.changed_at, h.proposal, h.proposed_by,
  h.decided_by, h.reason, h.scope, h.until, h.delisted_by, to_char(h.delisted_on, 'YYYY-MM-DD') as delisted_on, h.entry, p.details, l.content, l.sealed is not null as sealed
  from screening.hit h left join screening.hit_person p on p.id = h.id
  left join watchlists.listing l on l.code = h.list and l.reference = h.reference and l.known_until is null`;

export type Names = (
  tx: Tx,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, { readonly name: string; readonly reference: string }>>;
export type ActorNames = (tx: Tx, actors: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export interface NamePorts {
  readonly names: Names;
  readonly actorNames: ActorNames;
}

const textMember = (value: object | undefined, name: string): string | undefined => {
  const member: unknown = value === undefined ? undefined : Reflect.get(value, name);
  return typeof member === 'string' ? member : undefined;
};

/** The name or the address that was compared. */
export const comparedText = (details: HitDetails | null): string | undefined =>
  textMember(details?.query, 'name') ?? textMember(details?.query, 'address');

export async function presentHits(
  tx: Tx,
  ports: NamePorts,
  found: readonly StoredHitRow[],
): Promise<HitRow[]> {
  const customers = await ports.names(tx, [...new Set(found.map((one) => one.customer))]);
  const actors = await ports.actorNames(tx, [
    ...new Set(found.flatMap((one) => [one.proposed_by, one.decided_by].filter((actor) => actor !== null))),
  ]);
  const lists = new Map((await allLists(tx)).map((list) => [list.code, list]));
  const policies = await policiesOf(tx);
  return found.map((hit) => {
    const [who, list] = [customers.get(hit.customer), lists.get(hit.list)];
    const subject = comparedText(hit.details);
    const { proposed_by, decided_by } = hit;
    const proposer = proposed_by === null ? undefined : actors.get(proposed_by);
    const decider = decided_by === null ? undefined : actors.get(decided_by);
    return {
      id: hit.id,
      entity: hit.entity,
      state: hit.state,
      cause: hit.cause as HitRow['cause'],
      subject_kind: hit.subject_kind,
      customer_id: hit.customer,
      customer: who?.reference ?? hit.customer,
      ...(who === undefined || who.name === '' ? {} : { customer_name: who.name }),
      ...(subject === undefined ? {} : { subject_name: subject }),
      list: hit.list,
      list_name: list?.name ?? hit.list,
      category: list === undefined ? 'own' : policyOf(list).category,
      reference: hit.reference,
      listing_name: hit.content === null || hit.sealed === true ? '' : displayName(hit.content),
      score: hit.score / 10_000,
      four_eyes: hit.score >= (policies.get(hit.entity) ?? DEFAULT_POLICY).four_eyes,
      raised_at: formatInstant(hit.raised_at),
      changed_at: formatInstant(hit.changed_at),
      ...(hit.proposal === null ? {} : { proposal: hit.proposal }),
      ...(proposed_by === null ? {} : { proposed_by }),
      ...(proposer === undefined ? {} : { proposed_by_name: proposer }),
      ...(decider === undefined ? {} : { decided_by_name: decider }),
      ...(hit.reason === null ? {} : { reason: hit.reason }),
      ...(hit.scope === null ? {} : { scope: hit.scope }),
      ...(hit.until === null ? {} : { until: formatInstant(hit.until) }),
    };
  });
}

/** Failure: screening.hit_unknown. */
export async function storedHit(tx: Tx, id: string): Promise<StoredHitRow> {
  const found = await one<StoredHitRow>(tx, `${HITS} where h.id = $1`, [id]);
  if (found === undefined) throw new Failure('missing', 'screening.hit_unknown', `no hit ${id}`);
  return found;
}

/** Failure: screening.hit_unknown. */
export async function hitRow(tx: Tx, ports: NamePorts, id: string): Promise<HitRow> {
  const [row] = await presentHits(tx, ports, [await storedHit(tx, id)]);
  if (row === undefined) throw new Failure('missing', 'screening.hit_unknown', `no hit ${id}`);
  return row;
}

export interface HitFilter {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  /** One state or several with commas. */
  readonly state?: string | undefined;
  readonly list?: string | undefined;
  /** cus_… */
  readonly customer?: string | undefined;
  readonly min_score?: number | undefined;
}

const WHERE = `($1::text[] is null or h.state = any ($1)) and ($2::text is null or h.list = $2)
  and ($3::text is null or h.customer = $3) and h.score >= $4`;

/** The most alike first, then the oldest; `after` is the place and id of the last row seen. Failure: request.cursor_invalid. */
export async function hitPage(
  tx: Tx,
  ports: NamePorts,
  filter: HitFilter,
): Promise<{ items: HitRow[]; next?: string; total: number }> {
  const limit = filter.limit ?? 50;
  const cursor = readCursor(filter.after);
  const values = [
    filter.state === undefined ? null : filter.state.split(','),
    filter.list ?? null,
    filter.customer ?? null,
    Math.round((filter.min_score ?? 0) * 10_000),
  ];
  const found = await rows<StoredHitRow>(
    tx,
    `${HITS} where ${WHERE} and ($5::int is null or (h.score, h.id) < ($5, $6))
     order by h.score desc, h.id desc limit $7`,
    [...values, cursor?.score ?? null, cursor?.id ?? '', limit + 1],
  );
  const counted = await one<{ n: number }>(
    tx,
    `select count(*) as n from screening.hit h where ${WHERE}`,
    values,
  );
  const { page, next } = pageOf(found, limit, (last) => `${last.score}.${last.id}`);
  return {
    items: await presentHits(tx, ports, page),
    ...next,
    total: counted?.n ?? 0,
  };
}

function readCursor(text: string | undefined): { score: number; id: string } | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,5})\.(hit_[0-9a-z]{26})$/.exec(text);
  if (match !== null) return { score: Number(match[1]), id: match[2] ?? '' };
  throw new Failure('caller', 'request.cursor_invalid', 'the page cursor is not one of ours', [
    { field: 'after', message: 'start again without it' },
  ]);
}
