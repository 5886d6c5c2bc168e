create schema wallets;
grant usage on schema wallets to atalaya_app, atalaya_system;

-- Wallets and accounts that a customer declared as their own. What activity shows besides is in the decisions module.
create table wallets.wallet (
  id text primary key,                 -- wal_… or acc_…
  entity text not null,
  customer text not null,              -- cus_…
  kind text not null check (kind in ('wallet', 'bank_account')),
  network text,
  address text,
  address_key text,                    -- two spellings of one address have one key
  country text,
  declared_by text not null,
  declared_at timestamptz not null,
  entry bigint not null
);
create unique index wallet_declared_once on wallets.wallet (customer, network, address_key) where kind = 'wallet';
create index wallet_customer on wallets.wallet (customer);
create index wallet_address on wallets.wallet (address_key) where kind = 'wallet';
call platform.protect('wallets.wallet', 'select, insert, update');

-- Account numbers identify a person: sealed in the journal under the customer's key, and gone with it.
create table wallets.account (
  id text primary key,
  entity text not null,
  customer text not null,
  account text not null,
  bank text,
  entry bigint not null
);
create unique index account_declared_once on wallets.account (customer, account, coalesce(bank, ''));
call platform.protect('wallets.account', 'select, insert, update, delete');
