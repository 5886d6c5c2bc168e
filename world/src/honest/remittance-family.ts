import type { Persona } from '../people/persona.ts';
import { DAY, HOUR, MINUTE } from '../time/calendar.ts';
import { networkOf, newWallet } from '../wallets/wallet.ts';

/** Receives a remittance from a relative or two abroad, weekly or monthly, and turns it into pesos for the household. */
export const remittanceFamily: Persona = {
  name: 'remittance-family',
  weight: 16,
  kind: 'person',
  ages: [20, 68],
  occupation: 'homemaker',
  purpose: 'remittance',
  activity_code: '9800020',
  income_usd: { median: 520, sigma: 0.35 },
  volume: 2.4,
  live(desk, day) {
    const { random } = day;
    const habit = desk.habit('remittance');
    const asset = habit.pick(['USDC', 'USDT']);
    const weekly = habit.chance(0.45);
    const due = habit.int(1, 26);
    const usual = habit.lognormal(weekly ? 110 : 340, 0.3);
    const weekday = 1 + (due % 7);
    const arrives = weekly ? day.civil.weekday === weekday : day.civil.day === due;
    const mothersDay = desk.account.person.country === 'MX' && day.civil.month === 5 && day.civil.day === 9;
    if (!arrives && !mothersDay) {
      if (random.chance(0.3)) desk.login(day.at(8, 22));
      return;
    }
    const relatives = desk.habit('relatives').int(1, 3);
    const which = relatives === 1 ? 'relative' : `relative-${random.int(1, relatives)}`;
    const relative = newWallet(networkOf(asset), desk.habit(which));
    const at = day.at(10, 15);
    const sent = random.chance(0.6) ? Math.round(usual / 10) * 10 : usual * random.between(0.8, 1.25);
    desk.receive(at, asset, desk.worth(asset, sent, at), relative);
    const sold = at + random.between(1.2, 3) * HOUR;
    desk.login(sold - 4 * MINUTE);
    const keeps = desk.habit('keeps').between(0, 0.15);
    desk.sell(sold, asset, desk.fiat, Math.floor(desk.held(asset) * (1 - keeps)));
    const rail =
      desk.habit('rail').chance(0.15) && day.civil.start_ms - desk.account.joined_ms > DAY ? 'cash' : 'bank';
    const out = desk.held(desk.fiat);
    if (out > 0) desk.payOut(sold + random.between(0.2, 3.5) * HOUR, out, { rail });
  },
};
