import type { Persona } from '../people/persona.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { newWallet } from '../wallets/wallet.ts';

/** A small agency whose designers live everywhere: on payday it pays all of them in USDT, some the same wage. */
export const agency: Persona = {
  name: 'agency',
  weight: 1,
  kind: 'organization',
  ages: [1, 12],
  purpose: 'payments',
  activity_code: '5415110',
  income_usd: { median: 26_000, sigma: 0.4 },
  volume: 0.8,
  live(desk, day) {
    if (!day.payday) return;
    const { random } = day;
    const people = desk.habit('people').int(5, 22);
    const wage = desk.habit('wage').lognormal(320, 0.3);
    const equal = desk.habit('equal').chance(0.5);
    const at = day.at(9, 10.5);
    desk.login(at);
    desk.payIn(at + 5 * MINUTE, desk.cash(people * wage * 1.12, at));
    desk.buy(at + HOUR, 'USDT', desk.fiat, desk.held(desk.fiat), 0.001);
    for (let n = 0; n < people; n += 1) {
      const worker = desk.habit(`worker-${n}`);
      const paid = wage * (equal ? 1 : worker.between(0.6, 1.3)) * random.between(0.97, 1.03);
      const paying = at + 1.5 * HOUR + n * 4 * MINUTE;
      const units = Math.min(desk.sendable('USDT'), desk.worth('USDT', paid, paying));
      if (units > 0) desk.send(paying, 'USDT', units, newWallet('tron', desk.habit(`wallet-${n}`)));
    }
  },
};
