import { Failure } from '../../../kernel/failure.ts';
import type { GroupShape, Layout, Shape, TreeOf } from './xml-layout.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
/** Everything XML 1.0 does not allow in a document (production Char), lone surrogates included. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function escapeText(path: string, value: string): string {
  const bad = NOT_XML.exec(value);
  if (bad !== null) {
    const code = value.codePointAt(bad.index)?.toString(16).toUpperCase().padStart(4, '0');
    throw new Failure(
      'caller',
      'reports.unencodable_text',
      `${path} holds U+${code}, which no XML document may hold`,
      [{ field: path, message: `character U+${code}` }],
    );
  }
  return value.replaceAll(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

function* elementLines(
  path: string,
  name: string,
  shape: Shape,
  value: unknown,
  indent: string,
): Generator<string> {
  if (shape.kind === 'text') {
    yield `${indent}<${name}>${escapeText(path, typeof value === 'string' ? value : '')}</${name}>`;
    return;
  }
  yield `${indent}<${name}>`;
  yield* memberLines(path, shape, value, `${indent}  `);
  yield `${indent}</${name}>`;
}

function* memberLines(path: string, shape: GroupShape, value: unknown, indent: string): Generator<string> {
  const tree = typeof value === 'object' && value !== null ? value : {};
  for (const [name, member] of Object.entries(shape.members)) {
    const found: unknown = Object.getOwnPropertyDescriptor(tree, name)?.value;
    if (found === undefined) continue;
    const each: readonly unknown[] = Array.isArray(found) ? found : [found];
    for (const one of each) yield* elementLines(`${path}/${name}`, name, member.shape, one, indent);
  }
}

/**
 * The document of a tree: UTF-8 without byte order mark, LF, two spaces, elements in the layout's order. The same tree
 * gives the same bytes, whatever the order of its keys. What the layout does not know is not written.
 * Failure (caller): reports.unencodable_text, with the path, for a character no XML document may hold.
 */
export function writeTree<S extends GroupShape>(layout: Layout<S>, tree: TreeOf<S>): Uint8Array {
  const { root, namespace, shape } = layout;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${root} xmlns="${namespace}">`,
    ...memberLines(`/${root}`, shape, tree, '  '),
    `</${root}>`,
    '',
  ];
  return new TextEncoder().encode(lines.join('\n'));
}
