import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import {
  AmountText,
  AssetCode,
  CountryCode,
  closed,
  InstantText,
  literals,
  ReferenceText,
  ShortText,
} from './schema.ts';

/**
 * The canonical event: what an exchange tells Atalaya as it happens. One schema for every door
 * (one per request, NDJSON batch, CSV import). `id` is the exchange's own and makes the event idempotent.
 */
export const EVENT_TYPES = ['deposit', 'withdrawal', 'transfer', 'trade', 'p2p_order', 'login'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const RAILS = ['crypto', 'bank', 'cash', 'card', 'voucher'] as const;
export type Rail = (typeof RAILS)[number];

/** A wallet address on a network; `tx` is the transaction hash or id, `tag` the memo or destination tag. */
export const WalletSide = Type.Object(
  {
    network: Type.String({ pattern: '^[a-z0-9-]{2,32}$', description: 'bitcoin, ethereum, tron …' }),
    address: Type.String({ minLength: 4, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' }),
    tx: Type.Optional(Type.String({ minLength: 4, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' })),
    tag: Type.Optional(Type.String({ maxLength: 64 })),
    custody: Type.Optional(
      literals(['hosted', 'unhosted'], 'held by a provider or by its owner, as far as the exchange knows'),
    ),
    ownership: Type.Optional(
      literals(['proven', 'unproven'], 'whether the customer proved to control an unhosted wallet'),
    ),
    provider: Type.Optional({ ...ShortText, description: 'provider (VASP) that holds the address' }),
    provider_country: Type.Optional(CountryCode),
  },
  closed,
);

/** The other side of a fiat leg. Personal: sealed with the customer's key. */
export const Counterparty = Type.Object(
  {
    name: Type.Optional(ShortText),
    kind: Type.Optional(literals(['person', 'organization'])),
    account: Type.Optional(Type.String({ minLength: 1, maxLength: 64, pattern: '^[\\x20-\\x7e]+$' })),
    bank: Type.Optional(ShortText),
    country: Type.Optional(CountryCode),
    region: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'state or province where it paid or was paid',
      }),
    ),
    branch: Type.Optional(Type.String({ maxLength: 64, description: 'branch, shop or machine' })),
  },
  {
    ...closed,
    description: 'the other side of a fiat leg: name, account (CLABE, IBAN, PIX …), bank, country',
  },
);

/** Where the act was done from. Personal: sealed with the customer's key. */
export const Origin = Type.Object(
  {
    device: Type.Optional(ReferenceText),
    ip: Type.Optional(Type.String({ minLength: 3, maxLength: 45 })),
    country: Type.Optional(CountryCode),
    anonymizer: Type.Optional(literals(['none', 'tor', 'vpn', 'hosting'])),
    ip_shared: Type.Optional(
      Type.Boolean({
        description:
          'many unrelated subscribers share the address (a carrier’s NAT, a campus); the carrier range 100.64.0.0/10 is known without it',
      }),
    ),
    latitude: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
    longitude: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
    remote_access: Type.Optional(Type.Boolean({ description: 'a remote-desktop tool was seen' })),
    vendor: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: 'maker of the device' })),
    timezone: Type.Optional(
      Type.String({ pattern: '^[A-Za-z0-9_+/-]{2,40}$', description: 'IANA time zone the device is set to' }),
    ),
    sim_country: Type.Optional({ ...CountryCode, description: 'country of the SIM card’s network' }),
  },
  closed,
);

/** The exchange's own valuation at event time; without it Atalaya values by its dated price table. */
export const Valuation = Type.Object({ currency: AssetCode, amount: AmountText }, closed);

const base = {
  id: ReferenceText,
  occurred_at: InstantText,
  customer: ReferenceText,
  origin: Type.Optional(Origin),
  note: Type.Optional(Type.String({ maxLength: 500, description: 'memo or concept of the payment; sealed' })),
  reverses: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description:
        'id of an earlier event of this customer that this one takes back: it counts in no window any more, what was decided stays decided, and the reversal itself is not judged',
    }),
  ),
  corrects: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 128,
      description:
        'id of an earlier event of this customer whose content this one replaces: the earlier one counts no more, this one does and is judged anew',
    }),
  ),
};

const movement = {
  asset: AssetCode,
  amount: AmountText,
  rail: literals(RAILS),
  value: Type.Optional(Valuation),
  wallet: Type.Optional(WalletSide),
  counterparty: Type.Optional(Counterparty),
  fee: Type.Optional(Valuation),
  balance_after: Type.Optional({
    ...Valuation,
    description: 'all that the customer holds at the exchange once this is done, in one currency',
  }),
};

export const Deposit = Type.Object({ ...base, type: Type.Literal('deposit'), ...movement }, closed);
export const Withdrawal = Type.Object({ ...base, type: Type.Literal('withdrawal'), ...movement }, closed);

export const Transfer = Type.Object(
  {
    ...base,
    type: Type.Literal('transfer'),
    to_customer: ReferenceText,
    asset: AssetCode,
    amount: AmountText,
    value: Type.Optional(Valuation),
  },
  closed,
);

export const Trade = Type.Object(
  {
    ...base,
    type: Type.Literal('trade'),
    side: literals(['buy', 'sell']),
    asset: AssetCode,
    amount: AmountText,
    quote_asset: AssetCode,
    quote_amount: AmountText,
    value: Type.Optional(Valuation),
    fee: Type.Optional(Valuation),
    counterparty_customer: Type.Optional(ReferenceText),
  },
  closed,
);

export const P2pOrder = Type.Object(
  {
    ...base,
    type: Type.Literal('p2p_order'),
    side: literals(['buy', 'sell']),
    asset: AssetCode,
    amount: AmountText,
    quote_asset: AssetCode,
    quote_amount: AmountText,
    value: Type.Optional(Valuation),
    payment_method: literals(['bank', 'cash', 'card', 'voucher', 'other']),
    counterparty_customer: Type.Optional(ReferenceText),
    counterparty: Type.Optional(Counterparty),
    disputed: Type.Optional(Type.Boolean()),
  },
  closed,
);

export const Login = Type.Object(
  {
    ...base,
    type: Type.Literal('login'),
    outcome: literals(['success', 'failure']),
    credential_change: Type.Optional(literals(['password', 'two_factor', 'device', 'email', 'phone'])),
  },
  closed,
);

export const Event = Type.Union([Deposit, Withdrawal, Transfer, Trade, P2pOrder, Login], {
  description: 'one canonical event; `type` decides the members',
});
export type Event = Static<typeof Event>;
export type DepositEvent = Static<typeof Deposit>;
export type WithdrawalEvent = Static<typeof Withdrawal>;

export const EVENT_BY_TYPE = {
  deposit: Deposit,
  withdrawal: Withdrawal,
  transfer: Transfer,
  trade: Trade,
  p2p_order: P2pOrder,
  login: Login,
} as const;

/** A price used to value events: one unit of `asset` in `currency`, valid from `at` until the next price. */
export const Price = Type.Object(
  { asset: AssetCode, currency: AssetCode, price: AmountText, at: InstantText },
  closed,
);
export type Price = Static<typeof Price>;

export const recordPrices = defineRoute({
  id: 'recordPrices',
  method: 'POST',
  path: '/v1/prices',
  summary: 'Record reference prices used to value events',
  permission: 'activity:write',
  body: Type.Object({ prices: Type.Array(Price, { minItems: 1, maxItems: 10_000 }) }, closed),
  reply: Type.Object({ recorded: Type.Integer() }, closed),
});
