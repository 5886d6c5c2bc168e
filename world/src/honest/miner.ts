import type { Persona } from '../people/persona.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';

/** Mines at home with a pool that pays from one address every day or two, and sells for the electricity bill. */
export const miner: Persona = {
  name: 'miner',
  weight: 2,
  kind: 'person',
  ages: [22, 50],
  occupation: 'self_employed',
  purpose: 'mining',
  activity_code: '9800070',
  income_usd: { median: 1_100, sigma: 0.4 },
  volume: 1.5,
  live(desk, day) {
    const { random } = day;
    const pool = desk.tagged('mining_pool', 'bitcoin', desk.habit('pool').int(0, 1));
    if (random.chance(0.7)) {
      const at = day.at(1, 6);
      desk.receive(
        at,
        'BTC',
        desk.worth('BTC', desk.habit('rate').between(9, 38) * random.between(0.9, 1.1), at),
        pool,
      );
    }
    if (day.civil.day !== desk.habit('bill').int(3, 27) || desk.held('BTC') === 0) return;
    const at = day.at(18, 21);
    desk.login(at);
    desk.sell(at + 5 * MINUTE, 'BTC', desk.fiat, Math.floor(desk.held('BTC') * random.between(0.6, 0.9)));
    desk.payOut(at + random.between(0.5, 2) * HOUR, desk.held(desk.fiat));
  },
};
