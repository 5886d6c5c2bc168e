import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { isFailure } from '@atalaya/engine/kernel/failure.ts';
import { createBitcoinNode } from '@atalaya/engine/modules/tracing/sources/bitcoin-node.ts';
import type { ChainSource } from '@atalaya/engine/modules/tracing/sources/chain-source.ts';
import { createEvmNode } from '@atalaya/engine/modules/tracing/sources/evm-node.ts';
import { createHttpClient } from '@atalaya/engine/modules/tracing/sources/http-client.ts';
import { createRpc } from '@atalaya/engine/modules/tracing/sources/json-rpc.ts';
import type { LiveNode } from './live-node.ts';

/** What the node between does with an answer of the real one. */
interface Mood {
  readonly name: string;
  /** Changes the result of a method; leaves the others. */
  readonly lie?: (method: string, result: unknown) => unknown;
  readonly answer?: (reply: ServerResponse) => void;
}

/** What became of asking for a block, and how many questions it cost. */
export interface Outcome {
  readonly mood: string;
  readonly code: string;
  readonly questions: number;
}

interface Between {
  readonly url: string;
  mood: Mood;
  questions: number;
  stop(): Promise<void>;
}

/** Stands before a real node and hands its answers on, as honest as its mood. */
async function standBetween(real: string): Promise<Between> {
  const between: Between = { url: '', mood: { name: 'honest' }, questions: 0, stop: async () => undefined };
  const server = createServer((request, reply) => {
    const hand = async (): Promise<void> => {
      const body = await text(request);
      between.questions += 1;
      const { mood } = between;
      if (mood.answer !== undefined) {
        mood.answer(reply);
        return;
      }
      const answer = await fetch(real, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const told = (await answer.json()) as { result: unknown };
      const { method } = JSON.parse(body) as { method: string };
      const result = mood.lie === undefined ? told.result : mood.lie(method, told.result);
      reply.setHeader('content-type', 'application/json').end(JSON.stringify({ ...told, result }));
    };
    hand().catch((error: Error) => reply.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(between, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

const BYTES_MAX = 8 * 1024 * 1024;
const HUGE = 'x'.repeat(BYTES_MAX);

const STALLS = 'stalls';

const EVERYWHERE: readonly Mood[] = [
  { name: STALLS, answer: () => undefined },
  { name: 'answers 429', answer: (reply) => reply.writeHead(429, { 'retry-after': '1' }).end() },
  { name: 'answers 500', answer: (reply) => reply.writeHead(500).end() },
  { name: 'breaks off', answer: (reply) => reply.destroy() },
  { name: 'answers no JSON', answer: (reply) => reply.end('<html>') },
  { name: 'answers without end', answer: (reply) => reply.end(HUGE.repeat(2)) },
];

type Answer = Readonly<Record<string, unknown>>;

const EVM: readonly Mood[] = [
  { name: 'is of another chain', lie: (method, result) => (method === 'eth_chainId' ? '0x5' : result) },
  {
    name: 'changes an amount',
    lie: (method, result) =>
      method === 'eth_getBlockByHash'
        ? { ...(result as Answer), transactions: changed((result as Answer).transactions, { value: '0x7' }) }
        : result,
  },
  {
    name: 'changes a log',
    lie: (method, result) =>
      method === 'eth_getBlockReceipts'
        ? changed(result, { logs: [], logsBloom: `0x${'0'.repeat(512)}` })
        : result,
  },
  {
    name: 'leaves a receipt out',
    lie: (method, result) => (method === 'eth_getBlockReceipts' ? (result as unknown[]).slice(1) : result),
  },
  {
    name: 'gives another block',
    lie: (method, result) =>
      method === 'eth_getBlockByHash' ? { ...(result as Answer), hash: `0x${'1'.repeat(64)}` } : result,
  },
];

const changed = (list: unknown, members: Answer): unknown =>
  (list as Answer[]).map((one, index) => (index === 0 ? { ...one, ...members } : one));

const BITCOIN: readonly Mood[] = [
  {
    name: 'changes an amount',
    lie: (method, result) =>
      method === 'getblock' && typeof result === 'string'
        ? result.replace('80841e0000000000', '81841e0000000000')
        : result,
  },
  {
    name: 'cuts the block off',
    lie: (method, result) =>
      method === 'getblock' && typeof result === 'string' ? result.slice(0, -40) : result,
  },
  {
    name: 'changes the header',
    lie: (method, result) =>
      method === 'getblock' && typeof result === 'string' ? `00${result.slice(2)}` : result,
  },
  { name: 'has no hash', lie: (method, result) => (method === 'getblockhash' ? 'none' : result) },
];

const RETRIES = 2;

/** Asks for the node's newest block through each mood; without a mood the same question must succeed. */
export async function unruly(node: LiveNode): Promise<Outcome[]> {
  const evm = node.config.kind === 'evm-node';
  const between = await standBetween(node.config.url);
  const fresh = ({ name }: Mood): ChainSource => {
    // A real answer may take its time on a busy machine; a stall is waited for three times.
    const timeout_ms = name === STALLS ? 2000 : 60_000;
    const waits = { retries: RETRIES, timeout_ms, bytesMax: BYTES_MAX, sleep: async () => undefined };
    const client = createHttpClient({ url: between.url, ...waits });
    return evm
      ? createEvmNode(createRpc(client, ''), 1)
      : createBitcoinNode({ chain: 'bitcoin', rpc: createRpc(client), previousOutputs: 'left_out' });
  };
  const outcomes: Outcome[] = [];
  try {
    const honest: Mood = { name: 'honest' };
    for (const mood of [honest, ...EVERYWHERE, ...(evm ? EVM : BITCOIN)]) {
      Object.assign(between, { mood, questions: 0 });
      outcomes.push({ mood: mood.name, code: await codeOf(fresh(mood)), questions: between.questions });
    }
  } finally {
    await between.stop();
  }
  return outcomes;
}

async function codeOf(source: ChainSource): Promise<string> {
  try {
    await source.block(await source.tip());
    return 'taken';
  } catch (error) {
    if (isFailure(error)) return error.code;
    throw error;
  }
}
