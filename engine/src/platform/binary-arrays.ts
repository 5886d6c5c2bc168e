/**
 * Parameters for unnest() in PostgreSQL's binary array format, for statements that carry many rows: nothing to escape
 * here and nothing to parse there. One dimension, lower bound 1; null where a value is null.
 */
const TEXT = 25;
const INT4 = 23;
const INT8 = 20;
const TIMESTAMPTZ = 1184;
const HEADER = 20;
/** 2000-01-01, from which PostgreSQL counts microseconds. */
const EPOCH_MS = 946_684_800_000;

function header(into: Buffer, type: number, length: number, nulls: boolean): void {
  into.writeInt32BE(1, 0);
  into.writeInt32BE(nulls ? 1 : 0, 4);
  into.writeInt32BE(type, 8);
  into.writeInt32BE(length, 12);
  into.writeInt32BE(1, 16);
}

export function textArray(texts: readonly (string | null)[]): Buffer {
  let size = HEADER;
  let nulls = false;
  for (const text of texts) {
    size += 4 + (text === null ? 0 : text.length * 3);
    nulls ||= text === null;
  }
  const into = Buffer.allocUnsafe(size);
  header(into, TEXT, texts.length, nulls);
  let at = HEADER;
  for (const text of texts) {
    const bytes = text === null ? -1 : into.write(text, at + 4);
    into.writeInt32BE(bytes, at);
    at += 4 + Math.max(bytes, 0);
  }
  return into.subarray(0, at);
}

export function int4Array(values: readonly number[]): Buffer {
  const into = Buffer.allocUnsafe(HEADER + values.length * 8);
  header(into, INT4, values.length, false);
  let at = HEADER;
  for (const value of values) {
    into.writeInt32BE(4, at);
    into.writeInt32BE(value, at + 4);
    at += 8;
  }
  return into;
}

/** Safe integers. */
export const int8Array = (values: readonly (number | null)[]): Buffer => eightBytes(INT8, values);

/** Milliseconds since 1970. */
export const timestampArray = (values: readonly (number | null)[]): Buffer =>
  eightBytes(
    TIMESTAMPTZ,
    values.map((at) => (at === null ? null : (at - EPOCH_MS) * 1000)),
  );

function eightBytes(type: number, values: readonly (number | null)[]): Buffer {
  const into = Buffer.allocUnsafe(HEADER + values.length * 12);
  let at = HEADER;
  let nulls = false;
  for (const number of values) {
    nulls ||= number === null;
    into.writeInt32BE(number === null ? -1 : 8, at);
    at += 4;
    if (number === null) continue;
    const high = Math.floor(number / 2 ** 32);
    into.writeInt32BE(high, at);
    into.writeUInt32BE(number - high * 2 ** 32, at + 4);
    at += 8;
  }
  header(into, type, values.length, nulls);
  return into.subarray(0, at);
}
