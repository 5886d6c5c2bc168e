import { HOUR } from '../time/calendar.ts';
import { gangWallet } from './chain-moves.ts';
import type { Scheme } from './scheme.ts';

const HOPS = 9;
const WHOLE = 90_000_000;
const FEE = 2_000;

/** Scenario 16: a large coin is peeled nine times in a night; some peels go to services, the last one to the own account. */
export const peelChain: Scheme = {
  scenario: '16',
  slug: 'peel-chain',
  span_days: 1,
  cast: [{ name: 'peeler', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang) {
    const { random } = gang;
    const peeler = gang.as('peeler', 'layering');
    const at = gang.at(11, 19);
    const services = [
      peeler.tagged('exchange', 'bitcoin'),
      peeler.tagged('gambling', 'bitcoin'),
      peeler.tagged('exchange', 'bitcoin'),
    ];
    let left = WHOLE;
    let carrier = gangWallet(gang, 'bitcoin', 'carrier');
    let coin = peeler.chain.coinOf(carrier, left);
    for (let n = 1; n <= HOPS; n += 1) {
      const last = n === HOPS;
      const peel = Math.floor(left * random.between(0.02, 0.07));
      const service = n % 2 === 0 ? services[n / 2 - 1] : undefined;
      const to = last ? peeler.hot('bitcoin') : (service ?? gangWallet(gang, 'bitcoin', 'peel', n));
      const next = gangWallet(gang, 'bitcoin', 'carrier', n);
      const when = at - (HOPS - n + 1) * HOUR;
      const [rest] = peeler.chain.spend(
        when,
        [coin],
        [
          { to: next, units: left - peel - FEE },
          { to, units: peel },
        ],
      );
      if (last) peeler.receive(at, 'BTC', peel, carrier);
      if (rest === undefined) return;
      left -= peel + FEE;
      coin = rest;
      carrier = next;
    }
  },
};
