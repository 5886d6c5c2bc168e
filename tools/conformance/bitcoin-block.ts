import { createHash } from 'node:crypto';
import { base58CheckAddress, bech32Address } from './bitcoin-address.ts';

/**
 * A raw mainnet block as nodes store it, read for its payments: who was paid how much, and which addresses are known to
 * have paid. Shares no code with the product, which is what it is held against.
 */
export interface Payment {
  readonly txid: string;
  /** Addresses whose keys signed: of pay-to-public-key-hash, and of witness programs spent by a public key. */
  readonly from: readonly string[];
  readonly to: readonly { readonly address: string; readonly satoshi: bigint }[];
}

export interface Block {
  readonly hash: string;
  /** As the header has it; the root over the transactions' ids must be the same. */
  readonly merkleRoot: string;
  /** Unix time of the header, in seconds. */
  readonly time: number;
  readonly payments: readonly Payment[];
}

const HEADER_BYTES = 80;

export function readBlock(bytes: Buffer): Block {
  const reader = new Reader(bytes);
  const header = reader.take(HEADER_BYTES);
  const count = reader.varint();
  const payments: Payment[] = [];
  for (let i = 0; i < count; i += 1) payments.push(readTransaction(reader));
  if (!reader.atEnd) throw new Error('bytes are left after the last transaction');
  return {
    hash: reversedHex(sha256d(header)),
    merkleRoot: reversedHex(header.subarray(36, 68)),
    time: header.readUInt32LE(68),
    payments,
  };
}

/** Bitcoin's tree over transaction ids: pairs hashed twice, the last one of an odd level paired with itself. */
export function merkleRootOf(txids: readonly string[]): string {
  let level: Buffer[] = txids.map((txid) => Buffer.from(txid, 'hex').reverse());
  while (level.length > 1)
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => {
      const left = level[2 * i] ?? Buffer.alloc(0);
      return sha256d(Buffer.concat([left, level[2 * i + 1] ?? left]));
    });
  return reversedHex(level[0] ?? Buffer.alloc(0));
}

function readTransaction(reader: Reader): Payment {
  const start = reader.position;
  const version = reader.take(4);
  const segregated = reader.peek(2).equals(Buffer.from([0x00, 0x01]));
  if (segregated) reader.take(2);
  const body = reader.position;
  const inputs = reader.list(() => {
    reader.take(36);
    const script = reader.bytes();
    reader.take(4);
    return script;
  });
  const to = reader
    .list(() => ({ satoshi: reader.uint64(), address: addressOfScript(reader.bytes()) }))
    .flatMap(({ satoshi, address }) => (address === undefined ? [] : [{ address, satoshi }]));
  const bodyEnd = reader.position;
  const witnesses = segregated ? inputs.map(() => reader.list(() => reader.bytes())) : [];
  const lock = reader.take(4);
  const whole = segregated
    ? Buffer.concat([version, reader.between(body, bodyEnd), lock])
    : reader.between(start, reader.position);
  const from = inputs.flatMap((script, i) => payerOf(script, witnesses[i] ?? []) ?? []);
  return { txid: reversedHex(sha256d(whole)), from: [...new Set(from)], to };
}

/** Standard outputs; undefined for those without an address (bare keys, OP_RETURN and what is not standard). */
function addressOfScript(script: Buffer): string | undefined {
  const hex = script.toString('hex');
  if (/^76a914.{40}88ac$/.test(hex)) return base58CheckAddress(0x00, script.subarray(3, 23));
  if (/^a914.{40}87$/.test(hex)) return base58CheckAddress(0x05, script.subarray(2, 22));
  if (/^0014.{40}$|^0020.{64}$/.test(hex)) return bech32Address(0, script.subarray(2));
  return undefined;
}

/** `<signature> <public key>` in the script, or in the witness with an empty or a P2SH-wrapping script. */
function payerOf(script: Buffer, witness: readonly Buffer[]): string | undefined {
  const pushed = pushesOf(script);
  if (pushed.length === 2 && isPublicKey(pushed[1])) return base58CheckAddress(0x00, hash160(pushed[1]));
  if (witness.length !== 2 || !isPublicKey(witness[1])) return undefined;
  if (script.length === 0) return bech32Address(0, hash160(witness[1]));
  return pushed.length === 1 && pushed[0] !== undefined
    ? base58CheckAddress(0x05, hash160(pushed[0]))
    : undefined;
}

/** Direct pushes of up to 75 bytes; a script with anything else gives none. */
function pushesOf(script: Buffer): Buffer[] {
  const pushed: Buffer[] = [];
  for (let at = 0; at < script.length; ) {
    const length = script[at] ?? 0;
    if (length === 0 || length > 75 || at + 1 + length > script.length) return [];
    pushed.push(script.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return pushed;
}

function isPublicKey(bytes: Buffer | undefined): bytes is Buffer {
  const first = bytes?.[0];
  return (bytes?.length === 33 && (first === 2 || first === 3)) || (bytes?.length === 65 && first === 4);
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
const sha256d = (bytes: Buffer): Buffer => sha256(sha256(bytes));
const hash160 = (bytes: Buffer): Buffer => createHash('ripemd160').update(sha256(bytes)).digest();
const reversedHex = (bytes: Buffer): string => Buffer.from(bytes).reverse().toString('hex');

class Reader {
  readonly #bytes: Buffer;
  position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.position === this.#bytes.length;
  }

  between(start: number, end: number): Buffer {
    return this.#bytes.subarray(start, end);
  }

  peek(length: number): Buffer {
    return this.between(this.position, this.position + length);
  }

  take(length: number): Buffer {
    const taken = this.peek(length);
    if (taken.length !== length) throw new Error(`the block ends at byte ${this.#bytes.length}`);
    this.position += length;
    return taken;
  }

  uint64(): bigint {
    return this.take(8).readBigUInt64LE();
  }

  varint(): number {
    const first = this.take(1)[0] ?? 0;
    if (first < 0xfd) return first;
    if (first === 0xfd) return this.take(2).readUInt16LE();
    return first === 0xfe ? this.take(4).readUInt32LE() : Number(this.uint64());
  }

  bytes(): Buffer {
    return this.take(this.varint());
  }

  list<T>(one: () => T): T[] {
    return Array.from({ length: this.varint() }, one);
  }
}
