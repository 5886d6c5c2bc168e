import { assetOf } from '@atalaya/contract/assets.ts';
import { utxoNetwork } from '../bitcoin/networks.ts';
import type { ChainBlock, ChainTransfer } from '../chains/chain-block.ts';
import { signalsWorthKeeping } from '../contracts/contract-book.ts';
import type { GraphShelf } from '../store/graph-shelf.ts';
import { appendCoinBlock } from '../store/read-blocks.ts';
import type { BlockSink } from './follow.ts';

/** Followed blocks into the flow graphs: coins into one, each asset of an account chain into its own. Tokens we do not keep are passed over. */
export function createShelfSink(shelf: GraphShelf, chain: string, changed: () => void): BlockSink {
  return {
    async apply(block) {
      const network = utxoNetwork(chain);
      if (network === undefined) {
        applyTransfers(shelf, block);
        applySignals(shelf, block);
      } else {
        const store = shelf.open({ kind: 'utxo', network: chain, asset: network.asset });
        appendCoinBlock(shelf, store, block);
        store.flush();
      }
      changed();
    },
    async undo({ height }) {
      for (const store of shelf.all()) {
        const { block } = store.asOf;
        if (store.network !== chain || block === null || block < height) continue;
        store.rollBackTo(height - 1);
        store.flush();
      }
      shelf.contracts.rollBackTo(chain, height - 1);
      changed();
    },
  };
}

interface MovedAsset {
  readonly transfer: ChainTransfer;
  readonly transaction: string;
}

function applyTransfers(shelf: GraphShelf, { chain, height, time, transactions }: ChainBlock): void {
  const byAsset = new Map<string, MovedAsset[]>();
  for (const { id, transfers } of transactions)
    for (const transfer of transfers) {
      if (assetOf(transfer.asset) === undefined || transfer.amount === 0n) continue;
      const list = byAsset.get(transfer.asset) ?? [];
      list.push({ transfer, transaction: id });
      byAsset.set(transfer.asset, list);
    }
  for (const [asset, moved] of byAsset) {
    const store = shelf.open({ kind: 'account', network: chain, asset });
    const known = store.asOf.block;
    if (height !== null && known !== null && height <= known) continue;
    store.appendTransfers(
      { height, time },
      moved.map(arrived).filter((one) => one !== null),
    );
    store.flush();
  }
}

/** A block that was noted before the process ended is not noted again. */
function applySignals(shelf: GraphShelf, { chain, height, time, transactions }: ChainBlock): void {
  const known = shelf.contracts.heightOf(chain);
  if (height !== null && known !== null && height <= known) return;
  const said = transactions
    .filter(({ failed }) => !failed)
    .flatMap((transaction) =>
      signalsWorthKeeping(transaction).map((signal) => ({ txid: transaction.id, signal })),
    );
  shelf.contracts.note({ chain, height, time }, said);
}

/** What was burned arrived nowhere. */
const arrived = ({ transfer: { from, to, amount }, transaction }: MovedAsset) =>
  to === null ? null : { from, to, amount, transaction };
