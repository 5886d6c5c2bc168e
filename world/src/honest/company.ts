import { unitsOf } from '../money/amount.ts';
import type { Persona } from '../people/persona.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { newWallet } from '../wallets/wallet.ts';

/** A small importer that pays its usual suppliers in USDT and is paid in it by some of its clients. */
export const company: Persona = {
  name: 'company',
  weight: 4,
  kind: 'organization',
  ages: [2, 24],
  purpose: 'treasury',
  activity_code: '4310010',
  income_usd: { median: 38_000, sigma: 0.5 },
  volume: 0.9,
  live(desk, day) {
    const { random } = day;
    if (day.civil.weekday > 5 || day.civil.holiday) return;
    const size = desk.habit('size').lognormal(2_600, 0.3);
    if (day.civil.weekday === 1 || (day.civil.weekday === 4 && random.chance(0.3))) {
      const at = day.at(9, 11);
      desk.login(at);
      desk.payIn(at + 20 * MINUTE, desk.cash(Math.min(7_500, size * random.between(0.8, 1.3)), at));
      desk.buy(at + random.between(1, 2) * HOUR, 'USDT', desk.fiat, desk.held(desk.fiat), 0.0012);
    } else if (random.chance(0.5) && desk.held('USDT') > unitsOf('USDT', 600)) {
      const at = day.at(11, 17);
      const supplier = newWallet(
        'tron',
        desk.habit(`supplier-${random.int(1, desk.habit('book').int(2, 4))}`),
      );
      desk.login(at);
      desk.send(
        at + 10 * MINUTE,
        'USDT',
        Math.floor(desk.sendable('USDT') * random.between(0.3, 0.6)),
        supplier,
      );
    }
    if (random.chance(0.15)) {
      const at = day.at(10, 18);
      const client = newWallet('tron', desk.habit(`client-${random.int(1, 4)}`));
      desk.receive(at, 'USDT', desk.worth('USDT', random.lognormal(650, 0.4), at), client);
    }
  },
};
