import { rows, type Tx } from '../../../platform/database.ts';
import { type ScreenableCustomer, screenableByIds } from '../../customers/screenable.ts';
import { type Applied, applyScreened, NOTHING_APPLIED } from '../hits/apply.ts';
import { queryOf, subjectDigest } from '../hits/comparison.ts';
import type { MatchPool } from '../hits/match-pool.ts';
import { matchesIn } from '../hits/match-thread.ts';
import type { Match, NameQuery } from '../match.ts';
import { buildIndex, type ScreeningIndex } from '../matching/screening-index.ts';
import { customerSubject, type PartyPorts, toScreened } from '../screen-parties.ts';
import { matchingVersion } from '../screening.ts';
import { type ListDelta, workOf } from './list-delta.ts';

/** A customer who met something in what changed. */
export interface Compared {
  readonly customer: ScreenableCustomer;
  readonly query: NameQuery;
  readonly matches: Match[];
}

/** Customers who already have a hit on what changed are looked at again even when nothing is found any more. */
const withHits = async (tx: Tx, list: string, references: ReadonlySet<string>, ids: readonly string[]) =>
  new Set(
    (
      await rows<{ customer: string; reference: string }>(
        tx,
        `select customer, reference from screening.hit
         where customer = any ($1) and subject_key = 'customer' and list = $2 and state <> 'lapsed'`,
        [ids, list],
      )
    ).flatMap((row) => (references.has(row.reference) ? [row.customer] : [])),
  );

/** A page of the base against what changed, outside any transaction: this is where the time goes. */
export async function comparePage(
  pool: MatchPool,
  threshold: number,
  page: readonly ScreenableCustomer[],
): Promise<Compared[]> {
  const queries = page.map(queryOf);
  const matches = await pool.match(queries, threshold);
  return page.flatMap((customer, at) => {
    const [query, found] = [queries[at], matches[at] ?? []];
    return query === undefined || found.length === 0 ? [] : [{ customer, query, matches: found }];
  });
}

/** Who changed while they were compared is compared again as they are now. */
async function upToDate(
  tx: Tx,
  delta: ListDelta,
  threshold: number,
  ids: readonly string[],
  compared: readonly Compared[],
): Promise<Compared[]> {
  const before = new Map(compared.map((one) => [one.customer.id, one]));
  let index: ScreeningIndex | undefined;
  return (await screenableByIds(tx, ids)).map((customer) => {
    const query = queryOf(customer);
    const known = before.get(customer.id);
    if (known !== undefined && subjectDigest(known.query) === subjectDigest(query)) return known;
    index ??= buildIndex([workOf(delta)]);
    return { customer, query, matches: matchesIn(index, query, threshold) };
  });
}

export async function applyPage(
  tx: Tx,
  ports: PartyPorts,
  delta: ListDelta,
  threshold: number,
  page: readonly ScreenableCustomer[],
  compared: readonly Compared[],
): Promise<Applied> {
  const references = new Set(delta.present.map((listing) => listing.reference));
  const had = await withHits(
    tx,
    delta.list,
    references,
    page.map((one) => one.id),
  );
  const ids = [...new Set([...compared.map((one) => one.customer.id), ...had])];
  if (ids.length === 0) return NOTHING_APPLIED;
  const parties = (await upToDate(tx, delta, threshold, ids, compared)).map((one) => ({
    subject: customerSubject(one.customer, one.query),
    rating: one.customer.rating,
    matches: one.matches,
  }));
  return applyScreened(tx, ports.journal, await toScreened(tx, ports, parties), {
    cause: 'list_delta',
    algorithm: matchingVersion,
    now: ports.now(),
    covered: (list, reference) => list === delta.list && references.has(reference),
  });
}
