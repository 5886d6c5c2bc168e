import { assetOf } from '@atalaya/contract/assets.ts';
import { Failure } from '../../../kernel/failure.ts';
import { utxoNetwork } from '../bitcoin/networks.ts';
import { assetsOn, evmChain } from '../evm/contracts.ts';
import { createBitcoinNode } from './bitcoin-node.ts';
import type { Budget } from './budget.ts';
import type { ChainSource } from './chain-source.ts';
import { type AddressSource, createEsplora } from './esplora.ts';
import { createEtherscan } from './etherscan.ts';
import { createEvmNode } from './evm-node.ts';
import { createHttpClient, type HttpClientOptions } from './http-client.ts';
import { createRpc } from './json-rpc.ts';
import { createTronSource } from './tron-source.ts';

/** One line of `chains.json`: which chain is followed, and where its blocks come from. */
export interface ChainConfig {
  /** `etherscan` tells addresses only: it is asked when an investigator asks, and not followed. */
  readonly kind: 'bitcoin-node' | 'evm-node' | 'esplora' | 'tron' | 'etherscan';
  /** Network of Bitcoin's family; not needed for the others. */
  readonly chain?: string;
  /** EVM chain id. */
  readonly chain_id?: number;
  readonly url: string;
  /** First block to read; the tip where absent. */
  readonly from?: number;
  /** Whether what inputs spend is asked for (`bitcoin-node` only). False when absent. */
  readonly previous_outputs?: boolean;
  /** Whether every block is read; true when absent. `esplora` only: false asks it for addresses alone. */
  readonly follow?: boolean;
  /** Of a service shaped as Etherscan. */
  readonly api_key?: string;
  /** Code of an asset by token contract (`evm-node` only), beside the contracts known to everyone. */
  readonly tokens?: Readonly<Record<string, string>>;
}

const unusable = (place: string, message: string): Failure =>
  new Failure('operator', 'config.chains', `chains.json, ${place}: ${message}`);

/** The lines of the file. Failure: config.chains, naming the line. */
export function readChainConfigs(text: string): ChainConfig[] {
  let lines: unknown;
  try {
    lines = JSON.parse(text);
  } catch (error) {
    throw unusable('the file', `not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(lines)) throw unusable('the file', 'not a list');
  return lines.map((line: ChainConfig, i) => {
    const place = `entry ${i + 1}`;
    if (!['bitcoin-node', 'evm-node', 'esplora', 'tron', 'etherscan'].includes(line?.kind))
      throw unusable(place, 'kind is not known');
    if (typeof line.url !== 'string' || !URL.canParse(line.url)) throw unusable(place, 'url is no URL');
    const coins = line.kind === 'bitcoin-node' || line.kind === 'esplora';
    if (coins && utxoNetwork(line.chain ?? '') === undefined)
      throw unusable(place, 'chain is no network of coins');
    if ((line.kind === 'evm-node' || line.kind === 'etherscan') && !Number.isSafeInteger(line.chain_id))
      throw unusable(place, 'chain_id is missing');
    for (const [contract, asset] of Object.entries(line.tokens ?? {}))
      if (!/^0x[0-9a-fA-F]{40}$/.test(contract) || assetOf(asset) === undefined)
        throw unusable(place, `tokens: ${contract} and ${asset} are no contract and asset`);
    if (line.from !== undefined && !(Number.isSafeInteger(line.from) && line.from >= 0))
      throw unusable(place, 'from is no height');
    return line;
  });
}

/** Name and password of the URL go into a header, as fetch wants it. */
function clientOptions(text: string): HttpClientOptions {
  const url = new URL(text);
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  return {
    url: url.href.replace(/\/+$/, ''),
    ...(login === ':'
      ? {}
      : { headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` } }),
  };
}

const tokensOf = ({ tokens = {} }: ChainConfig): ReadonlyMap<string, string> =>
  new Map(Object.entries(tokens).map(([contract, asset]) => [contract.toLowerCase(), asset]));

export function sourceOf(config: ChainConfig): ChainSource {
  const client = createHttpClient(clientOptions(config.url));
  switch (config.kind) {
    case 'evm-node':
      return createEvmNode(createRpc(client, ''), config.chain_id ?? 1, tokensOf(config));
    case 'tron':
      return createTronSource(client);
    case 'esplora':
      return createEsplora(client, config.chain ?? 'bitcoin');
    default:
      return createBitcoinNode({
        chain: config.chain ?? 'bitcoin',
        rpc: createRpc(client),
        previousOutputs: config.previous_outputs === true ? 'needed' : 'left_out',
      });
  }
}

export const isFollowed = ({ kind, follow }: ChainConfig): boolean =>
  kind !== 'etherscan' && follow !== false;

/** Who can be asked for the transactions of an address, and of which assets. */
export interface AskableChain {
  readonly chain: string;
  readonly assets: readonly string[];
  /** Host of the service, as answers name it. */
  readonly host: string;
  source(budget: Budget): AddressSource;
}

/** Undefined for a node: it keeps no index of addresses. */
export function askableOf(config: ChainConfig): AskableChain | undefined {
  const { host } = new URL(config.url);
  const client = (budget: Budget) => createHttpClient({ ...clientOptions(config.url), budget });
  if (config.kind === 'esplora') {
    const chain = config.chain ?? 'bitcoin';
    const assets = [utxoNetwork(chain)?.asset ?? 'BTC'];
    return { chain, assets, host, source: (budget) => createEsplora(client(budget), chain) };
  }
  if (config.kind !== 'etherscan') return undefined;
  const { chain, native } = evmChain(config.chain_id ?? 1);
  const { chain_id: chainId = 1, api_key: apiKey = '' } = config;
  return {
    chain,
    assets: [native, ...assetsOn(chain)],
    host,
    source: (budget) => createEtherscan({ client: client(budget), chainId, apiKey }),
  };
}
