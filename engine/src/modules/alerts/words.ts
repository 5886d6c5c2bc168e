import { Failure } from '../../kernel/failure.ts';
import type { Tx } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';

/**
 * Words about a customer are sealed with the key made when they were registered. Once it is destroyed nothing more is
 * written: a new key would not open what was sealed before. Failure: customers.erased.
 */
export async function ensureNotErased(tx: Tx, vault: Vault, customer: string): Promise<void> {
  if ((await vault.existing(tx, [customer])).has(customer)) return;
  throw new Failure(
    'conflict',
    'customers.erased',
    'the customer was erased; nothing can be written about them',
  );
}
