import type { Desk } from '../accounts/desk.ts';
import { unitsOf } from '../money/amount.ts';
import type { LivedDay, Persona } from '../people/persona.ts';
import { MINUTE } from '../time/calendar.ts';

const COINS = ['BTC', 'ETH', 'TRX'] as const;

function trade(desk: Desk, day: LivedDay, at: number): void {
  const { random } = day;
  const coin = random.pick(COINS);
  const cash = desk.held('USDT');
  const coins = desk.held(coin);
  if (coins > 0 && (random.chance(0.5) || cash < unitsOf('USDT', 20))) {
    desk.sell(at, coin, 'USDT', Math.ceil(coins * random.between(0.4, 1)), random.between(0.0005, 0.004));
  } else if (cash >= unitsOf('USDT', 20)) {
    desk.buy(at, coin, 'USDT', Math.floor(cash * random.between(0.1, 0.5)), random.between(0.0005, 0.004));
  }
}

/** Trades several times a day at the screen, with money paid in once or twice a month and profits taken out. */
export const trader: Persona = {
  name: 'trader',
  weight: 10,
  kind: 'person',
  ages: [19, 48],
  occupation: 'self_employed',
  purpose: 'trading',
  activity_code: '9800030',
  income_usd: { median: 1_500, sigma: 0.5 },
  volume: 6,
  live(desk, day) {
    const { random } = day;
    const poor = desk.held('USDT') + desk.held('BTC') + desk.held('ETH') === 0;
    const payday = desk.habit('payday').int(1, 28);
    if (day.civil.day === payday || (poor && random.chance(0.4))) {
      const at = day.at(9, 13);
      const paid = desk.cash(desk.habit('stake').lognormal(260, 0.6) * random.between(0.8, 1.2), at);
      desk.login(at);
      desk.payIn(at + random.between(2, 15) * MINUTE, paid);
      desk.buy(at + random.between(16, 40) * MINUTE, 'USDT', desk.fiat, desk.held(desk.fiat));
    }
    if (!random.chance(day.civil.weekday <= 5 ? 0.8 : 0.5)) return;
    const start = day.at(13, 18.5);
    desk.login(start);
    let at = start;
    const rounds = random.int(1, desk.habit('pace').int(4, 10));
    for (let round = 0; round < rounds; round += 1) {
      at += random.between(3, 24) * MINUTE;
      trade(desk, day, at);
    }
    if (random.chance(0.03) && desk.held('USDT') > unitsOf('USDT', 60)) {
      desk.sell(at + 3 * MINUTE, 'USDT', desk.fiat, Math.floor(desk.held('USDT') * 0.4));
      desk.payOut(at + 20 * MINUTE, desk.held(desk.fiat));
    }
  },
};
