import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagesIn } from './packages.ts';

/**
 * bcoin as a full node of regtest in a process of its own: `bcoin-node.ts PACKAGES BLOCKS PORT`. Blocks it takes are kept in a file that it
 * reads when it begins again, as its own database needs a native module. Its JSON-RPC is open; it pays and mines when its parent asks.
 */
interface Block {
  readonly txs: readonly { readonly outputs: readonly { readonly value: number }[] }[];
  toRaw(): Buffer;
}

interface FullNode {
  open(): Promise<void>;
  sendTX(transaction: object): Promise<void>;
  readonly mempool: { tip: Buffer };
  readonly miner: { addresses: object[]; mineBlock(): Promise<Block> };
  readonly chain: {
    readonly height: number;
    readonly tip: { readonly hash: Buffer };
    add(block: Block): Promise<unknown>;
    on(event: 'connect', listener: (entry: object, block: Block) => void): void;
    getHash(height: number): Promise<Buffer>;
    getBlock(hash: Buffer): Promise<Block>;
  };
}

interface Transaction {
  addTX(transaction: object, index: number, height: number): void;
  addOutput(address: object, value: number): void;
  sign(ring: object): void;
  toTX(): object;
}

interface Bcoin {
  set(network: string): void;
  readonly FullNode: new (options: object) => FullNode;
  readonly KeyRing: { fromPrivate(key: Buffer): { getAddress(): object; getKeyHash(): Buffer } };
  readonly Address: { fromPubkeyhash(hash: Buffer): object };
  readonly Block: { fromRaw(raw: Buffer): Block };
  readonly MTX: new () => Transaction;
}

/** Pays each of these public key hashes (hexadecimal) out of a coinbase of its own, from block `from` on, and mines `blocks` blocks. */
export interface BcoinAsk {
  readonly pay: readonly string[];
  readonly value: number;
  readonly from: number;
  readonly blocks: number;
}

export type BcoinAnswer = { readonly height: number; readonly payer: string } | { readonly error: string };

const FEE = 10_000;

const [folder = '', file = '', port = '0'] = process.argv.slice(2);
const { load } = packagesIn(folder);

function loadBcoin(): Bcoin {
  process.env.NODE_BACKEND = 'js';
  // Its native database is not built; the node keeps its index in memory.
  const native = join(folder, 'node_modules', 'leveldown');
  const place = load.resolve(native);
  load.cache[place] = { id: place, filename: place, loaded: true, exports: {} } as NodeJS.Module;
  return load('bcoin') as Bcoin;
}

const bcoin = loadBcoin();
bcoin.set('regtest');
const node = new bcoin.FullNode({
  network: 'regtest',
  memory: true,
  workers: false,
  listen: false,
  httpHost: '127.0.0.1',
  httpPort: Number(port),
  noAuth: true,
});
const ring = bcoin.KeyRing.fromPrivate(Buffer.alloc(32, 7));
node.miner.addresses = [ring.getAddress()];

function kept(): Buffer[] {
  const blocks: Buffer[] = [];
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  let at = 0;
  while (at + 4 <= bytes.length && at + 4 + bytes.readUInt32LE(at) <= bytes.length) {
    const end = at + 4 + bytes.readUInt32LE(at);
    blocks.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return blocks;
}

function keep(block: Block): void {
  const raw = block.toRaw();
  const size = Buffer.alloc(4);
  size.writeUInt32LE(raw.length);
  appendFileSync(file, Buffer.concat([size, raw]));
}

async function pay(hash: string, value: number, coinbaseAt: number): Promise<void> {
  const { chain } = node;
  const [coinbase] = (await chain.getBlock(await chain.getHash(coinbaseAt))).txs;
  if (coinbase === undefined) throw new Error(`block ${coinbaseAt} has no coinbase`);
  const transaction = new bcoin.MTX();
  transaction.addTX(coinbase, 0, coinbaseAt);
  transaction.addOutput(bcoin.Address.fromPubkeyhash(Buffer.from(hash, 'hex')), value);
  const rest = (coinbase.outputs[0]?.value ?? 0) - value - FEE;
  transaction.addOutput(ring.getAddress(), rest);
  transaction.sign(ring);
  await node.sendTX(transaction.toTX());
}

async function answer({ pay: paid, value, from, blocks }: BcoinAsk): Promise<BcoinAnswer> {
  // Its mempool is not told of blocks that `invalidateblock` takes away.
  node.mempool.tip = node.chain.tip.hash;
  for (const [index, hash] of paid.entries()) await pay(hash, value, from + index);
  for (let mined = 0; mined < blocks; mined += 1) await node.chain.add(await node.miner.mineBlock());
  return { height: node.chain.height, payer: ring.getKeyHash().toString('hex') };
}

await node.open();
for (const raw of kept()) await node.chain.add(bcoin.Block.fromRaw(raw));
node.chain.on('connect', (_entry, block) => keep(block));
process.on('disconnect', () => process.exit(0));
process.on('message', (ask: BcoinAsk) => {
  answer(ask).then(
    (told) => process.send?.(told),
    (error: Error) => process.send?.({ error: error.stack ?? error.message } satisfies BcoinAnswer),
  );
});
process.send?.({ height: node.chain.height, payer: ring.getKeyHash().toString('hex') } satisfies BcoinAnswer);
