import { stranger } from '../accounts/counterparties.ts';
import type { Persona } from '../people/persona.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';

/** A small shop or food stall that accepts USDT: many small payments by day, pesos in the evening, rent on Fridays. */
export const shopkeeper: Persona = {
  name: 'shopkeeper',
  weight: 8,
  kind: 'person',
  ages: [24, 64],
  occupation: 'merchant',
  purpose: 'merchant',
  activity_code: '4611110',
  income_usd: { median: 1_300, sigma: 0.4 },
  volume: 1.8,
  live(desk, day) {
    const { random } = day;
    const busy = day.civil.weekday === 7 || day.civil.holiday ? 0.3 : desk.habit('busy').between(0.4, 1);
    const payments = Math.round(random.between(0, 9) * busy);
    const times = Array.from({ length: payments }, () => day.at(9, 19.5)).sort((a, b) => a - b);
    for (const at of times) {
      desk.receive(
        at,
        'USDT',
        desk.worth('USDT', random.lognormal(desk.habit('ticket').between(9, 34), 0.6), at),
      );
    }
    if (desk.habit('transfers').chance(0.3)) {
      for (let n = 0; n < 2; n += 1) {
        const at = day.at(10, 19);
        const customer = stranger(desk.account.person.country, random);
        desk.payIn(at, desk.cash(random.lognormal(16, 0.6), at), { counterparty: customer, note: 'compra' });
      }
    }
    const closing = day.at(20, 21.5);
    if (desk.held('USDT') > 25_000_000 && random.chance(0.5)) {
      desk.login(closing);
      desk.sell(closing + 6 * MINUTE, 'USDT', desk.fiat, desk.held('USDT'));
    }
    const cash = desk.held(desk.fiat);
    if (day.civil.weekday === 5 && desk.usd(desk.fiat, cash, closing) > 40) {
      desk.payOut(closing + HOUR, Math.floor(cash * random.between(0.6, 1)));
    }
  },
};
