import { leafOfText } from '../../../kernel/merkle.ts';
import { sealedEntry } from '../entry-text.ts';
import { sealText } from './boxes.ts';
import { type Group, type GroupColumns, KEY_BYTES } from './group.ts';

/** A group with what is written of its rows: boxes sealed, canonical bytes, leaf hashes. Only the numbers are missing. */
export interface Prepared extends Omit<Group, 'columns'> {
  readonly columns: Omit<GroupColumns, Sealed>;
  readonly bytes: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];
}

/** Columns that are in the bytes once they are made. */
type Sealed = 'before' | 'after' | 'personal' | 'keys';

export function prepare({ columns, holds, takenBack }: Group): Prepared {
  const { before: _before, after: _after, personal: _personal, keys: _keys, ...kept } = columns;
  const made = columns.id.map((_, i) => leafOfText(entryOf(columns, i)));
  return {
    columns: kept,
    bytes: made.map((one) => one.bytes),
    leaves: made.map((one) => one.leaf),
    holds,
    takenBack,
  };
}

function entryOf(columns: GroupColumns, i: number): string {
  const text = { before: columns.before[i] ?? '', after: columns.after[i] ?? '' };
  const personal = columns.personal[i];
  if (personal == null) return sealedEntry(text, null);
  const key = columns.keys.subarray(i * KEY_BYTES, (i + 1) * KEY_BYTES);
  const box = sealText(key, personal, `${columns.entryType[i]}\n${columns.id[i]}`);
  return sealedEntry(text, { person: columns.customer[i] ?? '', box });
}

/** Several groups as one, in their order. */
export function joined(groups: readonly Prepared[]): Prepared {
  const [first, ...others] = groups;
  if (first === undefined) throw new Error('no group to write');
  if (others.length === 0) return first;
  const all = <T>(of: (group: Prepared) => readonly T[]): T[] => groups.flatMap(of);
  return {
    columns: {
      entity: all((one) => one.columns.entity),
      entryType: all((one) => one.columns.entryType),
      actor: all((one) => one.columns.actor),
      id: all((one) => one.columns.id),
      at: all((one) => one.columns.at),
      reference: all((one) => one.columns.reference),
      content: all((one) => one.columns.content),
      customer: all((one) => one.columns.customer),
      type: all((one) => one.columns.type),
      occurredAt: all((one) => one.columns.occurredAt),
      asset: all((one) => one.columns.asset),
      amount: all((one) => one.columns.amount),
      valueUsd: all((one) => one.columns.valueUsd),
      rail: all((one) => one.columns.rail),
      network: all((one) => one.columns.network),
      address: all((one) => one.columns.address),
      outcome: all((one) => one.columns.outcome),
      scenarios: all((one) => one.columns.scenarios),
    },
    bytes: all((one) => one.bytes),
    leaves: all((one) => one.leaves),
    holds: all((one) => one.holds),
    takenBack: all((one) => one.takenBack),
  };
}
