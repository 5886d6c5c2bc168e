import { SaxesParser, type SaxesTagNS } from 'saxes';
import { Failure } from '../../../kernel/failure.ts';
import { readXmlText } from './xml-source.ts';

/** An element of a parsed document. `line` and `column` (1-based) are where its start tag begins. */
export interface XmlElement {
  readonly name: string;
  readonly prefix: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  /** Its character data, entity references resolved, CDATA included, that of its children not. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

const DEPTH_MAX = 64;
const XMLNS = 'http://www.w3.org/2000/xmlns/';

function attributesOf(tag: SaxesTagNS): XmlAttribute[] {
  return Object.values(tag.attributes)
    .filter((attribute) => attribute.uri !== XMLNS)
    .map(({ local, uri, value }) => ({ name: local, namespace: uri, value }));
}

function notWellFormed(message: string): Failure {
  const [, line, column, text] = /^(\d+):(\d+): (.*)$/s.exec(message) ?? [];
  const where = line === undefined ? '' : ` (line ${line}, column ${column})`;
  return new Failure('caller', 'xml.malformed', `not well-formed XML${where}: ${text ?? message}`, [
    { ...(line === undefined ? {} : { row: Number(line) }), message: text ?? message },
  ]);
}

/**
 * The elements of a document, with positions.
 * Failures (caller): those of readXmlText; xml.malformed with the line; xml.too_deep over 64 levels.
 */
export function parseXmlTree(bytes: Uint8Array): XmlElement {
  const text = readXmlText(bytes);
  const parser = new SaxesParser({ xmlns: true });
  const open: OpenElement[] = [];
  let root: XmlElement | undefined;
  let start = { line: 1, column: 1 };
  parser.on('error', (error) => {
    throw notWellFormed(error.message);
  });
  parser.on('opentagstart', (tag) => {
    const ended = parser.column === 0;
    start = { line: parser.line - (ended ? 1 : 0), column: ended ? 1 : parser.column - tag.name.length - 1 };
  });
  parser.on('opentag', (tag) => {
    if (open.length >= DEPTH_MAX)
      throw new Failure('caller', 'xml.too_deep', `over ${DEPTH_MAX} levels of elements`);
    const { local: name, prefix, uri: namespace } = tag;
    const element: OpenElement = {
      name,
      prefix,
      namespace,
      attributes: attributesOf(tag),
      children: [],
      text: '',
      ...start,
    };
    open.at(-1)?.children.push(element);
    open.push(element);
    root ??= element;
  });
  parser.on('closetag', () => open.pop());
  const addText = (data: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += data;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(text).close();
  if (root === undefined) throw notWellFormed('there is no element');
  return root;
}
