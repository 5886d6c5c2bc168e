import { stranger } from '../accounts/counterparties.ts';
import { HOUR } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 68: what strangers pay in here comes out elsewhere, sum for sum, within hours. */
export const mirrorSettlement: Scheme = {
  scenario: '68',
  slug: 'mirror-settlement',
  span_days: 9,
  cast: [{ name: 'settler', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k % 2 === 1) return;
    const { random } = gang;
    const settler = gang.as('settler', 'layering');
    const payer = stranger(settler.account.person.country, gang.seed.sub('payer', k).stream());
    const at = gang.at(9, 14);
    const rail = random.chance(0.3) ? 'cash' : 'bank';
    const units = settler.cash(random.between(2_300, 4_600), at);
    settler.payIn(at, units, { rail, counterparty: payer });
    const bought = settler.buy(at + HOUR, 'USDT', settler.fiat, units, 0.001);
    settler.send(at + random.between(2, 8) * HOUR, 'USDT', bought - 2_000_000, settler.newWallet('tron'));
  },
};
