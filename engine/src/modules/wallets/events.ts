import { entryType } from '../../platform/journal.ts';

const columns = {
  entity: '/entity',
  customer: '/data/customer',
  kind: '/data/kind',
  country: '/data/country',
  declared_by: '/actor',
  declared_at: '/at',
};

export const walletDeclared = entryType<{
  customer: string;
  kind: 'wallet';
  network: string;
  address: string;
  address_key: string;
  country: null;
}>({
  type: 'wallets.wallet_declared',
  schema: 1,
  state: [
    {
      table: 'wallets.wallet',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        ...columns,
        network: '/data/network',
        address: '/data/address',
        address_key: '/data/address_key',
      },
    },
  ],
});

export const accountDeclared = entryType<
  { customer: string; kind: 'bank_account'; country: string | null },
  { account: string; bank?: string }
>({
  type: 'wallets.account_declared',
  schema: 1,
  state: [
    { table: 'wallets.wallet', op: 'insert', key: { id: '/subject' }, set: columns },
    {
      table: 'wallets.account',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        customer: '/data/customer',
        account: '/personal/account',
        bank: '/personal/bank',
      },
    },
  ],
});

/** With the erasure of their customer, in the same transaction. */
export const accountsErased = entryType<{ accounts: readonly { id: string }[] }>({
  type: 'wallets.accounts_erased',
  schema: 1,
  state: [
    { table: 'wallets.account', op: 'delete', each: '/data/accounts', key: { id: '/item/id' }, set: {} },
  ],
});

export const entryTypes = [walletDeclared, accountDeclared, accountsErased];
