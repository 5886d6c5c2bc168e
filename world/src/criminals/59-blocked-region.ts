import { newIp } from '../accounts/account.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 59: the account is worked from a barred region; the private network hides the address, not the telephone. */
export const blockedRegion: Scheme = {
  scenario: '59',
  slug: 'blocked-region',
  span_days: 2,
  cast: [{ name: 'operator', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const away = gang.seed
      .sub('away')
      .stream()
      .pick([
        { country: 'IR', timezone: 'Asia/Tehran', sim_country: 'IR' },
        { country: 'KP', timezone: 'Asia/Pyongyang', sim_country: 'KP' },
      ]);
    const hidden = gang.seed.sub('hidden').stream().chance(0.5);
    const operator = gang.as('operator', 'layering').from({
      ...away,
      ...(hidden ? { country: 'MX', anonymizer: 'vpn' as const } : {}),
      ip: newIp(gang.seed.sub('away')),
    });
    const at = gang.at(9, 15);
    operator.login(at);
    if (k === 0) {
      payAndBuy(operator, at + 5 * MINUTE, gang.random.between(300, 900));
      return;
    }
    operator.send(at + HOUR, 'USDT', operator.sendable('USDT'), operator.newWallet('tron'));
  },
};
