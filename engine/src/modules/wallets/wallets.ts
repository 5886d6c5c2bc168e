import { isCountry } from '@atalaya/contract/countries.ts';
import type { declareWallet as declareWalletRoute, WalletView } from '@atalaya/contract/wallets.ts';
import type { Static } from 'typebox';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { type Database, one, rows, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { ErasedCustomer } from '../customers/customers.ts';
import { storedCustomer } from '../customers/queries.ts';
import { accountDeclared, accountsErased, walletDeclared } from './events.ts';
import { proveAddress } from './proven-address.ts';

/** A wallet or account that a customer declared; what identifies an account is null once erased. */
export interface DeclaredWallet {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly kind: 'wallet' | 'bank_account';
  readonly network: string | null;
  readonly address: string | null;
  readonly address_key: string | null;
  readonly country: string | null;
  readonly declared_at: Instant;
  readonly account: string | null;
  readonly bank: string | null;
}

const DECLARED = `select w.id, w.entity, w.customer, w.kind, w.network, w.address, w.address_key, w.country, w.declared_at,
  a.account, a.bank from wallets.wallet w left join wallets.account a on a.id = w.id`;

/** What a customer declared, the oldest first. */
export const declaredWallets = (tx: Tx, customer: string): Promise<DeclaredWallet[]> =>
  rows<DeclaredWallet>(tx, `${DECLARED} where w.customer = $1 order by w.entry`, [customer]);

/** Everyone in sight who declared this address, in whatever spelling and on whatever network. */
export const declaredByAddress = (tx: Tx, address: string): Promise<DeclaredWallet[]> =>
  rows<DeclaredWallet>(
    tx,
    `${DECLARED} where w.kind = 'wallet' and w.address_key = any ($1) and (w.address_key = $2 or w.address_key = lower(w.address_key))
     order by w.entry`,
    [[address, address.toLowerCase(), address.toLowerCase().replace(/^bitcoincash:/, '')], address],
  );

/** What activity shows of a wallet or account. */
export interface SeenWallet {
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  readonly deposits: number;
  readonly withdrawals: number;
}

/** A declared wallet as people see it; one that was never used was seen when it was declared. */
export const presentDeclared = (
  wallet: DeclaredWallet,
  seen: SeenWallet | undefined,
  listed: boolean,
): WalletView => ({
  id: wallet.id,
  entity: wallet.entity,
  kind: wallet.kind,
  owner: 'customer',
  customer_id: wallet.customer,
  ...(wallet.network === null ? {} : { network: wallet.network }),
  ...(wallet.address === null ? {} : { address: wallet.address }),
  ...(wallet.account === null ? {} : { account: wallet.account }),
  ...(wallet.bank === null ? {} : { bank: wallet.bank }),
  ...(wallet.country === null ? {} : { country: wallet.country }),
  first_seen: formatInstant(seen?.firstSeen ?? wallet.declared_at),
  last_seen: formatInstant(seen?.lastSeen ?? wallet.declared_at),
  deposits: seen?.deposits ?? 0,
  withdrawals: seen?.withdrawals ?? 0,
  listed,
});

export type WalletInput = Static<typeof declareWalletRoute.body>;

const refuse = (code: string, field: string, message: string): Failure =>
  new Failure('caller', code, message, [{ field, message }]);

interface WalletAddress {
  readonly network: string;
  readonly address: string;
  readonly address_key: string;
}

function readAddress(input: { network: string; address: string }): WalletAddress {
  const { network, address, key } = proveAddress(input.network, input.address);
  return { network, address, address_key: key };
}

/**
 * Declares a wallet or account as the customer's own; declaring it again changes nothing.
 * Failures: customers.unknown, customers.erased, wallets.network_unknown, wallets.address_malformed, country.unknown.
 */
export function declareWallet(
  ports: { db: Database; journal: Journal },
  call: { scope: Scope; actor: string },
  customerId: string,
  input: WalletInput,
): Promise<DeclaredWallet> {
  return write(ports.db, call.scope, async (tx) => {
    // Nobody is erased between the look and the write: what is sealed here must stay erasable.
    const customer = await storedCustomer(tx, customerId, 'for update of c');
    if (customer.erased) throw new Failure('conflict', 'customers.erased', 'the person’s data was erased');
    const owner = { entity: customer.entity, actor: call.actor, customer: customer.id };
    const id =
      'address' in input
        ? await putWallet(tx, ports.journal, owner, readAddress(input))
        : await putAccount(tx, ports.journal, owner, input);
    const made = await one<DeclaredWallet>(tx, `${DECLARED} where w.id = $1`, [id]);
    if (made === undefined) throw new Failure('operator', 'internal', 'the wallet was not stored');
    return made;
  });
}

interface Owner {
  readonly entity: string;
  readonly actor: string;
  readonly customer: string;
}

async function putWallet(tx: Tx, journal: Journal, owner: Owner, proven: WalletAddress): Promise<string> {
  const { customer, ...entry } = owner;
  const known = await one<{ id: string }>(
    tx,
    `select id from wallets.wallet where kind = 'wallet' and customer = $1 and network = $2 and address_key = $3`,
    [customer, proven.network, proven.address_key],
  );
  if (known !== undefined) return known.id;
  const id = newId('wal');
  await journal.record(tx, walletDeclared, {
    ...entry,
    subject: id,
    data: { customer, kind: 'wallet', ...proven, country: null },
  });
  return id;
}

async function putAccount(
  tx: Tx,
  journal: Journal,
  owner: Owner,
  input: { account: string; bank?: string; country?: string },
): Promise<string> {
  const { customer, ...entry } = owner;
  if (input.country !== undefined && !isCountry(input.country))
    throw refuse('country.unknown', '/country', `${input.country} is not an ISO 3166-1 alpha-2 code`);
  const account = input.account.replace(/\s+/g, '');
  if (account === '' || !/^[\x21-\x7e]+$/.test(account))
    throw refuse('request.invalid', '/account', 'must hold printable characters');
  const known = await one<{ id: string }>(
    tx,
    `select id from wallets.account where customer = $1 and account = $2 and coalesce(bank, '') = $3`,
    [customer, account, input.bank ?? ''],
  );
  if (known !== undefined) return known.id;
  const id = newId('acc');
  await journal.record(tx, accountDeclared, {
    ...entry,
    subject: id,
    data: { customer, kind: 'bank_account', country: input.country ?? null },
    personal: {
      person: customer,
      content: { account, ...(input.bank === undefined ? {} : { bank: input.bank }) },
    },
  });
  return id;
}

/** For the erasure of a customer, in its transaction: the account numbers go. */
export async function eraseAccounts(journal: Journal, tx: Tx, customer: ErasedCustomer): Promise<void> {
  const accounts = await rows<{ id: string }>(
    tx,
    'select id from wallets.account where customer = $1 order by id for update',
    [customer.id],
  );
  if (accounts.length === 0) return;
  await journal.record(tx, accountsErased, {
    entity: customer.entity,
    actor: customer.actor,
    subject: customer.id,
    data: { accounts },
  });
}
