/**
 * Plain objects of one shape as columns: figures as doubles, everything else as the place of its value among those that
 * differ. Objects among the values are columns again. JSON values and bigints; `undefined` has no form.
 */
export type Column =
  | { readonly kind: 'number'; readonly name: string }
  | {
      readonly kind: 'big' | 'json';
      readonly name: string;
      readonly width: Width;
      /** Bytes of its table, as JSON. */
      readonly length: number;
    }
  | {
      readonly kind: 'object';
      readonly name: string;
      readonly width: Width;
      readonly size: number;
      readonly members: readonly Column[];
    };

/** Bytes of a place; none where all rows have the same value. */
type Width = 0 | 1 | 2 | 4;

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
  const width = widthOf(table.length);
  pushPart(parts, narrowed(indexes, width));
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
    return { kind: 'object', name, width, size: table.length, members: nested };
  }
  const big = known.length > 0 && known.every((value) => typeof value === 'bigint');
  const plain = table.map((value) => (typeof value === 'bigint' ? String(value) : value));
  const text = Buffer.from(JSON.stringify(plain));
  pushPart(parts, text);
  return { kind: big ? 'big' : 'json', name, width, length: text.length };
}

const widthOf = (values: number): Width =>
  values === 1 ? 0 : values <= 0x100 ? 1 : values <= 0x10000 ? 2 : 4;

function narrowed(indexes: Uint32Array, width: Width): Uint8Array {
  if (width === 0) return new Uint8Array(0);
  const { buffer } =
    width === 1 ? Uint8Array.from(indexes) : width === 2 ? Uint16Array.from(indexes) : indexes;
  return new Uint8Array(buffer);
}

function pushPart(parts: Buffer[], bytes: Uint8Array): void {
  parts.push(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    Buffer.alloc(-bytes.byteLength & 7),
  );
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

/** The values of a column: figures (NaN stands for what is not known), or places in a table that is read when asked for. */
export type Values =
  | { readonly numbers: Float64Array }
  | { readonly table: () => readonly unknown[]; readonly places: Places };

type Places = Uint8Array | Uint16Array | Uint32Array;

/** Reads what toColumns() wrote, from `at` on in `bytes`: where things are now, what they are when somebody asks. */
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
    if (column.kind === 'number') {
      const at = this.#take(count * 8);
      return { numbers: new Float64Array(this.#bytes, at, count) };
    }
    const places = this.#places(column.width, count);
    if (column.kind === 'object') {
      const { '#null': missing, ...members } = Object.fromEntries(this.read(column.members, column.size));
      return { table: once(() => objectsOf(missing, members, column.size)), places };
    }
    const text = Buffer.from(this.#bytes, this.#take(column.length), column.length);
    return { table: once(() => tableOf(text, column.kind === 'big')), places };
  }

  #places(width: Width, count: number): Places {
    const at = this.#take(count * width);
    if (width === 0) return new Uint8Array(0);
    if (width === 1) return new Uint8Array(this.#bytes, at, count);
    return width === 2 ? new Uint16Array(this.#bytes, at, count) : new Uint32Array(this.#bytes, at, count);
  }

  #take(bytes: number): number {
    const at = this.#at;
    this.#at += bytes + (-bytes & 7);
    return at;
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function tableOf(text: Buffer, big: boolean): readonly unknown[] {
  const plain = JSON.parse(text.toString('utf8')) as readonly unknown[];
  return big ? plain.map((value) => (value === null ? null : BigInt(String(value)))) : plain;
}

function objectsOf(
  missing: Values | undefined,
  members: Readonly<Record<string, Values>>,
  count: number,
): readonly unknown[] {
  const isMissing = readerOf(missing);
  return rowsOf(members, count).map((object, i) => (isMissing(i) === 1 ? null : object));
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
  const { places } = values;
  let table: readonly unknown[] | null = null;
  if (places.length === 0)
    return () => {
      table ??= values.table();
      return table[0];
    };
  return (i) => {
    table ??= values.table();
    return table[places[i] ?? 0];
  };
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
