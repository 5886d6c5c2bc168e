import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, canonicalText } from './canonical.ts';
import { Failure } from './failure.ts';

const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('tree'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.string({ unit: 'binary' }), fc.integer().map(String)), tie('tree'), {
      maxKeys: 5,
    }),
  ),
}));

/** The same value with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

/** The plainest reading of RFC 8785, to compare with. */
function reference(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(reference).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${reference(member)}`).join(',')}}`;
}

const refusal = (value: unknown): { code: string; field: string | undefined } => {
  try {
    canonicalText(value);
  } catch (error) {
    if (error instanceof Failure) return { code: error.code, field: error.details[0]?.field };
    throw error;
  }
  throw new Error('not refused');
};

describe('canonicalText', () => {
  it('is what RFC 8785 says, is JSON of the same value, and does not depend on the order of members', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = canonicalText(value);
        expect(text).toBe(reference(value));
        expect(canonicalText(JSON.parse(text))).toBe(text);
        expect(canonicalText(reversed(value))).toBe(text);
        expect(canonicalBytes(value)).toEqual(Buffer.from(text, 'utf8'));
      }),
      { numRuns: 500 },
    );
  });

  it('sorts by UTF-16 code units, as in RFC 8785 section 3.2.3', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonicalText(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });

  it('escapes only what RFC 8785 escapes', () => {
    expect(canonicalText('\u0000\b\t\n\u000b\f\r\u001f"\\/\u007f\u2028é')).toBe(
      '"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\"\\\\/\u007f\u2028é"',
    );
  });

  it('orders members that look like numbers as text', () => {
    expect(canonicalText({ 10: 'a', 9: 'b', x: 'c' })).toBe('{"10":"a","9":"b","x":"c"}');
  });

  it.each([
    [{}, '{}'],
    [[], '[]'],
    [{ a: {} }, '{"a":{}}'],
    [-0, '0'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [Object.assign(Object.create(null), { b: 1, a: 2 }), '{"a":2,"b":1}'],
    [JSON.parse('{"__proto__":1,"a":2}'), '{"__proto__":1,"a":2}'],
  ])('%j', (value, text) => {
    expect(canonicalText(value)).toBe(text);
  });

  it('writes objects of more members than it remembers', () => {
    const members = Array.from({ length: 300 }, (_, i) => [`member_${(i * 7) % 300}`, i] as const);
    expect(canonicalText(Object.fromEntries(members))).toBe(reference(Object.fromEntries(members)));
  });

  it('stays right when it has met more kinds of object than it remembers', () => {
    for (let i = 0; i < 30_000; i += 1) canonicalText({ [`z${i}`]: 1, [`a${i}`]: 2 });
    expect(canonicalText({ never: 1, met: 2, before: 3 })).toBe('{"before":3,"met":2,"never":1}');
  });
});

describe('what has no canonical form', () => {
  it.each([
    ['canonical.number', 1.5],
    ['canonical.number', Number.NaN],
    ['canonical.number', Number.POSITIVE_INFINITY],
    ['canonical.number', 2 ** 53],
    ['canonical.string', '\ud800'],
    ['canonical.string', 'a\udc00b'],
    ['canonical.undefined', undefined],
    ['canonical.type', 10n],
    ['canonical.type', () => 1],
    ['canonical.type', Symbol('s')],
    ['canonical.type', new Date(0)],
    ['canonical.type', new Map()],
    ['canonical.type', new Uint8Array(2)],
    ['canonical.type', new (class Point {})()],
  ])('%s: %o', (code, value) => {
    expect(refusal(value)).toEqual({ code, field: '' });
    expect(refusal({ a: [{ 'b/~': value }] })).toEqual({ code, field: '/a/0/b~1~0' });
  });

  it('refuses holes of arrays and names that are not text', () => {
    const holed = [1];
    holed[2] = 2;
    expect(refusal(holed)).toEqual({ code: 'canonical.undefined', field: '/1' });
    expect(refusal({ a: { '\ud800': 1 } }).code).toBe('canonical.string');
  });

  it('refuses what contains itself, or is deeper than 128 levels', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(refusal(loop).code).toBe('canonical.depth');
    let deep: unknown = 0;
    for (let i = 0; i < 128; i += 1) deep = [deep];
    expect(canonicalText(deep)).toHaveLength(257);
    expect(refusal([deep]).code).toBe('canonical.depth');
  });

  it('leaves no trace of a refusal in the next text', () => {
    expect(refusal({ a: { b: 1.5 } }).field).toBe('/a/b');
    expect(canonicalText({ c: 1 })).toBe('{"c":1}');
    expect(refusal({ c: 0.1 }).field).toBe('/c');
  });
});
