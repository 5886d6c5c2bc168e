import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ToldTransfer {
  readonly hash: string;
  readonly block: number;
  readonly from: string;
  readonly to: string;
  /** Base units. */
  readonly value: string;
  /** Token contract; the chain's own asset where absent. */
  readonly token?: string;
}

/** A service shaped as Etherscan's `account` module over made-up transfers. */
export interface FakeEtherscan {
  readonly url: string;
  /** Paths that were asked. */
  readonly asked: string[];
  /** Every page is full, for ever. */
  endless: boolean;
  /** How many of the next questions are refused with 429. */
  throttle: number;
  stop(): Promise<void>;
}

const rowOf = ({ hash, block, from, to, value, token }: ToldTransfer) => ({
  hash,
  blockNumber: String(block),
  timeStamp: String(1_700_000_000 + block * 12),
  from,
  to,
  value,
  isError: '0',
  gasUsed: '21000',
  gasPrice: '1',
  ...(token === undefined ? {} : { contractAddress: token }),
});

export async function startFakeEtherscan(transfers: readonly ToldTransfer[]): Promise<FakeEtherscan> {
  const rowsOf = (query: URLSearchParams): object[] => {
    const [action, address] = [query.get('action'), query.get('address')];
    const page = Number(query.get('page'));
    const touching = transfers.filter(({ from, to }) => from === address || to === address);
    const listed = touching.filter(({ token }) => (action === 'tokentx') === (token !== undefined));
    const [first] = listed;
    if (fake.endless && first !== undefined && action === 'txlist')
      return Array.from({ length: 1000 }, (_, row) =>
        rowOf({ ...first, hash: `0x${(page * 1000 + row).toString(16).padStart(64, '0')}` }),
      );
    return page > 1 || action === 'txlistinternal' ? [] : listed.map(rowOf);
  };
  const server = createServer((request, reply) => {
    fake.asked.push(request.url ?? '');
    if (fake.throttle > 0) {
      fake.throttle -= 1;
      reply.writeHead(429, { 'retry-after': '0' }).end();
      return;
    }
    const result = rowsOf(new URL(request.url ?? '', 'http://localhost').searchParams);
    const message = result.length === 0 ? 'No transactions found' : 'OK';
    reply.end(JSON.stringify({ status: result.length === 0 ? '0' : '1', message, result }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeEtherscan = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    endless: false,
    throttle: 0,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}
