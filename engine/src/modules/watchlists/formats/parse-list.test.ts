import { createHash } from 'node:crypto';
import { LIST_FORMATS } from '@atalaya/contract/watchlists.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../../kernel/canonical.ts';
import { isFailure } from '../../../kernel/failure.ts';
import type { ListFile } from './list-file.ts';
import { parseList } from './parse-list.ts';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const file = (name: string, text: string): ListFile => ({ name, content: Buffer.from(text) });
const NAMES: Record<string, string> = {
  'ofac-sdn-csv': 'sdn.csv',
  'ofac-crypto': 'sanctioned_addresses_XBT.txt',
};
const mapping = { columns: { name: 1 }, headerRow: 0 } as const;

describe('parseList', () => {
  it('gives the hash of one file as it is, and of several as sha256sum of their lines', async () => {
    const one = await parseList('csv', [file('a.csv', 'Fulano\n')], { mapping });
    expect(one.sha256).toBe(sha('Fulano\n'));
    expect(one.files).toEqual([{ name: 'a.csv', sha256: sha('Fulano\n'), bytes: 7 }]);
    const texts = {
      b_XBT: '1InventedAddressAAAAAAAAAAAAAAAAAA\n',
      a_ETH: '0x00000000000000000000000000000000DeaDBeef\n',
    };
    const two = await parseList(
      'ofac-crypto',
      Object.entries(texts).map(([name, text]) => file(`${name}.txt`, text)),
    );
    expect(two.sha256).toBe(sha(`${sha(texts.a_ETH)}  a_ETH.txt\n${sha(texts.b_XBT)}  b_XBT.txt\n`));
  });

  it('wants a file, one file where the format is one, and a mapping for csv', async () => {
    await expect(parseList('un-xml', [])).rejects.toMatchObject({ code: 'watchlists.file_missing' });
    const twice = [file('a.xml', '<a/>'), file('b.xml', '<a/>')];
    await expect(parseList('un-xml', twice)).rejects.toMatchObject({ code: 'watchlists.unparseable' });
    await expect(parseList('csv', [file('a.csv', 'x')])).rejects.toMatchObject({
      code: 'watchlists.mapping_invalid',
    });
  });

  it('answers with a list that can be journalled or with a coded failure, whatever the bytes', async () => {
    const pieces = [
      '"',
      ',',
      '\n',
      '\r\n',
      '-0-',
      '101',
      '<',
      '>',
      '<sdnList>',
      '</sdnList>',
      '<sdnEntry>',
      '</',
      '\u0000',
      'é',
      '\u001a',
      '<ENTITY>',
      '&x;',
      '[',
      'RFC',
      ';',
      'DOB 1',
    ];
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => Buffer.from(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...LIST_FORMATS), bytes, async (format, content) => {
        try {
          const list = await parseList(format, [{ name: NAMES[format] ?? 'list', content }], { mapping });
          expect(list.listings.length).toBeGreaterThan(0);
          for (const listing of list.listings) canonicalText(listing);
          for (const problem of list.problems) canonicalText(problem);
        } catch (error) {
          expect(isFailure(error) ? error.code : error).toMatch(/^watchlists\./);
        }
      }),
      { numRuns: 600 },
    );
  });
});
