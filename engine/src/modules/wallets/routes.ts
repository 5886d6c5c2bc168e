import { declareWallet as declareWalletRoute } from '@atalaya/contract/wallets.ts';
import type { Database } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import type { Journal } from '../../platform/journal.ts';
import { declareWallet, presentDeclared } from './wallets.ts';

export interface WalletPorts {
  readonly db: Database;
  readonly journal: Journal;
  /** Whether an address is on a list known now. */
  readonly isListed: (network: string, address: string) => boolean;
}

/** Declaring only: the list of wallets joins what activity shows, and is mounted by the decisions module. */
export function mountWallets(http: Http, ports: WalletPorts): void {
  http.mount(declareWalletRoute, async ({ scope, caller, params, body }) => {
    const made = await declareWallet(ports, { scope, actor: caller.actor }, params.reference, body);
    const listed =
      made.network !== null && made.address !== null && ports.isListed(made.network, made.address);
    return presentDeclared(made, undefined, listed);
  });
}
