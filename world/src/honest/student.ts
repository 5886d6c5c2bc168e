import { unitsOf } from '../money/amount.ts';
import type { Persona } from '../people/persona.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { networkOf } from '../wallets/wallet.ts';

/** Small sums, late hours, curious; sometimes buys from another student and sometimes pays for a game. */
export const student: Persona = {
  name: 'student',
  weight: 9,
  kind: 'person',
  ages: [18, 26],
  occupation: 'student',
  purpose: 'trading',
  activity_code: '9800050',
  income_usd: { median: 260, sigma: 0.4 },
  volume: 1.5,
  live(desk, day) {
    const { random } = day;
    const coin = desk.habit('coin').pick(['TRX', 'ETH', 'USDT', 'BTC']);
    if (!random.chance(day.civil.weekday >= 5 ? 0.65 : 0.45)) return;
    const at = day.at(15, 22.5);
    desk.login(at);
    const what = random.real();
    if (what < 0.3) {
      const rail = random.chance(0.3) ? 'card' : 'bank';
      desk.payIn(at + 3 * MINUTE, desk.cash(random.lognormal(14, 0.6), at), { rail });
      desk.buy(at + 8 * MINUTE, coin, desk.fiat, desk.held(desk.fiat), 0.004);
    } else if (what < 0.36) {
      const units = desk.worth('USDT', random.lognormal(12, 0.5), at);
      desk.p2p(at + 5 * MINUTE, 'buy', 'USDT', units, {
        premium: random.between(0.004, 0.018),
        method: 'bank',
      });
    } else if (what < 0.42 && desk.held('USDT') > unitsOf('USDT', 9)) {
      desk.send(at + 0.4 * HOUR, 'USDT', unitsOf('USDT', random.int(3, 7)), desk.newWallet('tron'));
    } else if (what < 0.46 && coin !== 'USDT' && desk.usd(coin, desk.sendable(coin), at) > 25) {
      desk.send(at + 0.3 * HOUR, coin, desk.sendable(coin), desk.account.wallet(networkOf(coin)));
    }
  },
};
