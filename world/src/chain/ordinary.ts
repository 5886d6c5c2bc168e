import type { Event } from '@atalaya/contract/activity.ts';
import { unitsOf } from '../money/amount.ts';
import type { Stream } from '../random/stream.ts';
import type { TagBook } from '../tags.ts';
import { DAY, HOUR, MINUTE } from '../time/calendar.ts';
import { type Network, newWallet, type Wallet } from '../wallets/wallet.ts';
import type { ChainPen } from './pen.ts';

const READ: readonly Network[] = ['tron', 'ethereum', 'bitcoin'];

/** The exchange's own hot wallet, known as an exchange's like any other's. */
export const hotWallet = (tagged: TagBook, network: Network): Wallet => tagged('exchange', network, 1);

/** What a deposit or a withdrawal of everyday life looks like on its chain: most comes from another exchange, some from other people. */
export function ordinaryTrail(
  pen: ChainPen,
  tagged: TagBook,
  event: Event,
  at: number,
  random: Stream,
): void {
  if ((event.type !== 'deposit' && event.type !== 'withdrawal') || event.wallet === undefined) return;
  const network = READ.find((one) => one === event.wallet?.network);
  if (network === undefined || event.asset === 'ZEC') return;
  const across: Wallet = { network, address: event.wallet.address };
  const units = unitsOf(event.asset, Number(event.amount));
  const hot = hotWallet(tagged, network);
  if (network === 'bitcoin') coinTrail(pen, event.type, across, hot, units, at, random);
  else if (event.type === 'withdrawal') pen.pay(at + 4 * MINUTE, event.asset, hot, across, units);
  else {
    funded(pen, tagged, across, event.asset, Math.ceil(units * random.between(1, 1.4)), at, random);
    pen.pay(at - 11 * MINUTE, event.asset, across, hot, units);
  }
  if (network === 'tron' && event.asset !== 'TRX') firstFees(pen, tagged, across, at, random);
}

function funded(
  pen: ChainPen,
  tagged: TagBook,
  across: Wallet,
  asset: string,
  units: number,
  at: number,
  random: Stream,
): void {
  const { network } = across;
  const way = random.real();
  if (way < 0.6)
    pen.pay(at - random.between(2 * HOUR, 12 * DAY), asset, tagged('exchange', network, 0), across, units);
  else if (way < 0.85) {
    // Paid by a few people over time: wages, friends, a customer of a shop.
    for (let n = 0; n < 3; n += 1)
      pen.pay(
        at - random.between((1 + 4 * n) * DAY, (4 + 4 * n) * DAY),
        asset,
        newWallet(network, random),
        across,
        Math.ceil(units / 3),
      );
  } else bridged(pen, across, asset, units, at - random.between(1, 20) * HOUR, random);
}

/** Over one bridge, whose both sides anyone can see. */
function bridged(pen: ChainPen, to: Wallet, asset: string, units: number, at: number, random: Stream): void {
  const there = { network: 'polygon', address: newWallet('ethereum', random).address };
  const [gate, exit] = [
    { network: 'polygon', address: newWallet('ethereum', random).address },
    newWallet(to.network, random),
  ];
  const id = random.hex(64);
  const left = Math.ceil(units * 1.002);
  const out = pen.pay(at - 9 * MINUTE, asset, there, gate, left);
  pen.say(at - 9 * MINUTE, 'bridge_out', gate, asset, { account: there, units: left, id, tx: out });
  const tx = pen.pay(at, asset, exit, to, units);
  pen.say(at, 'bridge_in', exit, asset, { account: to, units, id, tx });
}

const FEES_TRX = 30_000_000;

/** Most wallets got their first TRX from an exchange, some from their owner's other wallet. */
function firstFees(pen: ChainPen, tagged: TagBook, to: Wallet, at: number, random: Stream): void {
  const from = random.chance(0.8) ? tagged('exchange', 'tron', 0) : newWallet('tron', random);
  pen.pay(at - random.between(12, 13.9) * DAY, 'TRX', from, to, FEES_TRX);
}

function coinTrail(
  pen: ChainPen,
  type: 'deposit' | 'withdrawal',
  across: Wallet,
  hot: Wallet,
  units: number,
  at: number,
  random: Stream,
): void {
  const stranger = newWallet('bitcoin', random);
  const change = { to: newWallet('bitcoin', random), units: random.int(90_000, 900_000) };
  if (type === 'withdrawal') {
    const coin = pen.coinOf(hot, units + change.units + 900);
    pen.spend(at + 6 * MINUTE, [coin], [{ to: across, units }, change]);
    return;
  }
  const coin = pen.coinOf(stranger, units + change.units + 1_800);
  const [own] = pen.spend(
    at - random.between(5 * HOUR, 12 * DAY),
    [coin],
    [{ to: across, units: units + 900 }, change],
  );
  if (own !== undefined) pen.spend(at - 15 * MINUTE, [own], [{ to: hot, units }]);
}
