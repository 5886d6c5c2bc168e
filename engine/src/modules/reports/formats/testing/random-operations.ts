import {
  addMonths,
  type CalendarDate,
  instantOf,
  parseDate,
  startOfDay,
} from '../../../../kernel/instant.ts';
import { multiplyRatio, rescale } from '../../../../kernel/money.ts';
import type {
  AssetLeg,
  BankCounterparty,
  FiatAmount,
  OperationReference,
  Quantity,
  ReportableOperation,
} from '../reportable.ts';
import { clabeOf } from './identities.ts';
import type { Random } from './random.ts';
import { randomName } from './random-parties.ts';

interface TestAsset {
  readonly asset: string;
  readonly assetName?: string;
  readonly decimals: number;
  /** Pesos for one whole unit. */
  readonly price: Quantity;
  readonly hash: (random: Random) => string;
}

const HEX = '0123456789abcdef';
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const evmHash = (random: Random): string => `0x${random.text(HEX, 64)}`;

/** Prices are made up. The last two have no code of their own, and the last is worth less than a centavo. */
const ASSETS: readonly TestAsset[] = [
  {
    asset: 'BTC',
    decimals: 8,
    price: { minor: 1_512_345_67n, decimals: 2 },
    hash: (random) => random.text(HEX, 64),
  },
  { asset: 'ETH', decimals: 18, price: { minor: 61_234_567_8n, decimals: 4 }, hash: evmHash },
  {
    asset: 'USDT',
    decimals: 6,
    price: { minor: 1_712_345n, decimals: 5 },
    hash: (random) => random.text(HEX, 64),
  },
  {
    asset: 'SOL',
    decimals: 9,
    price: { minor: 301_277n, decimals: 2 },
    hash: (random) => random.text(BASE58, 88),
  },
  {
    asset: 'TON',
    decimals: 9,
    price: { minor: 9_131n, decimals: 2 },
    hash: (random) => `${random.text(BASE64, 43)}=`,
  },
  {
    asset: 'ÑAM',
    assetName: 'Ñam (token de prueba)',
    decimals: 18,
    price: { minor: 12n, decimals: 5 },
    hash: evmHash,
  },
];

const pesos = (minor: bigint): FiatAmount => ({ currency: 'MXN', minor, decimals: 2 });

/** About this many centavos of an asset, in all of its decimals. */
function randomLeg(random: Random, centavos: bigint): { leg: AssetLeg; hash: string } {
  const { asset, assetName, decimals, price, hash } = random.pick(ASSETS);
  const units = multiplyRatio(
    centavos * 10n ** BigInt(decimals),
    10n ** BigInt(price.decimals),
    price.minor * 100n,
    'half_up',
  );
  const quantity = { minor: units + random.integer(random.whole(1, 3)), decimals };
  const exact = quantity.minor * price.minor;
  const value = pesos(rescale(exact, decimals + price.decimals, 2, 'half_up'));
  const rate = random.chance(80) ? { rate: price } : {};
  return {
    leg: { asset, ...(assetName === undefined ? {} : { assetName }), quantity, value, ...rate },
    hash: hash(random),
  };
}

/** An instant of the month as Mexico City sees it, now and then its very first or last millisecond. */
function randomInstant(random: Random, month: CalendarDate) {
  const from = startOfDay(month, 'America/Mexico_City');
  const to = startOfDay(addMonths(month, 1), 'America/Mexico_City') - 1;
  if (random.chance(4)) return from;
  return random.chance(4) ? instantOf(to) : instantOf(random.whole(from, to));
}

function randomBank(random: Random): BankCounterparty {
  const domestic = random.chance(75);
  const bank = random.pick(['901', '902']);
  return {
    party: random.chance(70)
      ? { kind: 'person', name: randomName(random) }
      : { kind: 'organization', legalName: `Compañía Ficticia ${random.whole(1, 99)}, S.A.` },
    account: domestic
      ? { kind: 'domestic', clabe: clabeOf(bank + random.text('0123456789', 14)) }
      : {
          kind: 'foreign',
          number: `ZZ${random.text('0123456789', 2)} ${random.text('0123456789', 12)}`,
          bank: 'Banco Ñandú & Co.',
        },
  };
}

const KINDS = [
  'buy',
  'sell',
  'exchange',
  'transfer_sent',
  'transfer_received',
  'fiat_withdrawal',
  'fiat_deposit',
] as const;

export function randomOperation(random: Random, id: string, month: CalendarDate): ReportableOperation {
  const kind = random.pick(KINDS);
  const instant = randomInstant(random, month);
  const centavos = random.integer(random.whole(7, 10));
  if (kind === 'fiat_withdrawal' || kind === 'fiat_deposit') {
    const amount = random.chance(85) ? pesos(centavos) : { currency: 'USD', minor: centavos, decimals: 2 };
    return { kind, id, instant, instrument: 'bank_transfer', amount, counterparty: randomBank(random) };
  }
  const { leg, hash } = randomLeg(random, centavos);
  const inside: OperationReference = { internalReference: `trade:${id}` };
  if (kind === 'exchange') {
    const received = randomLeg(random, centavos).leg;
    return { kind, id, instant, sent: leg, received, reference: inside };
  }
  if (kind === 'buy' || kind === 'sell')
    return { kind, id, instant, leg, paid: leg.value, reference: inside };
  const address = random.chance(80) ? { address: random.text(BASE58, 34) } : {};
  return { kind, id, instant, leg, reference: { transactionHash: hash }, ...address };
}

export const monthOf = (month: string): CalendarDate => parseDate(`${month}-01`);
