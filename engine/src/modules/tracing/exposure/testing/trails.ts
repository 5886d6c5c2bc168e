import type { Transfer } from '../../graph/memory-graph.ts';

/**
 * Exposure once more, slow and without anything of the fast one: every unit (under haircut: every fraction) of money carries
 * the names of all accounts it was in, and afterwards each trail is read from the subject on. For small account graphs.
 */
type Trail = readonly string[];
interface Pile {
  readonly trail: Trail;
  amount: bigint;
}

export interface Asked {
  readonly subject: string;
  readonly direction: 'received' | 'sent';
  readonly hops: number;
  readonly named: ReadonlySet<string>;
}

/** Slice name to units; names are `direct X`, `indirect X`, or how it ended. */
export type Slices = Record<string, bigint>;

/** Trails of all money at the end, `opening` first where it had no known origin. Amounts must divide exactly. */
export function trailsOf(policy: 'haircut' | 'fifo' | 'lifo', transfers: readonly Transfer[]): Pile[] {
  const accounts = new Map<string, Pile[]>();
  for (const [name, amount] of openings(transfers))
    accounts.set(name, [{ trail: ['opening', name], amount }]);
  for (const { from, to, amount } of transfers) {
    const payer = from ?? 'issuer';
    const pool = from === null ? [{ trail: ['issuance'], amount }] : (accounts.get(payer) ?? []);
    const taken =
      policy === 'haircut'
        ? shave(pool, amount)
        : policy === 'fifo'
          ? first(pool, amount)
          : last(pool, amount);
    accounts.set(payer, from === null ? [] : pool.filter((pile) => pile.amount > 0n));
    const moved = taken.map((pile) => ({ trail: [...pile.trail, to], amount: pile.amount }));
    accounts.set(to, [...(accounts.get(to) ?? []), ...moved]);
  }
  return [...accounts.values()].flat();
}

function openings(transfers: readonly Transfer[]): Map<string, bigint> {
  const balance = new Map<string, bigint>();
  const lowest = new Map<string, bigint>();
  for (const { from, to, amount } of transfers) {
    if (from !== null) {
      balance.set(from, (balance.get(from) ?? 0n) - amount);
      if ((balance.get(from) ?? 0n) < (lowest.get(from) ?? 0n)) lowest.set(from, balance.get(from) ?? 0n);
    }
    balance.set(to, (balance.get(to) ?? 0n) + amount);
  }
  return new Map([...lowest].map(([name, amount]) => [name, -amount]));
}

function shave(pool: readonly Pile[], amount: bigint): Pile[] {
  const units = pool.reduce((sum, pile) => sum + pile.amount, 0n);
  return pool.map((pile) => {
    if ((pile.amount * amount) % units !== 0n) throw new Error('not scaled enough to divide');
    const own = (pile.amount * amount) / units;
    pile.amount -= own;
    return { trail: pile.trail, amount: own };
  });
}

function first(pool: readonly Pile[], amount: bigint): Pile[] {
  const taken: Pile[] = [];
  let wanted = amount;
  for (const pile of pool) {
    const own = pile.amount < wanted ? pile.amount : wanted;
    pile.amount -= own;
    wanted -= own;
    if (own > 0n) taken.push({ trail: pile.trail, amount: own });
  }
  return taken;
}

const last = (pool: readonly Pile[], amount: bigint): Pile[] => first(pool.toReversed(), amount).reverse();

/** Reads the trails from each time the subject held the money. */
export function slicesOf(piles: readonly Pile[], asked: Asked): Slices {
  const slices: Slices = {};
  for (const { trail, amount } of piles) {
    const way = asked.direction === 'sent' ? trail : trail.toReversed();
    for (const [place, name] of way.entries()) {
      if (name !== asked.subject) continue;
      const rest = way.slice(place + 1);
      const end = read(rest, asked);
      if (end !== null && amount > 0n) slices[end] = (slices[end] ?? 0n) + amount;
    }
  }
  return slices;
}

/** Where a way that leaves the subject ends; null when the money never moved. */
function read(way: Trail, { subject, direction, hops, named }: Asked): string | null {
  if (way.length === 0) return null;
  if (direction === 'received' && way[0] === 'opening') return null;
  for (const [index, name] of way.entries()) {
    if (name === 'issuance') return 'issuance';
    if (name === 'opening') return 'no_history';
    if (named.has(name)) return `${index === 0 ? 'direct' : 'indirect'} ${name}`;
    if (name === subject) return 'own_funds';
    if (index + 1 >= hops) return 'depth';
  }
  return 'unspent';
}

/** The dirtiest first: what each unit is called by the gravest name, under TIHO, looking back without a limit of hops. */
export function tihoReceived(
  transfers: readonly Transfer[],
  asked: Asked,
  gravity: readonly string[],
): Slices {
  const accounts = new Map<string, string[]>();
  for (const [name, amount] of openings(transfers))
    accounts.set(name, new Array(Number(amount)).fill('no_history'));
  const rank = (label: string): number =>
    (gravity.indexOf(label) + gravity.length + 1) % (gravity.length + 1);
  const slices: Slices = {};
  const order = (a: string, b: string): number => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
  for (const { from, to, amount } of transfers) {
    const pool = (from === null ? [] : (accounts.get(from) ?? [])).sort(order);
    const size = Number(amount);
    const stays = pool.length - size;
    const units =
      from === null ? new Array<string>(size).fill('issuance') : pool.splice(size >= stays ? 0 : stays, size);
    const moved = from !== null && named(from, asked) ? units.map(() => labelOf(from, to, asked)) : units;
    if (to === asked.subject) for (const label of moved) slices[label] = (slices[label] ?? 0n) + 1n;
    accounts.set(to, [...(accounts.get(to) ?? []), ...moved]);
  }
  return slices;
}

const named = (name: string, asked: Asked): boolean => asked.named.has(name) || name === asked.subject;
const labelOf = (from: string, to: string, { subject, named: names }: Asked): string =>
  names.has(from) ? `${to === subject ? 'direct' : 'indirect'} ${from}` : 'own_funds';

/** Poison: every receipt is called by the gravest name that money on any way into it ever had. */
export function poisonReceived(
  transfers: readonly Transfer[],
  asked: Asked,
  gravity: readonly string[],
): Slices {
  const touched = new Map<string, Set<string>>();
  for (const [name, amount] of openings(transfers))
    if (amount > 0n) touched.set(name, new Set(['no_history']));
  const slices: Slices = {};
  const balance = new Map(openings(transfers));
  for (const { from, to, amount } of transfers) {
    const labels =
      from === null
        ? new Set(['issuance'])
        : named(from, asked)
          ? new Set([labelOf(from, to, asked)])
          : (touched.get(from) ?? new Set<string>());
    const worst = [...gravity.filter((label) => labels.has(label)), ...[...labels].sort()][0];
    if (to === asked.subject && worst !== undefined) slices[worst] = (slices[worst] ?? 0n) + amount;
    balance.set(to, (balance.get(to) ?? 0n) + amount);
    touched.set(to, new Set([...(touched.get(to) ?? []), ...labels]));
    if (from === null) continue;
    balance.set(from, (balance.get(from) ?? 0n) - amount);
    if (balance.get(from) === 0n) touched.delete(from);
  }
  return slices;
}
