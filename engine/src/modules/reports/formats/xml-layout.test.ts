import { describe, expect, it } from 'vitest';
import {
  any,
  canonicalPath,
  choice,
  group,
  type Layout,
  once,
  optional,
  repeated,
  text,
  walkTree,
} from './xml-layout.ts';
import { readTree } from './xml-reader.ts';
import { writeTree } from './xml-writer.ts';

const shape = group({
  title: once(text('t')),
  note: optional(text('t')),
  item: repeated(
    group({
      code: once(text('t')),
      kind: once(choice({ big: group({ size: once(text('t')) }), small: text('t') })),
    }),
  ),
  tag: any(text('t')),
});
const layout: Layout<typeof shape> = { root: 'list', namespace: 'urn:example:list', shape };

const tree = {
  tag: ['x', 'y'],
  item: [
    { kind: { small: 'yes' }, code: 'A' },
    { code: 'B & <C>', kind: { big: { size: '9' } } },
  ],
  title: 'Ñandú',
};

const written = new TextDecoder().decode(writeTree(layout, tree));
const read = (xml: string) => readTree(layout, new TextEncoder().encode(xml));
const problemsOf = (xml: string) => read(xml).problems.map(({ kind, path }) => `${kind} ${path}`);

describe('writing a tree', () => {
  it('follows the order of the layout and escapes', () => {
    expect(written).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<list xmlns="urn:example:list">
  <title>Ñandú</title>
  <item>
    <code>A</code>
    <kind>
      <small>yes</small>
    </kind>
  </item>
  <item>
    <code>B &amp; &lt;C&gt;</code>
    <kind>
      <big>
        <size>9</size>
      </big>
    </kind>
  </item>
  <tag>x</tag>
  <tag>y</tag>
</list>
`);
  });

  it.each([
    ['a null byte', 'a\u0000b', 'U+0000'],
    ['half of a pair', 'a\ud800', 'U+D800'],
    ['a control character', '\u001f', 'U+001F'],
  ])('refuses %s and names it', (_, title, named) => {
    const act = () => writeTree(layout, { ...tree, title });
    expect(act).toThrow(
      expect.objectContaining({ code: 'reports.unencodable_text', message: expect.stringContaining(named) }),
    );
    expect(act).toThrow(/\/list\/title/);
  });

  it('keeps a carriage return that a reader would otherwise lose', () => {
    const xml = new TextDecoder().decode(writeTree(layout, { ...tree, title: 'a\r\nb' }));
    expect(read(xml).tree?.title).toBe('a\r\nb');
  });
});

describe('reading a document', () => {
  it('gives the tree back', () => {
    expect(read(written)).toEqual({ tree, problems: [] });
  });

  it('whatever prefix is used, and with hints for schema locations', () => {
    const prefixed = written
      .replaceAll(/<(\/?)(?=[a-z])/g, '<$1p:')
      .replace(
        'xmlns=',
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b" xmlns:p=',
      );
    expect(read(prefixed).tree).toEqual(tree);
  });

  it.each([
    ['another root', written.replaceAll('list', 'lists'), ['root /lists']],
    ['another namespace', written.replace('urn:example:list', 'urn:x'), ['root /list']],
    ['an unknown element', written.replace('<tag>x', '<other/><tag>x'), ['unexpected /list/other']],
    ['an element in no namespace', written.replace('<tag>x', '<tag xmlns="">x'), ['unexpected /list/tag']],
    [
      'elements out of order',
      written.replace(/ *<title>.*\n/, '').replace('</list>', '<title>T</title></list>'),
      ['unexpected /list/title'],
    ],
    ['a missing element', written.replace(/ *<title>.*\n/, ''), ['missing /list/title']],
    ['no repetition at all', written.replaceAll(/ *<item>[\s\S]*<\/item>\n/g, ''), ['missing /list/item']],
    [
      'an element twice',
      written.replace('<item>', '<note>a</note><note>b</note><item>'),
      ['repeated /list/note'],
    ],
    ['an attribute', written.replace('<tag>x', '<tag a="1">x'), ['attribute /list/tag[1]/@a']],
    ['text between elements', written.replace('<tag>x', 'stray<tag>x'), ['text /list']],
    ['an element inside text', written.replace('<tag>x', '<tag><b/>x'), ['unexpected /list/tag[1]/b']],
    ['no choice', written.replace(/ *<small>.*\n/, ''), ['missing /list/item[1]/kind']],
    [
      'two choices',
      written.replace('<small>', '<big><size>1</size></big><small>'),
      ['unexpected /list/item[1]/kind'],
    ],
  ])('with %s gives no tree but the problem and its place', (_, xml, problems) => {
    expect(read(xml).tree).toBe(undefined);
    expect(problemsOf(xml)).toEqual(problems);
  });
});

describe('paths', () => {
  it('number every element that may repeat', () => {
    const paths = [...walkTree(layout, tree)].map(({ path }) => path);
    expect(paths).toContain('/list/item[2]/kind/big/size');
    expect(paths).toContain('/list/tag[2]');
    expect(paths[0]).toBe('/list');
  });

  it.each([
    ['/list/item/code', '/list/item[1]/code'],
    ['/list/item[2]/kind/big/size', '/list/item[2]/kind/big/size'],
    ['/list/title', '/list/title'],
    ['/list/item/unknown/x', '/list/item[1]/unknown/x'],
    ['/other/item', '/other/item'],
  ])('%s is written %s', (path, canonical) => {
    expect(canonicalPath(layout, path)).toBe(canonical);
  });
});
