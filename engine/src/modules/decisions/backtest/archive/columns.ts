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

/** The values of a column: figures (NaN stands for what is not known), or places in a table. */
export type Values =
  | { readonly numbers: Float64Array }
  | { readonly table: readonly unknown[]; readonly places: Uint32Array };

/** Reads what toColumns() wrote, from `at` on in `bytes`. */
export class ColumnReader {
  readonly #bytes: ArrayBuffer;
  #at: number;

  constructor(bytes: ArrayBuffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** The values of each column, by its name. */
  read(columns: readonly Column[], count: number): Map<string, Values> {
    return new Map(columns.map((column) => [column.name, this.#column(column, count)]));
  }

  #column(column: Column, count: number): Values {
    const at = this.#take(column.kind === 'number' ? count * 8 : count * 4);
    if (column.kind === 'number') return { numbers: new Float64Array(this.#bytes, at, count) };
    return { table: this.#table(column), places: new Uint32Array(this.#bytes, at, count) };
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
    const { '#null': missing, ...members } = Object.fromEntries(this.read(column.members, column.size));
    const isMissing = readerOf(missing);
    return rowsOf(members, column.size).map((object, i) => (isMissing(i) === 1 ? null : object));
  }
}

/** Gives the value of a row. */
export function readerOf(values: Values | undefined): (i: number) => unknown {
  if (values === undefined) return () => null;
  if ('numbers' in values) {
    const { numbers } = values;
    return (i) => {
      const figure = numbers[i] ?? Number.NaN;
      return Number.isNaN(figure) ? null : figure;
    };
  }
  const { table, places } = values;
  return (i) => table[places[i] ?? 0];
}

/** Objects out of their members' values. */
function rowsOf(members: Readonly<Record<string, Values>>, count: number): Plain[] {
  const names = Object.keys(members);
  const readers = Object.values(members).map(readerOf);
  const blank = Object.fromEntries(names.map((name) => [name, null]));
  return Array.from({ length: count }, (_, i) => {
    const made: Record<string, unknown> = { ...blank };
    for (const [c, name] of names.entries()) made[name] = readers[c]?.(i);
    return made;
  });
}
