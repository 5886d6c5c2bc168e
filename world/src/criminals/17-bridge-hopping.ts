import type { Desk } from '../accounts/desk.ts';
import type { ChainAccount } from '../chain/pen.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { depositThrough, gangWallet } from './chain-moves.ts';
import type { Gang, Scheme } from './scheme.ts';

interface Crossing {
  readonly from: ChainAccount;
  readonly to: ChainAccount;
  readonly sent: number;
  readonly arrived: number;
  readonly at: number;
}

const contract = (gang: Gang, network: string, name: string): ChainAccount => ({
  network,
  address: gangWallet(gang, network === 'tron' ? 'tron' : 'ethereum', name).address,
});

/** Locks on one chain what it releases on the other, a quarter of an hour later. */
function cross(gang: Gang, { chain }: Desk, { from, to, sent, arrived, at }: Crossing): void {
  const [gate, exit] = [contract(gang, from.network, `gate ${at}`), contract(gang, to.network, `exit ${at}`)];
  const id = gang.random.hex(64);
  const out = chain.pay(at, 'USDT', from, gate, sent);
  chain.say(at, 'bridge_out', gate, 'USDT', { account: from, units: sent, id, tx: out });
  const tx = chain.pay(at + 15 * MINUTE, 'USDT', exit, to, arrived);
  chain.say(at + 15 * MINUTE, 'bridge_in', exit, 'USDT', { account: to, units: arrived, id, tx });
}

/** Scenario 17: Ethereum, Polygon and TRON in an afternoon, and nearly all of it arrives. */
export const bridgeHopping: Scheme = {
  scenario: '17',
  slug: 'bridge-hopping',
  span_days: 1,
  cast: [{ name: 'hopper', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang) {
    const hopper = gang.as('hopper', 'layering');
    const at = gang.at(13, 20);
    const units = hopper.worth('USDT', gang.random.between(1_500, 6_000), at);
    const first = gangWallet(gang, 'ethereum', 'first');
    const middle = { network: 'polygon', address: gangWallet(gang, 'ethereum', 'middle').address };
    const last = gangWallet(gang, 'tron', 'last');
    const [left, half] = [Math.ceil(units * 1.006), Math.ceil(units * 1.003)];
    hopper.chain.pay(at - 8 * HOUR, 'USDT', gangWallet(gang, 'ethereum', 'before'), first, left);
    cross(gang, hopper, { from: first, to: middle, sent: left, arrived: half, at: at - 7 * HOUR });
    cross(gang, hopper, { from: middle, to: last, sent: half, arrived: units, at: at - 4 * HOUR });
    depositThrough(hopper, at, 'USDT', units, [last], HOUR);
  },
};
