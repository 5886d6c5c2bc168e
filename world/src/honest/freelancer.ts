import type { Persona } from '../people/persona.ts';
import { DAY, HOUR, MINUTE } from '../time/calendar.ts';
import { newWallet } from '../wallets/wallet.ts';

/** Writes code, designs or translates for one or two clients abroad who pay in USDC twice a month. */
export const freelancer: Persona = {
  name: 'freelancer',
  weight: 10,
  kind: 'person',
  ages: [21, 52],
  occupation: 'self_employed',
  purpose: 'payments',
  activity_code: '9800040',
  income_usd: { median: 1_450, sigma: 0.4 },
  volume: 2.6,
  live(desk, day) {
    const { random } = day;
    const first = desk.habit('invoice').int(1, 14);
    const client = day.civil.day === first ? 0 : day.civil.day === first + 14 ? 1 : -1;
    if (client >= 0) {
      const clients = desk.habit('clients').int(1, 2);
      const wallet = newWallet('ethereum', desk.habit(`client-${client % clients}`));
      const usd = (desk.account.person.income_usd / 2) * random.between(0.75, 1.2);
      const at = day.at(9, 16);
      desk.receive(at, 'USDC', desk.worth('USDC', Math.round(usd), at), wallet);
      return;
    }
    const at = day.at(8, 11);
    const dollars = desk.usd('USDC', desk.held('USDC'), at);
    const yesterday = day.civil.start_ms - desk.account.joined_ms > DAY && dollars > 250;
    if (yesterday && random.chance(0.5)) {
      desk.login(at);
      desk.sell(at + 5 * MINUTE, 'USDC', desk.fiat, Math.floor(desk.held('USDC') * random.between(0.4, 0.8)));
      desk.payOut(at + random.between(0.5, 6) * HOUR, desk.held(desk.fiat));
    } else if (random.chance(0.5)) {
      desk.login(day.at(9, 23));
    }
  },
};
