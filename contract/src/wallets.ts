import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import { CountryCode, closed, InstantText, literals, PageQuery, pageOf, ShortText } from './schema.ts';

/** A wallet address or an account (bank, card, mobile money) of a customer or of a counterparty. */
export const WalletView = Type.Object(
  {
    id: Type.String(),
    entity: Type.String(),
    kind: literals(['wallet', 'bank_account']),
    owner: literals(['customer', 'counterparty']),
    customer_id: Type.String(),
    network: Type.Optional(Type.String()),
    address: Type.Optional(Type.String()),
    account: Type.Optional(Type.String()),
    bank: Type.Optional(Type.String()),
    holder: Type.Optional(Type.String()),
    country: Type.Optional(CountryCode),
    first_seen: InstantText,
    last_seen: InstantText,
    deposits: Type.Integer(),
    withdrawals: Type.Integer(),
    listed: Type.Boolean(),
  },
  closed,
);
export type WalletView = Static<typeof WalletView>;

export const listWallets = defineRoute({
  id: 'listWallets',
  method: 'GET',
  path: '/v1/wallets',
  summary: 'Wallets and accounts of a customer, or everyone who used an address',
  permission: 'customers:read',
  query: Type.Object(
    {
      ...PageQuery,
      customer: Type.Optional(Type.String({ maxLength: 128 })),
      address: Type.Optional(Type.String({ maxLength: 128 })),
    },
    closed,
  ),
  reply: pageOf(WalletView),
});

export const declareWallet = defineRoute({
  id: 'declareWallet',
  method: 'POST',
  path: '/v1/customers/:reference/wallets',
  summary: 'Declare a wallet or account as the customer’s own',
  permission: 'customers:write',
  params: Type.Object({ reference: Type.String({ maxLength: 128 }) }, closed),
  body: Type.Union([
    Type.Object(
      {
        network: Type.String({ pattern: '^[a-z0-9-]{2,32}$' }),
        address: Type.String({ minLength: 4, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' }),
      },
      closed,
    ),
    Type.Object(
      {
        account: Type.String({ minLength: 1, maxLength: 64 }),
        bank: Type.Optional(ShortText),
        country: Type.Optional(CountryCode),
      },
      closed,
    ),
  ]),
  reply: WalletView,
});
