import { isJsonObject, type JsonObject, readCanonical } from './canonical.ts';
import { bytesOf, type TextRow } from './database.ts';
import { hashLeaf } from './tree.ts';
import { instantText } from './values.ts';

/** An entry as its bytes tell it. */
export interface Entry {
  readonly number: string;
  readonly xid: bigint;
  readonly body: JsonObject;
  readonly type: string;
  readonly schema: number;
}

export const ENTRY_COLUMNS = 'number, xid, entity, type, schema, actor, subject, at, bytes, leaf_hash';

const MEMBERS = ['actor', 'at', 'data', 'entity', 'schema', 'subject', 'type', 'v'];
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** What is wrong with an entry in itself: hash, canonical form, shape, columns. Empty when nothing is. */
export function readEntry(row: TextRow): {
  readonly entry: Entry | undefined;
  readonly faults: readonly string[];
} {
  const bytes = bytesOf(row.bytes ?? null);
  const faults: string[] = [];
  if (!hashLeaf(bytes).equals(bytesOf(row.leaf_hash ?? null)))
    faults.push('the bytes do not hash to leaf_hash');
  const { value, fault } = readCanonical(bytes);
  if (fault !== undefined) faults.push(fault);
  if (!isJsonObject(value)) {
    if (fault === undefined) faults.push('the bytes are not a JSON object');
    return { entry: undefined, faults };
  }
  const shape = shapeFault(value);
  if (shape !== undefined) faults.push(shape);
  faults.push(...columnFaults(row, value));
  const { type, schema } = value;
  if (typeof type !== 'string' || typeof schema !== 'number') return { entry: undefined, faults };
  return {
    entry: { number: row.number ?? '', xid: BigInt(row.xid ?? 0), body: value, type, schema },
    faults,
  };
}

function shapeFault(body: JsonObject): string | undefined {
  const { sealed, ...plain } = body;
  if (Object.keys(plain).sort().join() !== MEMBERS.join())
    return 'the bytes do not have the members of an entry';
  if (body.v !== 1) return 'the bytes are of another version';
  if (!isJsonObject(body.data)) return '`data` is not an object';
  if (typeof body.at !== 'string' || !INSTANT.test(body.at))
    return '`at` is not an instant of whole milliseconds';
  if (sealed === undefined) return undefined;
  const boxes = Array.isArray(sealed) ? sealed : [];
  const whole = boxes.every(
    (one) => isJsonObject(one) && typeof one.box === 'string' && typeof one.person === 'string',
  );
  return boxes.length > 0 && whole ? undefined : '`sealed` is not a list of boxes';
}

function columnFaults(row: TextRow, body: JsonObject): string[] {
  const faults: string[] = [];
  for (const column of ['entity', 'type', 'schema', 'actor', 'subject'] as const) {
    const told = body[column];
    if (row[column] !== String(told)) faults.push(`column ${column} contradicts the bytes`);
  }
  const told = typeof body.at === 'string' ? instantText(body.at) : undefined;
  if (told === undefined || instantText(row.at ?? '') !== told)
    faults.push('column at contradicts the bytes');
  return faults;
}
