import { stranger } from '../accounts/counterparties.ts';
import { unitsOf } from '../money/amount.ts';
import { HOUR } from '../time/calendar.ts';
import { inOrder } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 75: many senders abroad, each just below a thousand dollars, one counter that pays it all out. */
export const remittanceMisuse: Scheme = {
  scenario: '75',
  slug: 'remittance-misuse',
  span_days: 6,
  cast: [{ name: 'payee', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    const payee = gang.as('payee', 'placement');
    const senders = k % 2 === 0 ? 3 : 2;
    for (const at of inOrder(Array.from({ length: senders }, () => gang.at(8, 15)))) {
      const units = unitsOf('USD', random.int(905, 998));
      payee.payIn(at, units, { asset: 'USD', counterparty: stranger('US', random), note: 'family' });
    }
    const { place } = payee.account.person;
    const counterparty = { ...payee.account.bank, branch: `${place.region}/${place.city}-7` };
    const out = payee.stage('integration');
    const at = gang.at(16, 19);
    out.login(at);
    out.payOut(at + HOUR, out.held('USD'), { asset: 'USD', rail: 'cash', counterparty });
  },
};
