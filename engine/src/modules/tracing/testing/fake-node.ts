import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MadeBlock } from './made-chain.ts';

/** How a node may misbehave, once or as long as it is set. */
export interface Mood {
  /** Answers 429 to so many requests. */
  throttle: number;
  /** Never answers so many requests. */
  stall: number;
  /** Changes the answer of a method. */
  lie: ((method: string, params: readonly unknown[], truth: unknown) => unknown) | null;
}

export interface FakeNode {
  readonly url: string;
  readonly mood: Mood;
  chain: readonly MadeBlock[];
  readonly asked: string[];
  stop(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
};

/** bitcoind's wire format over a made chain; `port` to come back where it was. */
export async function startFakeBitcoin(chain: readonly MadeBlock[], port = 0): Promise<FakeNode> {
  const asked: string[] = [];
  const mood: Mood = { throttle: 0, stall: 0, lie: null };
  const node = { chain };
  const server = createServer(async (request, response) => {
    const { id, method, params } = JSON.parse(await bodyOf(request));
    asked.push(method);
    if (mood.stall > 0) {
      mood.stall -= 1;
      return;
    }
    if (mood.throttle > 0) {
      mood.throttle -= 1;
      response.writeHead(429, { 'retry-after': '1' }).end();
      return;
    }
    reply(response, id, answerOf(node.chain, method, params, mood));
  });
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mood,
    asked,
    get chain() {
      return node.chain;
    },
    set chain(blocks) {
      node.chain = blocks;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(
  response: ServerResponse,
  id: unknown,
  answer: { result: unknown } | { error: unknown },
): void {
  response.writeHead('error' in answer && answer.error === 500 ? 500 : 200, {
    'content-type': 'application/json',
  });
  response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
}

function answerOf(chain: readonly MadeBlock[], method: string, params: readonly unknown[], mood: Mood) {
  const truth = truthOf(chain, method, params);
  const result = mood.lie === null ? truth : mood.lie(method, params, truth);
  return result === undefined ? { error: { code: -8, message: 'not found' } } : { result };
}

function truthOf(chain: readonly MadeBlock[], method: string, [first, second]: readonly unknown[]): unknown {
  switch (method) {
    case 'getblockcount':
      return chain.length - 1;
    case 'getblockhash':
      return chain[Number(first)]?.hash;
    case 'getblock':
      return second === 0 ? chain.find((block) => block.hash === first)?.bytes.toString('hex') : undefined;
    case 'getrawtransaction':
      return chain
        .flatMap((block) => [...block.transactions])
        .find(([id]) => id === first)?.[1]
        .toString('hex');
    default:
      return undefined;
  }
}
