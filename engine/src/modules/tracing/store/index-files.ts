import { join } from 'node:path';
import { type Movement, NOWHERE } from '../graph/flow-graph.ts';
import { writeAdjacency } from './adjacency.ts';
import type { LogFile } from './log-file.ts';
import { getPot, MOVEMENT_BYTES, putAmount, putPot } from './records.ts';

export interface StoreLogs {
  readonly movements: LogFile;
  readonly spends: LogFile;
}

export interface StoreCounts {
  readonly owners: number;
  readonly transactions: number;
}

/** Entry: movement · other account · amount · transaction. */
export function indexTransfers(folder: string, { movements }: StoreLogs, { owners }: StoreCounts): void {
  const put =
    (other: number) =>
    (entry: Buffer, entryAt: number, buffer: Buffer, at: number, record: number): void => {
      entry.writeUInt32LE(record, entryAt);
      buffer.copy(entry, entryAt + 4, at + other, at + other + 4);
      buffer.copy(entry, entryAt + 8, at + 8, at + MOVEMENT_BYTES);
    };
  writeAdjacency(join(folder, 'ins'), movements, owners, (buffer, at) => getPot(buffer, at + 4), put(0));
  writeAdjacency(join(folder, 'outs'), movements, owners, (buffer, at) => getPot(buffer, at), put(4));
}

/**
 * Entry of `outs`: movement · spending transaction · amount · owner; of `ins`: movement · making transaction · amount · owner;
 * of `owned`: movement · making transaction · amount · spending transaction.
 */
export function indexCoins(
  folder: string,
  { movements, spends }: StoreLogs,
  { owners, transactions }: StoreCounts,
  coinOf: (movement: number) => Movement,
): void {
  const spentBy = new Int32Array(movements.length).fill(NOWHERE);
  for (const { buffer, at } of spends.scan(0)) spentBy[buffer.readUInt32LE(at)] = buffer.readInt32LE(at + 4);
  const put =
    (other: 'owner' | 'spender') =>
    (entry: Buffer, entryAt: number, buffer: Buffer, at: number, record: number): void => {
      const spender = spentBy[record] ?? NOWHERE;
      entry.writeUInt32LE(record, entryAt);
      buffer.copy(entry, entryAt + 8, at + 8, at + 24);
      putPot(entry, entryAt + 4, other === 'spender' ? spender : getPot(buffer, at));
      putPot(entry, entryAt + 24, other === 'spender' ? getPot(buffer, at + 4) : spender);
    };
  const path = (name: string): string => join(folder, name);
  writeAdjacency(path('outs'), movements, transactions, (buffer, at) => getPot(buffer, at), put('spender'));
  writeAdjacency(path('owned'), movements, owners, (buffer, at) => getPot(buffer, at + 4), put('owner'));
  writeAdjacency(
    path('ins'),
    spends,
    transactions,
    (buffer, at) => buffer.readUInt32LE(at + 4),
    (entry, entryAt, buffer, at) => {
      const made = coinOf(buffer.readUInt32LE(at));
      entry.writeUInt32LE(made.id, entryAt);
      putPot(entry, entryAt + 4, made.from);
      putAmount(entry, entryAt + 8, made.amount);
      putPot(entry, entryAt + 24, made.payee);
    },
  );
}
