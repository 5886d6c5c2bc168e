import { badChainData } from '../chains/chain-failure.ts';
import { bytesOfText, readBlockFile, readLoneTransaction } from './block-file.ts';
import { ByteReader } from './byte-reader.ts';
import type { PreviousOutput, PreviousOutputs } from './canonical.ts';
import { uncompressedKey } from './secp256k1.ts';
import { displayHash } from './transaction.ts';

/** Previous outputs by `txid:index`, gathered from files. */
export class PreviousOutputBook {
  readonly #outputs = new Map<string, PreviousOutput>();

  get size(): number {
    return this.#outputs.size;
  }

  put(txid: string, index: number, output: PreviousOutput): void {
    this.#outputs.set(`${txid}:${index}`, output);
  }

  readonly find: PreviousOutputs = (txid, index) => this.#outputs.get(`${txid}:${index}`);
}

/**
 * Reads one file of previous outputs into the book: a store of unspent outputs as btcd writes it, JSON (an array or lines of
 * `{txid, vout, value, scriptpubkey}`, `value` in satoshi; an object by `txid:vout`; Bitcoin Core's outputs; Esplora transactions with `vout`), csv with those columns, or blocks
 * and transactions whose outputs are taken. Failure: chain.previous_outputs_unreadable.
 */
export function readPreviousOutputs(book: PreviousOutputBook, content: Buffer): void {
  const start = content.subarray(0, 200).toString('latin1').trimStart();
  const binary = content.subarray(0, 64).includes(0);
  if (!binary && /^[{[]/.test(start)) readJson(book, content.toString('utf8'));
  else if (/^[\w"]+([,;\t][\w" ]+)+\r?\n/.test(start) && /tx/i.test(start))
    readCsv(book, content.toString('utf8'));
  else if (!readStore(book, content)) readTransactions(book, content);
}

const unreadable = (message: string, field?: string) =>
  badChainData('chain.previous_outputs_unreadable', message, field);

/** Repeated: transaction hash, index, length, entry of that length. */
function readStore(book: PreviousOutputBook, content: Buffer): boolean {
  const found: [string, number, PreviousOutput][] = [];
  try {
    const reader = new ByteReader(content);
    while (reader.left > 0) {
      const id = displayHash(reader.take(32));
      const index = reader.uint32();
      const entry = new ByteReader(reader.take(reader.uint32()));
      readVarint(entry);
      const value = decompressAmount(readVarint(entry));
      found.push([id, index, { value, script: readCompressedScript(entry) }]);
    }
  } catch {
    return false;
  }
  for (const [id, index, output] of found) book.put(id, index, output);
  return true;
}

/** Base 128, most significant first, without redundant forms. */
function readVarint(reader: ByteReader): bigint {
  let value = 0n;
  for (;;) {
    const byte = reader.byte();
    value = (value << 7n) | BigInt(byte & 0x7f);
    if ((byte & 0x80) === 0) return value;
    value += 1n;
  }
}

/** compressor.cpp of Bitcoin Core: trailing decimal zeros are counted apart. */
function decompressAmount(compressed: bigint): bigint {
  if (compressed === 0n) return 0n;
  let left = compressed - 1n;
  const exponent = left % 10n;
  left /= 10n;
  if (exponent === 9n) return (left + 1n) * 10n ** 9n;
  const digit = (left % 9n) + 1n;
  return ((left / 9n) * 10n + digit) * 10n ** exponent;
}

function readCompressedScript(entry: ByteReader): Buffer {
  const kind = Number(readVarint(entry));
  if (kind === 0)
    return Buffer.concat([Buffer.from('76a914', 'hex'), entry.take(20), Buffer.from('88ac', 'hex')]);
  if (kind === 1)
    return Buffer.concat([Buffer.from('a914', 'hex'), entry.take(20), Buffer.from('87', 'hex')]);
  if (kind <= 3) return Buffer.concat([Buffer.from([33, kind]), entry.take(32), Buffer.from([0xac])]);
  if (kind <= 5) {
    const key = uncompressedKey(entry.take(32), kind === 5);
    return Buffer.concat([Buffer.from([65]), key, Buffer.from([0xac])]);
  }
  return entry.take(kind - 6);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function readJson(book: PreviousOutputBook, text: string): void {
  let rows: unknown[];
  try {
    const whole: unknown = JSON.parse(text);
    rows = Array.isArray(whole) ? whole : byPlace(whole);
  } catch {
    rows = text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [parseLine(line, i)]));
  }
  for (const [i, row] of rows.entries()) putJson(book, row, i);
}

/** An object whose names are `txid:index`, of values or of outputs; any other object is one entry. */
function byPlace(whole: unknown): unknown[] {
  if (!isRecord(whole)) return [whole];
  const places = Object.entries(whole).map(([name, output]) => ({ place: PLACE.exec(name), output }));
  if (places.length === 0 || places.some(({ place }) => place === null)) return [whole];
  return places.map(({ place, output }) => ({
    ...(isRecord(output) ? output : { value: output }),
    txid: place?.[1],
    vout: place?.[2],
  }));
}

const PLACE = /^([0-9a-fA-F]{64}):(\d{1,10})$/;

function parseLine(line: string, index: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw unreadable(`line ${index + 1} is not JSON`, `line ${index + 1}`);
  }
}

const textOf = (row: Record<string, unknown>, ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = row[name];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  return undefined;
};

function putJson(book: PreviousOutputBook, row: unknown, at: number): void {
  if (!isRecord(row)) throw unreadable(`entry ${at + 1} is not an object`, `entry ${at + 1}`);
  const txid = textOf(row, 'txid', 'tx_hash', 'hash', 'transaction_hash');
  const whole = txid !== undefined && (Array.isArray(row.vout) || Array.isArray(row.vin));
  if (whole) putTransaction(book, txid, row, at);
  else putOutput(book, txid, row, at);
}

/** A transaction as services tell it: its own outputs, and those its inputs spend. */
function putTransaction(
  book: PreviousOutputBook,
  txid: string,
  row: Record<string, unknown>,
  at: number,
): void {
  const listed = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  for (const [i, output] of listed(row.vout).entries())
    if (isRecord(output)) putOutput(book, txid, { ...output, vout: i }, at);
  for (const input of listed(row.vin))
    if (isRecord(input) && isRecord(input.prevout)) putOutput(book, textOf(input, 'txid'), input, at);
}

function putOutput(
  book: PreviousOutputBook,
  txid: string | undefined,
  row: Record<string, unknown>,
  at: number,
): void {
  const nested = isRecord(row.prevout) ? row.prevout : row;
  const index = textOf(row, 'vout', 'index', 'n', 'output_index', 'outputIndex');
  const { scriptPubKey } = nested;
  // Bitcoin Core tells the script as an object, and then amounts as decimals of a coin.
  const value = isRecord(scriptPubKey)
    ? unitsOf(nested.value)
    : textOf(nested, 'value', 'satoshis', 'amount');
  const script = isRecord(scriptPubKey)
    ? textOf(scriptPubKey, 'hex')
    : textOf(nested, 'scriptpubkey', 'script', 'scriptPubKey', 'script_hex');
  put(book, txid, index, value, script, at);
}

const unitsOf = (coins: unknown): string | undefined =>
  typeof coins === 'number' ? String(Math.round(coins * 1e8)) : undefined;

function put(
  book: PreviousOutputBook,
  txid: string | undefined,
  index: string | undefined,
  value: string | undefined,
  script: string | undefined,
  at: number,
): void {
  const place = `entry ${at + 1}`;
  if (txid === undefined || !/^[0-9a-fA-F]{64}$/.test(txid)) throw unreadable(`${place} has no txid`, place);
  if (index === undefined || !/^\d{1,10}$/.test(index))
    throw unreadable(`${place} has no output index`, place);
  if (value === undefined || !/^\d{1,19}$/.test(value))
    throw unreadable(`${place}: the value is not an integer of base units`, place);
  if (script !== undefined && !/^([0-9a-fA-F]{2})*$/.test(script))
    throw unreadable(`${place}: the script is not hexadecimal`, place);
  book.put(txid.toLowerCase(), Number(index), {
    value: BigInt(value),
    script: Buffer.from(script ?? '', 'hex'),
  });
}

function readCsv(book: PreviousOutputBook, text: string): void {
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const separator = /[,;\t]/.exec(header)?.[0] ?? ',';
  const cells = (line: string): string[] =>
    line.split(separator).map((cell) => cell.trim().replace(/^"|"$/g, ''));
  const names = cells(header.toLowerCase());
  for (const [i, line] of lines.entries())
    putJson(book, Object.fromEntries(cells(line).map((cell, column) => [names[column] ?? '', cell])), i);
}

function readTransactions(book: PreviousOutputBook, content: Buffer): void {
  const lone = readLoneTransaction(content);
  const transactions =
    lone !== undefined
      ? [lone]
      : [...readBlockFile(bytesOfText(content))].flatMap(({ block }) => block.transactions);
  for (const { txid, outputs } of transactions)
    for (const [i, output] of outputs.entries()) book.put(txid, i, output);
}
