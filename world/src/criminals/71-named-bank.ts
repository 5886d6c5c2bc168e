import { clabe } from '../people/check-digits.ts';
import { HOUR } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

const NAMED = [
  ['143', 'CIBanco, S.A.'],
  ['136', 'Intercam Banco'],
  ['608', 'Vector Casa de Bolsa'],
] as const;

/** Scenario 71: the money comes through an institution that an order names. */
export const namedBank: Scheme = {
  scenario: '71',
  slug: 'named-bank',
  span_days: 3,
  cast: [{ name: 'channel', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k === 1) return;
    const channel = gang.as('channel', 'placement');
    const random = gang.seed.sub('bank').stream();
    const [code, bank] = random.pick(NAMED);
    const account = clabe(code, '180', random.digits(11));
    const at = gang.at(9, 15);
    const counterparty = { ...channel.account.bank, bank, account };
    channel.payIn(at, channel.cash(gang.random.between(750, 1_600), at), { counterparty });
    channel.buy(at + HOUR, 'USDT', channel.fiat, channel.held(channel.fiat));
  },
};
