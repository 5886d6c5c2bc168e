import { Failure } from '../../../kernel/failure.ts';
import { isRpcObject } from '../evm/rpc-values.ts';
import type { HttpClient } from './http-client.ts';

/** The node understood and refused; other failures are those of the way to it. */
export class RpcError extends Error {
  readonly rpcCode: number;

  constructor(code: number, message: string) {
    super(message);
    this.rpcCode = code;
  }
}

export type Rpc = (method: string, ...params: readonly unknown[]) => Promise<unknown>;

/** JSON-RPC over HTTP, as bitcoind, bcoin and EVM nodes speak it. Throws RpcError, or the client's failures. */
export function createRpc(client: HttpClient, path = '/'): Rpc {
  let id = 0;
  return async (method, ...params) => {
    id += 1;
    const bytes = await client.post(path, { jsonrpc: '2.0', id, method, params });
    const answer = parse(method, bytes);
    if (isRpcObject(answer.error))
      throw new RpcError(Number(answer.error.code), `${method}: ${String(answer.error.message)}`);
    if (!('result' in answer)) throw unreadable(method, 'neither result nor error');
    return answer.result;
  };
}

const unreadable = (method: string, how: string, cause?: unknown): Failure =>
  new Failure('operator', 'chain.source_lied', `the answer to ${method} is not JSON-RPC: ${how}`, [], cause);

function parse(method: string, bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const answer: unknown = JSON.parse(bytes.toString('utf8'));
    if (isRpcObject(answer)) return answer;
  } catch (error) {
    throw unreadable(method, 'not JSON', error);
  }
  throw unreadable(method, 'not an object');
}
