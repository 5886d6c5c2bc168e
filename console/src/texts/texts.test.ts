import { describe, expect, test } from 'vitest';
import { catalogue as en } from './en.ts';
import { catalogue as es } from './es.ts';
import { catalogue as pt } from './pt.ts';

type Leaf = readonly [path: string, text: unknown];

/** Every text by its path; a function is called with the number 2 or a word, so that what it writes can be read. */
function leaves(node: unknown, path = ''): Leaf[] {
  if (typeof node !== 'object' || node === null) return [[path, node]];
  return Object.entries(node).flatMap(([key, value]) => leaves(value, `${path}/${key}`));
}
const written = (text: unknown, n: number): string =>
  typeof text === 'function' ? String(text(...Array.from({ length: text.length }, () => n))) : String(text);
const slotsOf = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

describe.each([
  ['es', es],
  ['pt', pt],
  ['en', en],
] as const)('the texts in %s', (_, catalogue) => {
  test('exist for every key, and none is empty', () => {
    const own = leaves(catalogue);
    expect(own.map(([path]) => path).sort()).toEqual(
      leaves(es)
        .map(([path]) => path)
        .sort(),
    );
    for (const [path, text] of own) expect(written(text, 2).trim(), path).not.toBe('');
  });

  test('have the slots that the screens fill', () => {
    const spanish = new Map(leaves(es));
    for (const [path, text] of leaves(catalogue)) {
      if (typeof text !== 'string') continue;
      expect(
        slotsOf(text).filter(
          (name) => name !== 'referencia' && name !== 'referência' && name !== 'reference',
        ),
        path,
      ).toEqual(slotsOf(String(spanish.get(path))).filter((name) => name !== 'referencia'));
    }
  });

  test('tell one from many', () => {
    for (const [path, text] of leaves(catalogue)) {
      if (typeof text !== 'function') continue;
      expect(written(text, 1), path).not.toBe('');
      expect(written(text, 5), path).not.toContain('undefined');
    }
  });
});

test('Portuguese and English are their own, not Spanish left standing', () => {
  const spanish = leaves(es).filter(([, text]) => typeof text === 'string' && text.split(' ').length > 5);
  const same = (other: typeof pt) => {
    const texts = new Map(leaves(other));
    return spanish.filter(([path, text]) => texts.get(path) === text).map(([path]) => path);
  };
  expect(same(pt)).toEqual([]);
  expect(same(en)).toEqual([]);
});
