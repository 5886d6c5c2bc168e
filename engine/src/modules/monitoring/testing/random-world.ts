import { blankObservation, type DeviceFacts, type Observation } from '../observation.ts';
import { type Draw, pick, seeded } from './conditions.ts';

/** A seeded stream of observations with every kind of fact filled in, for property tests and for measuring. */
export interface WorldOptions {
  readonly seed: number;
  readonly customers: number;
  /** Mean time between events of the whole exchange, ms. */
  readonly stepMs: number;
  /** One event in this many is late, by up to a day. */
  readonly lateOneIn: number;
}

const START = Date.UTC(2026, 0, 5);
const DAY = 86_400_000;
const TAGS = ['scam', 'darknet_market', 'kiosk', 'exchange', 'ransomware', 'reported', 'issuer_frozen'];

export function* randomWorld({ seed, customers, stepMs, lateOneIn }: WorldOptions): Generator<Observation> {
  const draw = seeded(seed);
  let at = START;
  for (let n = 0; ; n += 1) {
    at += draw(2 * stepMs);
    const o = randomObservation(draw, n, draw(lateOneIn) === 0 ? at - draw(DAY) : at, customers);
    o.horizon = at;
    yield o;
  }
}

function randomObservation(draw: Draw, n: number, at: number, customers: number): Observation {
  const who = draw(customers);
  const type = pick(draw, [
    'deposit',
    'deposit',
    'withdrawal',
    'withdrawal',
    'trade',
    'p2p_order',
    'login',
  ] as const);
  const o = blankObservation({
    eventId: `evt-${n}`,
    entity: who % 7 === 0 ? 'two' : 'one',
    type,
    at,
    customer: `cus-${who}`,
  });
  o.jurisdiction = {
    code: who % 7 === 0 ? 'BR' : 'MX',
    reportThresholdLocal: 2_463_510,
    feeThresholdLocal: 46_924,
  };
  o.customer.country = 'MX';
  o.customer.registeredAt = START - ((who * 7919) % 400) * DAY;
  o.customer.birthYear = 1945 + (who % 60);
  o.customer.riskRating = pick(draw, ['low', 'low', 'medium', 'high', 'critical', null]);
  o.customer.declaredMonthlyIncomeUsd = who % 5 === 0 ? null : 50_000 + (who % 90) * 1000;
  o.customer.occupation = pick(draw, ['employed', 'student', 'merchant', 'unemployed', null]);
  o.customer.pep = who % 50 === 0;
  if (draw(3) > 0) {
    const home = {
      id: `dev-${who}`,
      remoteAccess: draw(50) === 0,
      vendor: ['apple', 'samsung', 'xiaomi'][who % 3] ?? null,
      timezone: 'America/Mexico_City',
      simCountry: who % 90 === 0 ? 'US' : 'MX',
    };
    const device: DeviceFacts = { ...home, credentialChange: null };
    o.device = draw(40) === 0 ? { ...device, id: `dev-${draw(customers)}` } : device;
    o.ip = {
      address: `10.${who % 250}.${(who >> 8) % 250}.${draw(3)}`,
      country: 'MX',
      anonymizer: draw(60) === 0 ? 'vpn' : 'none',
      shared: draw(30) === 0,
      latitudeE4: 194_300 + draw(3000),
      longitudeE4: -991_300 + draw(3000),
    };
    if (type === 'login' && draw(12) === 0)
      o.device.credentialChange = pick(draw, ['password', 'two_factor', 'email']);
  }
  if (type !== 'login') fillFlow(draw, o, who, customers);
  return o;
}

function fillFlow(draw: Draw, o: Observation, who: number, customers: number): void {
  const cents = 1000 + draw(10 ** (3 + draw(5)));
  o.asset = pick(draw, ['USDT', 'BTC', 'MXN']);
  o.amountMinor = BigInt(cents) * 10_000n;
  o.valueUsd = draw(60) === 0 ? null : cents;
  o.valueLocal = o.valueUsd === null ? null : o.valueUsd * 18;
  o.localCurrency = 'MXN';
  o.status = draw(40) === 0 ? 'declined' : 'settled';
  if (o.type === 'trade' || o.type === 'p2p_order') {
    o.side = pick(draw, ['buy', 'sell']);
    o.priceDeviationBp = draw(600) - 300;
    o.feeLocal = draw(60_000);
  }
  if (o.type === 'p2p_order') {
    o.paymentMethod = pick(draw, ['bank', 'cash']);
    o.counterparty = { ...party(`cus-${draw(customers)}`), kind: 'customer' };
    return;
  }
  o.rail = pick(draw, ['crypto', 'crypto', 'bank', 'cash', 'card', 'voucher']);
  o.balanceUsd = cents + draw(500_000);
  if (o.rail === 'crypto') {
    o.network = pick(draw, ['tron', 'ethereum', 'bitcoin']);
    const own = draw(3) > 0;
    o.wallet = {
      address: own ? `addr-of-${who}-${draw(3)}` : `addr-${draw(customers)}`,
      custody: null,
      ownership: null,
    };
    if (draw(4) === 0)
      o.counterparty = {
        ...party(null),
        kind: 'vasp',
        country: pick(draw, ['MX', 'PA']),
        vasp: `vasp-${draw(6)}`,
      };
    o.screening = {
      walletListed: draw(3000) === 0,
      nameListed: false,
      lists: [],
      tags: draw(100) === 0 ? [pick(draw, TAGS)] : [],
    };
    return;
  }
  o.instrument = `ins-${who}-${draw(3)}`;
  o.counterparty = {
    ...party(`acc-${draw(4) === 0 ? draw(customers) : who}`),
    nameScore: draw(10) === 0 ? draw(100) : 100,
    country: draw(10) === 0 ? 'US' : 'MX',
    region: `MX-${draw(6)}`,
    branch: o.rail === 'cash' ? `b${draw(30)}` : null,
  };
}

const party = (key: string | null) => ({
  key,
  kind: 'person' as const,
  nameScore: null,
  country: null,
  region: null,
  branch: null,
  vasp: null,
  bank: null,
  bankCode: null,
});
