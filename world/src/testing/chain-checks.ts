import { expect } from 'vitest';
import type { ChainLine } from '../chain/move.ts';
import { addressOf, distinct, type Evidence, ms, value } from './evidence.ts';

type Transfer = Extract<ChainLine, { transfers: unknown }>['transfers'][number] & { readonly at: number };
type Coins = Extract<ChainLine, { transactions: unknown }>['transactions'][number] & { readonly at: number };
type Signal = NonNullable<Extract<ChainLine, { transfers: unknown }>['signals']>[number];

const transfersOf = ({ file }: Evidence, asset: string): Transfer[] =>
  file.chain.flatMap((line) =>
    'transfers' in line && line.asset === asset
      ? line.transfers.map((one) => ({ ...one, at: Date.parse(line.time) }))
      : [],
  );
const signalsOf = ({ file }: Evidence): Signal[] =>
  file.chain.flatMap((line) => ('transfers' in line ? (line.signals ?? []) : []));
const coinsOf = ({ file }: Evidence): Map<string, Coins> =>
  new Map(
    file.chain.flatMap((line) =>
      'transactions' in line
        ? line.transactions.map((one) => [one.tx, { ...one, at: Date.parse(line.time) }] as const)
        : [],
    ),
  );

/** Who paid an address, and who paid them, so many times. */
function payersBehind(transfers: readonly Transfer[], address: string, steps: number): Set<string> {
  let at = new Set([address]);
  for (let step = 0; step < steps; step += 1)
    at = new Set(transfers.flatMap(({ from, to }) => (at.has(to) && from !== null ? [from] : [])));
  return at;
}

const isRound = (transaction: Coins | undefined): boolean =>
  transaction !== undefined &&
  transaction.inputs.length === 5 &&
  distinct(transaction.outputs.map(({ amount }) => amount)) === 1;

const firstOf = (evidence: Evidence, type: 'deposit' | 'withdrawal') => {
  const [first] = evidence.of(type);
  if (first === undefined) throw new Error(`${evidence.pattern} has no ${type}`);
  return first;
};

/** Patterns that show on a chain only. */
export const CHAIN_CHECKS: Readonly<Record<string, (evidence: Evidence) => void>> = {
  '3': (evidence) => {
    const deposit = firstOf(evidence, 'deposit');
    const behind = payersBehind(transfersOf(evidence, deposit.asset), addressOf(deposit), 2);
    expect([...behind].some((address) => evidence.file.listed.has(address))).toBe(true);
    expect(evidence.file.listed.has(addressOf(deposit))).toBe(false);
    expect(value(evidence, deposit)).toBeGreaterThan(100);
  },
  '12': (evidence) => {
    const coins = coinsOf(evidence);
    const address = addressOf(firstOf(evidence, 'deposit'));
    const paid = [...coins.values()].find(({ outputs }) => outputs.some((out) => out.address === address));
    expect(isRound(coins.get(paid?.inputs[0]?.tx ?? ''))).toBe(true);
  },
  '13': (evidence) => {
    const coins = [...coinsOf(evidence).values()];
    const address = addressOf(firstOf(evidence, 'withdrawal'));
    const paid = coins.find(({ outputs }) => outputs.some((out) => out.address === address));
    const prepared = coins.find(({ inputs }) => inputs.some(({ tx }) => tx === paid?.tx));
    const round = coins.find(({ inputs }) => inputs.some(({ tx }) => tx === prepared?.tx));
    expect(isRound(round)).toBe(true);
    expect((round?.at ?? 0) - (paid?.at ?? 0)).toBeLessThan(24 * 3_600_000);
    expect(evidence.of('withdrawal')).toHaveLength(2);
  },
  '16': (evidence) => {
    const coins = coinsOf(evidence);
    const deposit = firstOf(evidence, 'deposit');
    let at = [...coins.values()].find(({ outputs }) =>
      outputs.some((out) => out.address === addressOf(deposit)),
    );
    let hops = 0;
    for (; at !== undefined && at.inputs.length === 1 && at.outputs.length === 2; hops += 1)
      at = coins.get(at.inputs[0]?.tx ?? '');
    expect(hops).toBeGreaterThanOrEqual(6);
  },
  '17': (evidence) => {
    const said = signalsOf(evidence);
    const ids = new Set(said.filter(({ kind }) => kind === 'bridge_out').map(({ id }) => id));
    const own = addressOf(firstOf(evidence, 'deposit'));
    const last = said.find(({ kind, account }) => kind === 'bridge_in' && account === own);
    expect(ids.has(last?.id)).toBe(true);
    const before = said.find(({ kind, id }) => kind === 'bridge_out' && id === last?.id)?.account;
    const earlier = said.find(({ kind, account }) => kind === 'bridge_in' && account === before);
    expect(ids.has(earlier?.id)).toBe(true);
  },
  '18': (evidence) => {
    const deposit = firstOf(evidence, 'deposit');
    const said = signalsOf(evidence);
    const arrival = said.find(({ kind, account }) => kind === 'bridge_in' && account === addressOf(deposit));
    expect(arrival?.id).toBeDefined();
    expect(said.some(({ kind, id }) => kind === 'bridge_out' && id === arrival?.id)).toBe(false);
    expect(value(evidence, deposit)).toBeGreaterThan(10_000);
  },
  '19': (evidence) => {
    const deposit = firstOf(evidence, 'deposit');
    const own = addressOf(deposit);
    const swap = signalsOf(evidence).find(({ kind, account }) => kind === 'swap' && account === own);
    const [payer] = payersBehind(transfersOf(evidence, swap?.gave?.asset ?? ''), own, 1);
    expect(evidence.file.tagged.get(payer ?? '')).toBe('stolen_funds');
    expect(deposit.asset).toBe('ETH');
  },
  '22': (evidence) => {
    const deposit = firstOf(evidence, 'deposit');
    const seen = transfersOf(evidence, 'USDT').filter(
      ({ from, to }) => from === addressOf(deposit) || to === addressOf(deposit),
    );
    expect(seen).toHaveLength(2);
    expect(ms(deposit) - Math.min(...seen.map(({ at }) => at))).toBeLessThan(24 * 3_600_000);
    expect(value(evidence, deposit)).toBeGreaterThan(3_000);
  },
  '23': (evidence) => {
    const own = addressOf(firstOf(evidence, 'deposit'));
    expect(payersBehind(transfersOf(evidence, 'USDT'), own, 1).size).toBeGreaterThanOrEqual(20);
  },
  '25': (evidence) => {
    const [deposit, withdrawal] = [firstOf(evidence, 'deposit'), firstOf(evidence, 'withdrawal')];
    const back = evidence.of('deposit').find((event) => event.rail === 'crypto') ?? deposit;
    const behind = payersBehind(transfersOf(evidence, 'USDT'), addressOf(back), 2);
    expect(behind.has(addressOf(withdrawal))).toBe(true);
    expect(ms(back) - ms(withdrawal)).toBeLessThan(72 * 3_600_000);
  },
  '80': (evidence) => {
    const wallets = new Set(evidence.of('withdrawal').map(addressOf));
    const payers = transfersOf(evidence, 'TRX').flatMap(({ from, to }) => (wallets.has(to) ? [from] : []));
    expect(wallets.size).toBeGreaterThanOrEqual(3);
    expect(distinct(payers)).toBe(1);
  },
};
