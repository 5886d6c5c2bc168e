import { stranger } from '../accounts/counterparties.ts';
import { HOUR } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 43: somebody else keeps paying for what this customer buys. */
export const thirdPartyFunding: Scheme = {
  scenario: '43',
  slug: 'third-party-funding',
  span_days: 5,
  cast: [{ name: 'straw-man', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k % 2 === 1) return;
    const strawMan = gang.as('straw-man', 'placement');
    const at = gang.at(9, 17);
    const backer = stranger(
      strawMan.account.person.country,
      gang.seed.sub('backer', k === 4 ? 1 : 0).stream(),
    );
    strawMan.payIn(at, strawMan.cash(gang.random.between(480, 720), at), {
      counterparty: backer,
      note: gang.random.pick(['pago', 'apoyo', 'transferencia', 'lo acordado']),
    });
    const layering = strawMan.stage('layering');
    layering.buy(at + 2 * HOUR, 'USDT', layering.fiat, layering.held(layering.fiat));
  },
};
