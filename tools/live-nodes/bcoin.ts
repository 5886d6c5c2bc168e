import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '@atalaya/engine/modules/tracing/sources/http-client.ts';
import { createRpc, type Rpc } from '@atalaya/engine/modules/tracing/sources/json-rpc.ts';
import { base58CheckAddress } from '@atalaya/engine/modules/wallets/encode-address.ts';
import type { BcoinAnswer, BcoinAsk } from './bcoin-node.ts';
import { freePort, killed } from './child.ts';
import type { LiveNode } from './live-node.ts';
import type { NodePackages } from './packages.ts';

/** Blocks before a miner may spend, and some to pay from. */
const FIRST_BLOCKS = 160;
const SATOSHIS = 2_000_000;

const addressOf = (publicKeyHash: string): string =>
  base58CheckAddress(Buffer.from([0]), Buffer.from(publicKeyHash, 'hex'));

export interface BcoinNode extends LiveNode {
  readonly url: string;
  readonly rpc: Rpc;
  stop(): Promise<void>;
}

/** bcoin on regtest, read as Bitcoin: the same scripts, written as addresses that deposits have. */
export async function startBcoin({ folder: packages }: NodePackages): Promise<BcoinNode> {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-bcoin-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const rpc = createRpc(createHttpClient({ url, retries: 0 }));
  let child: ChildProcess | null = null;
  let next = 1;

  const heard = async (): Promise<{ readonly height: number; readonly payer: string }> => {
    const done = new AbortController();
    const { signal } = done;
    try {
      const answered = once(child as ChildProcess, 'message', { signal });
      const ended = once(child as ChildProcess, 'exit', { signal }).then(() => [{ error: 'bcoin ended' }]);
      const [answer] = (await Promise.race([answered, ended])) as [BcoinAnswer];
      if ('error' in answer) throw new Error(answer.error);
      return answer;
    } finally {
      done.abort();
    }
  };
  const ask = async (
    what: Partial<BcoinAsk>,
  ): Promise<{ readonly height: number; readonly payer: string }> => {
    child?.send({ pay: [], value: SATOSHIS, from: next, blocks: 1, ...what } satisfies BcoinAsk);
    next += what.pay?.length ?? 0;
    return heard();
  };
  const start = async (): Promise<void> => {
    const options = [packages, join(folder, 'blocks.dat'), `${port}`];
    child = fork(join(import.meta.dirname, 'bcoin-node.ts'), options, { stdio: ['ignore', 2, 2, 'ipc'] });
    await heard();
  };
  const end = async (): Promise<void> => {
    if (child !== null) await killed(child);
  };

  await start();
  const { payer } = await ask({ blocks: FIRST_BLOCKS });
  const tip = async (): Promise<number> => Number(await rpc('getblockcount'));

  return {
    config: { kind: 'bitcoin-node', chain: 'bitcoin', url, from: 0 },
    network: 'bitcoin',
    asset: 'BTC',
    price: '50000.00',
    amount: '0.02',
    payer: addressOf(payer),
    url,
    rpc,
    tip,
    start,
    kill: end,
    async mine(payments) {
      const pay = Array.from({ length: payments }, () => randomBytes(20).toString('hex'));
      const { height } = await ask({ pay });
      const hash = String(await rpc('getblockhash', height));
      return { height, hash, paid: pay.map(addressOf) };
    },
    async drop(blocks) {
      const height = await tip();
      await rpc('invalidateblock', await rpc('getblockhash', height - blocks + 1));
    },
    async stop() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
