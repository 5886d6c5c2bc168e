import { hash } from 'node:crypto';
import type { ScriptKind } from '../chains/chain-block.ts';
import { addressOfHash, type UtxoNetwork } from './networks.ts';

export interface ReadScript {
  readonly kind: ScriptKind;
  /** Canonical key; null where no address stands for the script. */
  readonly address: string | null;
}

const OP_RETURN = 0x6a;
const OP_CHECKSIG = 0xac;
const OP_CHECKMULTISIG = 0xae;
const OP_1 = 0x51;

const hash160 = (bytes: Uint8Array): Buffer => hash('ripemd160', hash('sha256', bytes, 'buffer'), 'buffer');

/** BIP 141: a version and one push of 2 to 40 bytes. */
function witnessProgram(script: Buffer): { version: number; program: Buffer } | undefined {
  const [first = 0xff, length = 0] = script;
  const version = first === 0 ? 0 : first - OP_1 + 1;
  const fits = script.length >= 4 && script.length <= 42 && length === script.length - 2;
  return fits && (first === 0 || (version >= 1 && version <= 16))
    ? { version, program: script.subarray(2) }
    : undefined;
}

function isMultisig(script: Buffer): boolean {
  const required = (script[0] ?? 0) - OP_1 + 1;
  const keys = (script.at(-2) ?? 0) - OP_1 + 1;
  if (script.at(-1) !== OP_CHECKMULTISIG || required < 1 || keys < required || keys > 16) return false;
  let at = 1;
  let found = 0;
  while (at < script.length - 2) {
    const length = script[at] ?? 0;
    if (length !== 33 && length !== 65) return false;
    at += 1 + length;
    found += 1;
  }
  return at === script.length - 2 && found === keys;
}

function kindOf(script: Buffer): ScriptKind {
  const { length } = script;
  if (length === 0) return 'empty';
  if (script[0] === OP_RETURN) return 'op_return';
  if (length === 25 && script[0] === 0x76 && script[1] === 0xa9 && script[2] === 20 && script[23] === 0x88)
    return script[24] === OP_CHECKSIG ? 'p2pkh' : 'nonstandard';
  if (length === 23 && script[0] === 0xa9 && script[1] === 20 && script[22] === 0x87) return 'p2sh';
  const witness = witnessProgram(script);
  if (witness !== undefined) {
    const size = witness.program.length;
    if (witness.version === 0) return size === 20 ? 'p2wpkh' : size === 32 ? 'p2wsh' : 'nonstandard';
    return witness.version === 1 && size === 32 ? 'p2tr' : 'witness_unknown';
  }
  const key = script[0];
  if ((key === 33 || key === 65) && length === key + 2 && script[length - 1] === OP_CHECKSIG) return 'p2pk';
  return isMultisig(script) ? 'multisig' : 'nonstandard';
}

/** What a locking script is. A bare public key is known by the address of its hash, as explorers show it. */
export function readScript(network: UtxoNetwork, script: Buffer): ReadScript {
  const kind = kindOf(script);
  switch (kind) {
    case 'p2pkh':
      return { kind, address: addressOfHash(network, 'pubkey', script.subarray(3, 23)) };
    case 'p2pk':
      return { kind, address: addressOfHash(network, 'pubkey', hash160(script.subarray(1, -1))) };
    case 'p2sh':
      return { kind, address: addressOfHash(network, 'script', script.subarray(2, 22)) };
    case 'p2wpkh':
    case 'p2wsh':
    case 'p2tr':
    case 'witness_unknown': {
      const witness = witnessProgram(script);
      const { version = 0, program = script } = witness ?? {};
      return { kind, address: addressOfHash(network, version, program) };
    }
    default:
      return { kind, address: null };
  }
}

/** What an input reveals of the output it spends, where that output itself is not at hand. */
export function addressOfInput(
  network: UtxoNetwork,
  script: Buffer,
  witness: readonly Buffer[],
): ReadScript | null {
  const pushes = pushesOf(script);
  const last = pushes?.at(-1);
  if (pushes?.length === 1 && last !== undefined && witness.length > 0)
    return witnessProgram(last) === undefined
      ? null
      : { kind: 'p2sh', address: addressOfHash(network, 'script', hash160(last)) };
  if (script.length === 0) return addressOfWitness(network, witness);
  if (pushes?.length === 2 && last !== undefined && isPublicKey(last) && isSignature(pushes[0]))
    return { kind: 'p2pkh', address: addressOfHash(network, 'pubkey', hash160(last)) };
  if (last !== undefined && pushes?.[0]?.length === 0 && isMultisig(last))
    return { kind: 'p2sh', address: addressOfHash(network, 'script', hash160(last)) };
  return null;
}

/** Version 0 only: a taproot input does not reveal its output key. */
function addressOfWitness(network: UtxoNetwork, witness: readonly Buffer[]): ReadScript | null {
  const last = witness.at(-1);
  if (last === undefined || witness.length < 2) return null;
  if (witness.length === 2 && isPublicKey(last) && last.length === 33)
    return { kind: 'p2wpkh', address: addressOfHash(network, 0, hash160(last)) };
  const annex = last[0] === 0x50;
  const controlBlock = last.length % 32 === 1 && last.length >= 33 && (last[0] ?? 0) >= 0xc0;
  return annex || controlBlock || last.length === 0
    ? null
    : { kind: 'p2wsh', address: addressOfHash(network, 0, hash('sha256', last, 'buffer')) };
}

const isPublicKey = (bytes: Buffer): boolean =>
  (bytes.length === 33 && (bytes[0] === 2 || bytes[0] === 3)) || (bytes.length === 65 && bytes[0] === 4);

const isSignature = (bytes: Buffer | undefined): boolean =>
  bytes !== undefined && bytes.length >= 9 && bytes.length <= 74 && bytes[0] === 0x30;

/** Data pushes of an unlocking script; undefined where it holds anything else. */
function pushesOf(script: Buffer): Buffer[] | undefined {
  const pushes: Buffer[] = [];
  let at = 0;
  while (at < script.length) {
    const op = script[at] ?? 0;
    const header = op < 76 ? 1 : op === 76 ? 2 : op === 77 ? 3 : 0;
    if (header === 0 || at + header > script.length) return undefined;
    const length = op < 76 ? op : op === 76 ? (script[at + 1] ?? 0) : script.readUInt16LE(at + 1);
    if (at + header + length > script.length) return undefined;
    pushes.push(script.subarray(at + header, at + header + length));
    at += header + length;
  }
  return pushes;
}
