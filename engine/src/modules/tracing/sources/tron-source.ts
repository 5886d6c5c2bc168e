import { lyingSource } from '../chains/chain-failure.ts';
import { parseExactJson } from '../chains/exact-json.ts';
import { integer, isRpcObject, objectOf, type RpcObject } from '../evm/rpc-values.ts';
import { canonicalTronBlock } from '../tron/tron-node.ts';
import type { BlockReference, ChainSource } from './chain-source.ts';
import type { HttpClient } from './http-client.ts';

/** A TRON full node or service over its HTTP API. */
export function createTronSource(client: HttpClient): ChainSource {
  const ask = async (path: string, body: object): Promise<unknown> =>
    parseExactJson((await client.post(path, body)).toString('utf8'));

  const referenceOf = (block: RpcObject): BlockReference => {
    const header = objectOf(objectOf(block.block_header, 'block_header').raw_data, 'raw_data');
    return { height: integer(header, 'number') ?? 0, hash: String(block.blockID) };
  };

  const blockAt = async (height: number): Promise<RpcObject | null> => {
    const answer = await ask('/wallet/getblockbynum', { num: height });
    return isRpcObject(answer) && typeof answer.blockID === 'string' ? answer : null;
  };

  return {
    chain: 'tron',
    tip: async () => referenceOf(objectOf(await ask('/wallet/getnowblock', {}), 'block')),
    async hashAt(height) {
      const block = await blockAt(height);
      return block === null ? null : referenceOf(block).hash;
    },
    async block(reference) {
      const block = await blockAt(reference.height);
      if (block === null || referenceOf(block).hash !== reference.hash)
        throw lyingSource(
          'chain.source_lied',
          `asked for block ${reference.hash}, the node gave another`,
          '/blockID',
        );
      const infos = await ask('/wallet/gettransactioninfobyblocknum', { num: reference.height });
      return canonicalTronBlock(block, Array.isArray(infos) ? infos : []);
    },
  };
}
