import { HOUR, MINUTE } from '../time/calendar.ts';
import { depositThrough, gangWallet } from './chain-moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 19: stolen tokens become the chain's own coin within minutes, before their issuer can freeze them. */
export const swapAndGo: Scheme = {
  scenario: '19',
  slug: 'swap-and-go',
  span_days: 1,
  cast: [{ name: 'thief', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang) {
    const { random } = gang;
    const thief = gang.as('thief', 'layering');
    const at = gang.at(10, 20);
    const usd = random.between(400, 3_000);
    const [own, pool] = [gangWallet(gang, 'ethereum', 'own'), gangWallet(gang, 'ethereum', 'pool')];
    const tokens = thief.worth('USDC', usd, at);
    const coins = thief.worth('ETH', usd * 0.995, at);
    const came = at - 2 * HOUR;
    const swapped = came + random.between(2, 8) * MINUTE;
    thief.chain.pay(came, 'USDC', thief.tagged('stolen_funds', 'ethereum'), own, tokens);
    const tx = thief.chain.pay(swapped, 'USDC', own, pool, tokens);
    thief.chain.pay(swapped, 'ETH', pool, own, coins);
    const gave = { asset: 'USDC', units: tokens };
    thief.chain.say(swapped, 'swap', pool, 'ETH', { account: own, units: coins, gave, tx });
    depositThrough(thief, at, 'ETH', coins, [own], HOUR);
  },
};
