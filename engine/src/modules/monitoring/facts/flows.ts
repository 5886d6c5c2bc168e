import { EVENT_TYPES, RAILS } from '@atalaya/contract/activity.ts';
import type { Observation, WalletFacts } from '../observation.ts';
import { type FactDefinition, flag, int, list, text } from './definition.ts';
import { lookalike } from './places.ts';

/** Facts about what happens: the event, its price, the wallet across. */

const wallet = (o: Observation): WalletFacts => {
  o.wallet ??= { address: '', custody: null, ownership: null };
  return o.wallet;
};

/** How much worse than the mid the customer's own side was. */
function loss(o: Observation): number | null {
  if (o.priceDeviationBp === null || o.side === null) return null;
  return o.side === 'buy' ? o.priceDeviationBp : -o.priceDeviationBp;
}

/** Digits of the amount that say something: 1 for 5,000, 3 for 1,250; few digits are round. */
function digitsOf({ amountMinor }: Observation): number | null {
  if (amountMinor === null) return null;
  const digits = String(amountMinor < 0n ? -amountMinor : amountMinor).replace(/0+$/, '');
  return digits.length;
}

const EVENT: readonly FactDefinition[] = [
  text(
    'event.type',
    'Type of the event.',
    (o) => o.type,
    (o, v) => {
      o.type = v ?? o.type;
    },
    { words: EVENT_TYPES },
  ),
  text(
    'event.direction',
    'Seen from the customer.',
    (o) => o.direction,
    (o, v) => {
      o.direction = v ?? 'none';
    },
    { words: ['in', 'out', 'none'] },
  ),
  text(
    'event.status',
    'Whether the rail took it.',
    (o) => o.status,
    (o, v) => {
      o.status = v ?? 'settled';
    },
    { words: ['settled', 'declined'] },
  ),
  int('event.at', 'instant', 'Event time.', (o) => o.at),
  text(
    'event.asset',
    'Asset code.',
    (o) => o.asset,
    (o, v) => {
      o.asset = v;
    },
  ),
  int(
    'event.value_usd',
    'usd',
    'Value at event time.',
    (o) => o.valueUsd,
    (o, v) => {
      o.valueUsd = v;
    },
  ),
  int(
    'event.value_local',
    'local',
    'Value at event time in the entity’s currency.',
    (o) => o.valueLocal,
    (o, v) => {
      o.valueLocal = v;
    },
  ),
  int(
    'event.digits',
    'count',
    'Significant digits of the amount: 1 for 5,000, 3 for 1,250. Few are round.',
    digitsOf,
    (o, v) => {
      o.amountMinor = v === null ? null : BigInt('1'.repeat(v));
    },
  ),
  list(
    'event.memo',
    'What the note of the payment speaks of (codes, see memo.ts); not known without a note.',
    (o) => o.memo,
    (o, v) => {
      o.memo = v;
    },
  ),
  text(
    'event.local_currency',
    'The entity’s currency.',
    (o) => o.localCurrency,
    (o, v) => {
      o.localCurrency = v;
    },
  ),
  int(
    'event.fee_local',
    'local',
    'Fee charged.',
    (o) => o.feeLocal,
    (o, v) => {
      o.feeLocal = v;
    },
  ),
  text(
    'event.rail',
    'What the money moved on.',
    (o) => o.rail,
    (o, v) => {
      o.rail = v ?? 'none';
    },
    { words: [...RAILS, 'none'] },
  ),
  text(
    'event.network',
    'Network of the on-chain leg.',
    (o) => o.network,
    (o, v) => {
      o.network = v;
    },
  ),
  text(
    'event.method',
    'How the fiat leg is paid.',
    (o) => o.paymentMethod,
    (o, v) => {
      o.paymentMethod = v;
    },
  ),
  text(
    'event.instrument',
    'Token of the customer’s own card or account.',
    (o) => o.instrument,
    (o, v) => {
      o.instrument = v;
    },
    { personal: true },
  ),
  text(
    'event.side',
    'Side of a trade or P2P order.',
    (o) => o.side,
    (o, v) => {
      o.side = v;
    },
    { words: ['buy', 'sell'] },
  ),
  flag(
    'event.disputed',
    'One party disputes the P2P order.',
    (o) => o.disputed,
    (o, v) => {
      o.disputed = v;
    },
  ),
  int(
    'event.balance_usd',
    'usd',
    'The customer’s balance just before the event.',
    (o) => o.balanceUsd,
    (o, v) => {
      o.balanceUsd = v;
    },
  ),
  int(
    'price.deviation',
    'percent',
    'Price against the reference mid; positive above it.',
    (o) => o.priceDeviationBp,
    (o, v) => {
      o.priceDeviationBp = v;
    },
  ),
  int('price.loss', 'percent', 'How much worse than the mid the customer’s own side was.', loss),
];

const WALLET: readonly FactDefinition[] = [
  text(
    'wallet.address',
    'The on-chain address across.',
    (o) => o.wallet?.address ?? null,
    (o, v) => {
      wallet(o).address = v ?? '';
    },
    { personal: true },
  ),
  text(
    'wallet.lookalike',
    'What the eye compares of an address: network, first four and last four characters.',
    (o) => lookalike(o.network, o.wallet?.address ?? null),
    undefined,
    { personal: true },
  ),
  text(
    'wallet.custody',
    'Held by a provider or by its owner.',
    (o) => o.wallet?.custody ?? null,
    (o, v) => {
      wallet(o).custody = v;
    },
    { words: ['hosted', 'unhosted'] },
  ),
  text(
    'wallet.ownership',
    'Whether the customer proved control of it.',
    (o) => o.wallet?.ownership ?? null,
    (o, v) => {
      wallet(o).ownership = v;
    },
    { words: ['proven', 'unproven'] },
  ),
];

export const FLOW_FACTS: readonly FactDefinition[] = [...EVENT, ...WALLET];
