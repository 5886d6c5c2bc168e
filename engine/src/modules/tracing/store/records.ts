import { Failure } from '../../../kernel/failure.ts';
import { NOWHERE, UNKNOWN } from '../graph/flow-graph.ts';

/** Fields of records on the disk: little-endian, pots as unsigned 32 bits, amounts as unsigned 128 bits. */
/** from or making transaction · to or owner · amount · transaction. */
export const MOVEMENT_BYTES = 28;
const NOWHERE_MARK = 0xffff_ffff;
const UNKNOWN_MARK = 0xffff_fffe;

export const putPot = (buffer: Buffer, at: number, pot: number): void => {
  buffer.writeUInt32LE(pot === NOWHERE ? NOWHERE_MARK : pot === UNKNOWN ? UNKNOWN_MARK : pot, at);
};

export const getPot = (buffer: Buffer, at: number): number => {
  const mark = buffer.readUInt32LE(at);
  return mark === NOWHERE_MARK ? NOWHERE : mark === UNKNOWN_MARK ? UNKNOWN : mark;
};

/** Failure: tracing.amount_too_large. */
export function putAmount(buffer: Buffer, at: number, amount: bigint): void {
  if (amount >> 128n !== 0n)
    throw new Failure('caller', 'tracing.amount_too_large', 'an amount is beyond 128 bits');
  buffer.writeBigUInt64LE(amount & 0xffff_ffff_ffff_ffffn, at);
  buffer.writeBigUInt64LE(amount >> 64n, at + 8);
}

export function getAmount(buffer: Buffer, at: number): bigint {
  const low = buffer.readUInt32LE(at);
  const next = buffer.readUInt32LE(at + 4);
  const high = buffer.readBigUInt64LE(at + 8);
  // Below 2^53 a number is exact, and much the faster way to an integer of any length.
  if (high === 0n && next < 0x20_0000) return BigInt(next * 0x1_0000_0000 + low);
  return (high << 64n) | buffer.readBigUInt64LE(at);
}
