import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '@atalaya/engine/modules/tracing/sources/http-client.ts';
import { createRpc, type Rpc } from '@atalaya/engine/modules/tracing/sources/json-rpc.ts';
import { keccak256 } from '@atalaya/engine/modules/wallets/keccak.ts';
import { endsWithUs, eventually, freePort, killed } from './child.ts';
import type { LiveNode } from './live-node.ts';
import type { NodePackages } from './packages.ts';
import { compileContracts } from './solidity.ts';

/** Ethereum's chain id, on a chain of its own: addresses and deposits are those of a network the product knows. */
const CHAIN_ID = 1;
const UNIT = 1_000_000n;
const PAID = 900n;

const word = (value: bigint | string): string =>
  (typeof value === 'bigint' ? value.toString(16) : value.replace(/^0x/, '')).padStart(64, '0');

const call = (signature: string, ...values: (bigint | string)[]): string =>
  `0x${keccak256(Buffer.from(signature)).toString('hex').slice(0, 8)}${values.map(word).join('')}`;

export const freshAccount = (): string => `0x${randomBytes(20).toString('hex')}`;

interface Sent {
  readonly to?: string;
  readonly value?: bigint;
  readonly data?: string;
}

/** anvil with a token shaped as TRC-20 USDT, a mixer and a vault deployed on it. */
export interface AnvilNode extends LiveNode {
  readonly url: string;
  readonly rpc: Rpc;
  readonly contracts: { readonly token: string; readonly mixer: string; readonly vault: string };
  readonly accounts: readonly string[];
  /** A transaction that waits for the next block. */
  send(from: string, transaction: Sent): Promise<string>;
  call: typeof call;
  stop(): Promise<void>;
}

export async function startAnvil(packages: NodePackages): Promise<AnvilNode> {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-anvil-'));
  const state = join(folder, 'state.json');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const rpc = createRpc(createHttpClient({ url, retries: 0 }), '');
  let child: ChildProcess | null = null;
  let changedAt = 0;

  const start = async (): Promise<void> => {
    const options = ['--no-mining', '--silent', '--accounts', '4', '--order', 'fifo'];
    const kept = ['--state', state, '--state-interval', '1', '--preserve-historical-states'];
    child = spawn(packages.anvil, ['--port', `${port}`, '--chain-id', `${CHAIN_ID}`, ...options, ...kept], {
      stdio: 'ignore',
    });
    endsWithUs(child);
    await eventually('anvil answers', () => rpc('eth_chainId'));
  };

  const send = async (from: string, { to, value = 0n, data }: Sent): Promise<string> => {
    const transaction = { from, value: `0x${value.toString(16)}`, gas: '0x2dc6c0', ...(to ? { to } : {}) };
    return String(await rpc('eth_sendTransaction', { ...transaction, ...(data ? { data } : {}) }));
  };
  const mineBlock = async (): Promise<void> => {
    await rpc('evm_mine');
    changedAt = Date.now();
  };

  await start();
  const accounts = (await rpc('eth_accounts')) as string[];
  const [payer = '', issuer = ''] = accounts;
  const compiled = compileContracts(packages);
  const deploy = async (code: string): Promise<string> => {
    const hash = await send(issuer, { data: code });
    await mineBlock();
    const receipt = (await rpc('eth_getTransactionReceipt', hash)) as { contractAddress: string };
    return receipt.contractAddress.toLowerCase();
  };
  const contracts = {
    token: await deploy(compiled.Token),
    mixer: await deploy(compiled.Mixer),
    vault: await deploy(compiled.Vault),
  };
  await send(issuer, { to: contracts.token, data: call('issue(uint256)', 1_000_000_000n * UNIT) });
  await mineBlock();
  await send(issuer, {
    to: contracts.token,
    data: call('transfer(address,uint256)', payer, 100_000_000n * UNIT),
  });
  await mineBlock();

  const tip = async (): Promise<number> => Number(await rpc('eth_blockNumber'));
  const flushed = (): Promise<true> =>
    eventually('anvil writes its state', async () => {
      // Twice the interval: a write that had begun before the last block does not hold it.
      const written = statSync(state, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      return written > changedAt + 1100 ? true : undefined;
    });

  return {
    config: { kind: 'evm-node', chain_id: CHAIN_ID, url, from: 0, tokens: { [contracts.token]: 'USDT' } },
    network: 'ethereum',
    asset: 'USDT',
    price: '1.00',
    amount: String(PAID),
    payer: payer.toLowerCase(),
    url,
    rpc,
    contracts,
    accounts: accounts.map((one) => one.toLowerCase()),
    send,
    call,
    tip,
    start,
    async mine(payments) {
      const paid = Array.from({ length: payments }, freshAccount);
      for (const to of paid)
        await send(payer, {
          to: contracts.token,
          data: call('transfer(address,uint256)', to, PAID * UNIT),
        });
      await mineBlock();
      const block = (await rpc('eth_getBlockByNumber', 'latest', false)) as { number: string; hash: string };
      return { height: Number(block.number), hash: block.hash, paid };
    },
    async drop(blocks) {
      await rpc('anvil_rollback', blocks);
      changedAt = Date.now();
    },
    async kill() {
      await flushed();
      if (child !== null) await killed(child);
    },
    async stop() {
      if (child !== null) await killed(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
