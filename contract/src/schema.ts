import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';

/** Shapes that every contract file shares. All objects are closed: an unknown member is refused and named. */

export const closed = { additionalProperties: false } as const;

/** RFC 3339 instant with zone, e.g. `2026-11-22T15:14:42.123Z`. Checked in full by the kernel. */
export const InstantText = Type.String({
  minLength: 20,
  maxLength: 40,
  description: 'RFC 3339 instant with zone',
});

/** Calendar date `YYYY-MM-DD`. */
export const DateText = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'calendar date YYYY-MM-DD',
});

/** Plain decimal text without sign or exponent; never a JSON number, so nothing passes through a float. */
export const AmountText = Type.String({
  pattern: '^\\d{1,30}(\\.\\d{1,18})?$',
  description: 'plain decimal amount, e.g. "1250.50"',
});

/** Asset code as in contract/src/assets.ts, e.g. MXN, BTC, USDT. */
export const AssetCode = Type.String({ pattern: '^[A-Z0-9]{2,12}$', description: 'asset code, e.g. USDT' });

/** ISO 3166-1 alpha-2. */
export const CountryCode = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' });

/** An identifier of the exchange's own (event, customer, order, account). */
export const ReferenceText = Type.String({ minLength: 1, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' });

export const ShortText = Type.String({ minLength: 1, maxLength: 256 });
export const LongText = Type.String({ minLength: 1, maxLength: 20_000 });

export const Texts = Type.Object(
  { es: Type.String(), pt: Type.String(), en: Type.String() },
  { ...closed, description: 'the same text in Spanish, Portuguese and English' },
);
export type Texts = Static<typeof Texts>;
export type Language = keyof Texts;

export const Money = Type.Object({ asset: AssetCode, amount: AmountText }, closed);
export type Money = Static<typeof Money>;

/** One of a closed set of words. */
export const literals = <const T extends readonly string[]>(
  values: T,
  description?: string,
): TUnsafe<T[number]> =>
  Type.Unsafe<T[number]>({
    type: 'string',
    enum: [...values],
    ...(description === undefined ? {} : { description }),
  });

/** A page of a list; `next` is an opaque cursor to pass back as `after`, absent on the last page. */
export const pageOf = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Optional(Type.String()) }, closed);

export const PageQuery = {
  after: Type.Optional(Type.String({ maxLength: 400 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
};

/** RFC 9457 problem document, with a stable `code` and the fields and rows at fault. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    texts: Texts,
    errors: Type.Optional(
      Type.Array(
        Type.Object(
          { field: Type.Optional(Type.String()), row: Type.Optional(Type.Integer()), message: Type.String() },
          closed,
        ),
      ),
    ),
    request: Type.Optional(Type.String()),
  },
  closed,
);
export type Problem = Static<typeof Problem>;
