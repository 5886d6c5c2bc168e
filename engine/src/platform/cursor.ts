import { Failure } from '../kernel/failure.ts';

type Kind = 'integer' | 'text' | 'instant';

/** An opaque page cursor: the values by which the list is ordered, of the last row seen. */
export const writeCursor = (values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(values)).toString('base64url');

/**
 * A page out of one row more than its `limit`, and the cursor behind it where that row was there. `cursor` tells it of the last
 * row shown.
 */
export function pageOf<Row>(
  found: readonly Row[],
  limit: number,
  cursor: (last: Row) => string,
): { readonly page: Row[]; readonly next: { readonly next?: string } } {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { page, next: found.length > limit && last !== undefined ? { next: cursor(last) } : {} };
}

const fits = (value: unknown, kind: Kind): value is string | number => {
  if (kind === 'integer') return Number.isSafeInteger(value);
  if (typeof value !== 'string' || value.length > 128) return false;
  return kind === 'text' || (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value)));
};

/** The values of a cursor, all null without one. Failure: request.cursor_invalid. */
export function readCursor(
  text: string | undefined,
  kinds: readonly Kind[],
): readonly (string | number | null)[] {
  if (text === undefined) return kinds.map(() => null);
  const values = parsed(text);
  if (values.length !== kinds.length || !kinds.every((kind, i) => fits(values[i], kind)))
    throw new Failure('caller', 'request.cursor_invalid', 'the page cursor is not one of ours', [
      { field: 'after', message: 'start again without it' },
    ]);
  return values as (string | number)[];
}

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
