import type { Persona } from '../people/persona.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';

/** Retired; sets a little of the pension aside against inflation and asks the branch when in doubt. */
export const retiree: Persona = {
  name: 'retiree',
  weight: 5,
  kind: 'person',
  ages: [62, 84],
  occupation: 'retired',
  purpose: 'savings',
  activity_code: '9800060',
  income_usd: { median: 560, sigma: 0.35 },
  volume: 0.6,
  live(desk, day) {
    const { random } = day;
    if (day.civil.day === desk.habit('pension').int(1, 6)) {
      const at = day.at(8.5, 12);
      desk.login(at);
      desk.payIn(at + random.between(5, 30) * MINUTE, desk.cash(desk.habit('aside').lognormal(45, 0.4), at));
      const asset = desk.habit('asset').pick(['USDT', 'BTC', 'USDC']);
      desk.buy(at + random.between(1, 4) * HOUR, asset, desk.fiat, desk.held(desk.fiat));
    } else if (random.chance(0.25)) {
      desk.login(day.at(9, 18));
    }
  },
};
