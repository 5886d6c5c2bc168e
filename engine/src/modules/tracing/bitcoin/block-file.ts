import { badChainData } from '../chains/chain-failure.ts';
import {
  HEADER_BYTES,
  heightOf,
  meetsTarget,
  type RawBlock,
  readBlock,
  readHeader,
  verifyBlock,
} from './block.ts';
import { ByteReader } from './byte-reader.ts';
import { UTXO_NETWORKS, type UtxoNetwork, utxoNetwork } from './networks.ts';
import { type RawTransaction, readTransaction } from './transaction.ts';

export interface FileBlock {
  readonly network: UtxoNetwork;
  /** How the network was known. */
  readonly networkFrom: 'given' | 'magic' | 'header';
  readonly block: RawBlock;
}

const networkNamed = (chain: string): UtxoNetwork => {
  const network = utxoNetwork(chain);
  if (network === undefined)
    throw badChainData('chain.network_unknown', `${chain} is not a network of Bitcoin's family`, '/network');
  return network;
};

/** Bytes of a text of hexadecimal digits; the bytes themselves where they are not one. */
export function bytesOfText(bytes: Buffer): Buffer {
  const text = bytes.subarray(0, 4096).toString('latin1');
  if (!/^(0x)?[0-9a-fA-F\s"]+$/.test(text)) return bytes;
  const digits = bytes.toString('latin1').replace(/[\s"]|^0x/g, '');
  if (!/^[0-9a-fA-F]*$/.test(digits)) return bytes;
  if (digits.length % 2 === 1)
    throw badChainData('chain.truncated', `${digits.length} hexadecimal digits are half a byte too many`);
  return Buffer.from(digits, 'hex');
}

/**
 * Every block of a file: one or many, in hexadecimal or binary, with magic and size before each (as nodes store them), with
 * a size alone, or bare. Each is checked against its own header.
 * Failures: chain.truncated, chain.malformed, chain.not_a_block, chain.network_unknown, chain.merkle_mismatch, chain.witness_mismatch.
 */
export function* readBlockFile(content: Buffer, chain?: string): Generator<FileBlock> {
  const bytes = bytesOfText(content);
  const given = chain === undefined ? undefined : networkNamed(chain);
  let at = 0;
  while (at < bytes.length) {
    const framed = UTXO_NETWORKS.find(({ magic }) => magic === bytes.toString('hex', at, at + 4));
    if (framed === undefined && at > 0 && isPadding(bytes, at)) return;
    const size = sizePrefix(bytes, at, framed !== undefined);
    const start = at + (framed === undefined ? 0 : 4) + (size === undefined ? 0 : 4);
    if (size !== undefined && start + size > bytes.length)
      throw badChainData(
        'chain.truncated',
        `the block at byte ${at} has ${size} bytes, ${bytes.length - start} are there`,
        `byte ${at}`,
      );
    const end = size === undefined ? bytes.length : start + size;
    const reader = new ByteReader(bytes, start, end);
    const network = given ?? framed ?? networkOfHeader(bytes, start);
    const block = readBlock(reader, network);
    verifyBlock(block);
    const networkFrom = given !== undefined ? 'given' : framed !== undefined ? 'magic' : 'header';
    yield {
      network: networkFrom === 'header' ? networkOfHeight(network, block) : network,
      networkFrom,
      block,
    };
    at = size === undefined ? afterExtension(reader, network, block) : end;
  }
}

/** Block files are made in pieces of zeros that are filled from the front. */
const isPadding = (bytes: Buffer, at: number): boolean => bytes.subarray(at).every((byte) => byte === 0);

/** After the magic a size must follow; without it, four bytes that say exactly what is left are one. */
function sizePrefix(bytes: Buffer, at: number, framed: boolean): number | undefined {
  const place = framed ? at + 4 : at;
  if (place + 4 > bytes.length) {
    if (framed)
      throw badChainData('chain.truncated', 'the file ends in the size of a block', `byte ${place}`);
    return undefined;
  }
  const size = bytes.readUInt32LE(place);
  return framed || (size >= HEADER_BYTES + 11 && size === bytes.length - place - 4) ? size : undefined;
}

/** Litecoin's extension block follows the transactions, unread: a bare block ends with the file. */
const afterExtension = (reader: ByteReader, network: UtxoNetwork, block: RawBlock): number =>
  network.asset === 'LTC' && block.transactions.length > 1 && (reader.bytes[reader.at] ?? 2) <= 1
    ? reader.end
    : reader.at;

const LIMIT_BITS = 0x1d00ffff;
const REGTEST_BITS = 0x207fffff;
/** No block of the main network has had the lowest difficulty since. */
const MAIN_ABOVE_LIMIT = Date.UTC(2010, 0, 1) / 1000;
const DOGECOIN_CHAIN_ID = 0x62;

/** A bare block does not name its network; its header gives it away as far as it can. */
function networkOfHeader(bytes: Buffer, at: number): UtxoNetwork {
  if (bytes.length - at < HEADER_BYTES)
    throw badChainData(
      'chain.truncated',
      `a block has ${HEADER_BYTES} bytes and more, ${bytes.length - at} are there`,
      `byte ${at}`,
    );
  const header = readHeader(bytes.subarray(at));
  if (header.version >>> 16 === DOGECOIN_CHAIN_ID) return networkNamed('dogecoin');
  if (header.bits === REGTEST_BITS) return networkNamed('bitcoin-regtest');
  if (!meetsTarget(header)) return networkNamed(plausible(header) ? 'litecoin' : 'bitcoin');
  if (header.bits >>> 24 > LIMIT_BITS >>> 24) return networkNamed('bitcoin-signet');
  const easy = header.bits === LIMIT_BITS && header.time > MAIN_ABOVE_LIMIT;
  return networkNamed(easy ? 'bitcoin-testnet' : 'bitcoin');
}

const GENESIS = Date.UTC(2009, 0, 3, 18, 15, 5) / 1000;

/** Blocks of the main network come every ten minutes; a height far off the calendar is a test network's. */
function networkOfHeight(network: UtxoNetwork, block: RawBlock): UtxoNetwork {
  const height = heightOf(block);
  if (network.chain !== 'bitcoin' || height === null) return network;
  const expected = (block.header.time - GENESIS) / 600;
  return Math.abs(height - expected) > 0.2 * expected ? networkNamed('bitcoin-testnet') : network;
}

/** Litecoin began in October 2011; its targets are far above Bitcoin's. */
const plausible = ({ bits, time }: { bits: number; time: number }): boolean =>
  bits >>> 24 >= 0x18 && bits >>> 24 <= 0x1e && time > Date.UTC(2011, 9, 7) / 1000;

/** A file that holds exactly one transaction; undefined where it does not. */
export function readLoneTransaction(content: Buffer): RawTransaction | undefined {
  try {
    const reader = new ByteReader(bytesOfText(content));
    const transaction = readTransaction(reader);
    return reader.left === 0 && transaction.inputs.length > 0 && transaction.outputs.length > 0
      ? transaction
      : undefined;
  } catch {
    return undefined;
  }
}
