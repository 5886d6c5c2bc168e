import { HOUR } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 51: cash from kiosks arrives in small parts all week. */
export const kiosk: Scheme = {
  scenario: '51',
  slug: 'kiosk',
  span_days: 6,
  cast: [{ name: 'depositor', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k % 2 === 1 && k !== 5) return;
    const depositor = gang.as('depositor', 'placement');
    const at = gang.at(10, 19);
    const units = depositor.worth('BTC', gang.random.between(180, 480), at);
    depositor.receive(at, 'BTC', units, depositor.tagged('kiosk', 'bitcoin', k));
    if (k !== 5) return;
    const layering = depositor.stage('layering');
    layering.send(at + 2 * HOUR, 'BTC', layering.sendable('BTC'), layering.newWallet('bitcoin'));
  },
};
