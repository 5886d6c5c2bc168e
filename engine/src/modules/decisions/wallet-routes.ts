import { listWallets, type WalletView } from '@atalaya/contract/wallets.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { type Database, read, rows, type Tx } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { declaredByAddress, declaredWallets, presentDeclared, type SeenWallet } from '../wallets/wallets.ts';

export interface WalletListPorts {
  readonly db: Database;
  readonly customerId: (tx: Tx, id: string) => Promise<string>;
  readonly isListed: (network: string, address: string) => boolean;
}

interface SeenRow extends SeenWallet {
  readonly entity: string;
  readonly customer: string;
  readonly network: string;
  readonly address: string;
}

const SEEN_MAX = 500;

const SEEN = `select entity, customer, network, address, min(occurred_at) as "firstSeen", max(occurred_at) as "lastSeen",
  count(*) filter (where type = 'deposit') as deposits, count(*) filter (where type = 'withdrawal') as withdrawals
  from decisions.decision`;

/** Declared wallets and accounts, and those that activity shows, of a customer or of everyone who used an address. */
export function mountWalletList(http: Http, ports: WalletListPorts): void {
  http.mount(listWallets, ({ scope, query }) =>
    read(ports.db, scope, async (tx) => {
      const customer = query.customer === undefined ? null : await ports.customerId(tx, query.customer);
      const declared =
        customer !== null
          ? await declaredWallets(tx, customer)
          : query.address === undefined
            ? []
            : await declaredByAddress(tx, query.address);
      const seen = await rows<SeenRow>(
        tx,
        `${SEEN} where address is not null and network is not null and ($1::text is null or customer = $1)
         and ($2::text is null or address = $2) and ($1::text is not null or $2::text is not null)
         group by entity, customer, network, address order by max(occurred_at) desc limit ${SEEN_MAX}`,
        [customer, query.address ?? null],
      );
      const keyOf = (who: string, network: string | null, address: string | null): string =>
        `${who} ${network} ${address}`;
      const used = new Map(seen.map((row) => [keyOf(row.customer, row.network, row.address), row]));
      const own = declared.map((wallet) => {
        const key = keyOf(wallet.customer, wallet.network, wallet.address);
        const row = used.get(key);
        used.delete(key);
        const listed =
          wallet.network !== null &&
          wallet.address !== null &&
          ports.isListed(wallet.network, wallet.address);
        return presentDeclared(wallet, row, listed);
      });
      return { items: [...own, ...[...used.values()].map((row) => presentSeen(row, ports))] };
    }),
  );
}

const presentSeen = (
  row: SeenRow & { firstSeen: Instant; lastSeen: Instant },
  ports: WalletListPorts,
): WalletView => ({
  id: `${row.network}:${row.address}`,
  entity: row.entity,
  kind: 'wallet',
  owner: 'counterparty',
  customer_id: row.customer,
  network: row.network,
  address: row.address,
  first_seen: formatInstant(row.firstSeen),
  last_seen: formatInstant(row.lastSeen),
  deposits: row.deposits,
  withdrawals: row.withdrawals,
  listed: ports.isListed(row.network, row.address),
});
