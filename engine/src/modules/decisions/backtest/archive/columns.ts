/**
 * Plain objects of one shape as columns: figures as doubles, everything else as the place of its value among those that
 * differ. Objects among the values are columns again. JSON values and bigints; `undefined` has no form.
 */
export type Column =
  | { readonly kind: 'number'; readonly name: string }
  | { readonly kind: 'big'; readonly name: string; readonly table: readonly unknown[] }
  | { readonly kind: 'json'; readonly name: string; readonly table: readonly unknown[] }
  | {
      readonly kind: 'object';
      readonly name: string;
      readonly size: number;
      readonly members: readonly Column[];
    };

type Plain = Readonly<Record<string, unknown>>;

/** Columns of `names`; the bytes of each go to `parts`, every part a multiple of eight. */
export function toColumns(objects: readonly Plain[], names: readonly string[], parts: Buffer[]): Column[] {
  return names.map((name) =>
    columnOf(
      name,
      objects.map((object) => object[name] ?? null),
      parts,
    ),
  );
}

function columnOf(name: string, values: readonly unknown[], parts: Buffer[]): Column {
  const known = values.filter((value) => value !== null);
  if (known.length > 0 && known.every((value) => typeof value === 'number')) {
    const numbers = Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));
    parts.push(Buffer.from(numbers.buffer));
    return { kind: 'number', name };
  }
  const { table, indexes } = placesOf(values);
  parts.push(Buffer.from(indexes.buffer), Buffer.alloc(-indexes.byteLength & 7));
  const objects = table.filter((value): value is Plain => value !== null && isPlain(value));
  if (objects.length > 0 && objects.length === table.length - (table.includes(null) ? 1 : 0)) {
    const members = [...new Set(objects.flatMap((object) => Object.keys(object)))];
    const all = table.map((value) => (value === null ? {} : (value as Plain)));
    const missing = table.map((value) => (value === null ? 1 : 0));
    const nested = toColumns(
      all.map((object, i) => ({ ...object, '#null': missing[i] })),
      ['#null', ...members],
      parts,
    );
    return { kind: 'object', name, size: table.length, members: nested };
  }
  const big = known.length > 0 && known.every((value) => typeof value === 'bigint');
  const plain = table.map((value) => (typeof value === 'bigint' ? String(value) : value));
  return { kind: big ? 'big' : 'json', name, table: plain };
}

const isPlain = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const withBig = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : value);

function placesOf(values: readonly unknown[]): { table: unknown[]; indexes: Uint32Array } {
  const places = new Map<unknown, number>();
  const table: unknown[] = [];
  const indexes = Uint32Array.from(values, (value) => {
    const id = typeof value === 'object' && value !== null ? `{${JSON.stringify(value, withBig)}` : value;
    const place = places.get(id) ?? table.push(value) - 1;
    places.set(id, place);
    return place;
  });
  return { table, indexes };
}

/** Reads what toColumns() wrote, from `at` on in `bytes`. */
export class ColumnReader {
  readonly #bytes: ArrayBuffer;
  #at: number;

  constructor(bytes: ArrayBuffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The values of each column, by its name. */
  read(columns: readonly Column[], count: number): Map<string, unknown[]> {
    return new Map(columns.map((column) => [column.name, this.#column(column, count)]));
  }

  #column(column: Column, count: number): unknown[] {
    const at = this.#take(column.kind === 'number' ? count * 8 : count * 4);
    if (column.kind === 'number') return numbersOf(new Float64Array(this.#bytes, at, count));
    return valuesOf(this.#table(column), new Uint32Array(this.#bytes, at, count));
  }

  #take(bytes: number): number {
    const at = this.#at;
    this.#at += bytes + (-bytes & 7);
    return at;
  }

  #table(column: Exclude<Column, { kind: 'number' }>): readonly unknown[] {
    if (column.kind === 'json') return column.table;
    if (column.kind === 'big')
      return column.table.map((value) => (value === null ? null : BigInt(String(value))));
    const { '#null': missing = [], ...members } = Object.fromEntries(this.read(column.members, column.size));
    const objects = rowsOf(members, column.size);
    return objects.map((object, i) => (missing[i] === 1 ? null : object));
  }
}

/** Objects out of their members' values. */
export function rowsOf(members: Readonly<Record<string, readonly unknown[]>>, count: number): Plain[] {
  const names = Object.keys(members);
  const values = Object.values(members);
  const blank = Object.fromEntries(names.map((name) => [name, null]));
  const objects: Plain[] = new Array(count);
  for (let i = 0; i < count; i += 1) {
    const made: Record<string, unknown> = { ...blank };
    for (let c = 0; c < names.length; c += 1) made[names[c] ?? ''] = values[c]?.[i];
    objects[i] = made;
  }
  return objects;
}

/** NaN stands for what is not known. */
function numbersOf(numbers: Float64Array): unknown[] {
  const values: unknown[] = new Array(numbers.length);
  for (let i = 0; i < numbers.length; i += 1) {
    const value = numbers[i] ?? 0;
    values[i] = Number.isNaN(value) ? null : value;
  }
  return values;
}

function valuesOf(table: readonly unknown[], places: Uint32Array): unknown[] {
  const values: unknown[] = new Array(places.length);
  for (let i = 0; i < places.length; i += 1) values[i] = table[places[i] ?? 0];
  return values;
}
