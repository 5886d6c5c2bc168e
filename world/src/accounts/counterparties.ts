import type { DepositEvent } from '@atalaya/contract/activity.ts';
import { cbu, clabe, MEXICAN_BANKS } from '../people/check-digits.ts';
import { drawName, fullName } from '../people/names.ts';
import type { Stream } from '../random/stream.ts';

/** The other side of a fiat leg, as the contract has it. */
export type Counterparty = NonNullable<DepositEvent['counterparty']>;

const BANKS: Readonly<Record<string, readonly string[]>> = {
  BR: ['Banco do Brasil', 'Itaú Unibanco', 'Bradesco'],
  AR: ['Banco Nación', 'Banco Galicia'],
  CO: ['Bancolombia', 'Davivienda'],
  US: ['First Harbor Bank', 'Lakeside Community Bank', 'Union Prairie Bank'],
};

const pixKey = (random: Stream): string =>
  [random.hex(8), random.hex(4), random.hex(4), random.hex(4), random.hex(12)].join('-');

/** A bank account of somebody in a country, in the form its transfers use. */
export function bankAccount(country: string, random: Stream): { account: string; bank: string } {
  if (country === 'MX') {
    const [code, bank] = random.pick(MEXICAN_BANKS);
    return {
      account: clabe(code, random.pick(['180', '320', '580', '650', '910']), random.digits(11)),
      bank,
    };
  }
  const bank = random.pick(BANKS[country] ?? ['Banco Local']);
  if (country === 'BR') return { account: pixKey(random), bank };
  if (country === 'AR') return { account: cbu(random), bank };
  return { account: random.digits(country === 'US' ? 10 : 11), bank };
}

/** Somebody outside the exchange, with an invented name and an account. */
export function stranger(country: string, random: Stream): Counterparty {
  const name = fullName(drawName(country, random.chance(0.5) ? 'M' : 'H', random), country);
  return { name, kind: 'person', ...bankAccount(country, random), country };
}
