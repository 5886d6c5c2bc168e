/**
 * Streams the repeated elements of a large XML file as small trees, so that a 100 MB list never stands in memory.
 * Namespaces are dropped (OFAC's file has a default one). A document type with entities is not expanded: an unknown
 * entity is an error, so nothing can be made to grow. Errors: `watchlists.unparseable` with line and element.
 */
import { SaxesParser } from 'saxes';
import type { OpenFile } from './list-file.ts';
import { unparseable } from './problems.ts';

export interface XmlRecord {
  name: string;
  attributes: Record<string, string>;
  children: XmlRecord[];
  /** Own text, trimmed, inner white space made single blanks. */
  text: string;
  /** 1-based line on which the element starts. */
  line: number;
}

const DEPTH_MAX = 24;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function attributesOf(attributes: Record<string, unknown>): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [key, value] of Object.entries(attributes))
    if (typeof value === 'string') plain[localName(key)] = value;
  return plain;
}

/** Builds trees of the wanted elements; `root` is always given first, with its attributes and without children. */
function recordBuilder(wanted: ReadonlySet<string>, ready: XmlRecord[]) {
  const open: XmlRecord[] = [];
  let depth = 0;
  return {
    open(name: string, attributes: Record<string, unknown>, line: number): string | undefined {
      depth += 1;
      const record = {
        name: localName(name),
        attributes: attributesOf(attributes),
        children: [],
        text: '',
        line,
      };
      if (depth === 1) ready.push(record);
      if (open.length === 0 && !wanted.has(record.name)) return undefined;
      if (open.length >= DEPTH_MAX) return `elements nested deeper than ${DEPTH_MAX}`;
      open.at(-1)?.children.push(record);
      open.push(record);
      return undefined;
    },
    text(text: string): void {
      const top = open.at(-1);
      if (top !== undefined) top.text += text;
    },
    close(): void {
      depth -= 1;
      const record = open.pop();
      if (record === undefined) return;
      record.text = record.text.replace(/\s+/g, ' ').trim();
      if (open.length === 0) ready.push(record);
    },
    path: (): string => open.map((record) => record.name).join('/'),
  };
}

/** Root element first, then each element named in `wanted`, complete with its children, in document order. */
export async function* xmlRecords(file: OpenFile, wanted: ReadonlySet<string>): AsyncGenerator<XmlRecord> {
  const ready: XmlRecord[] = [];
  const builder = recordBuilder(wanted, ready);
  const parser = new SaxesParser({ xmlns: false, position: true, fileName: '' });
  const fail = (message: string, cause?: unknown): never => {
    throw unparseable(
      { file: file.name, row: parser.line, element: builder.path() || undefined },
      message,
      cause,
    );
  };
  parser.on('error', (error) =>
    fail(`not well-formed XML: ${error.message.replace(/^:?\d+:\d+: /, '')}`, error),
  );
  parser.on('opentag', (tag) => {
    const problem = builder.open(tag.name, tag.attributes, parser.line);
    if (problem !== undefined) fail(problem);
  });
  parser.on('text', (text) => builder.text(text));
  parser.on('cdata', (text) => builder.text(text));
  parser.on('closetag', () => builder.close());

  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      return fail('not UTF-8', error);
    }
  };
  for await (const chunk of file.chunks()) {
    parser.write(decode(chunk));
    yield* ready.splice(0);
  }
  parser.write(decode());
  parser.close();
  yield* ready.splice(0);
}

export const childrenOf = (record: XmlRecord, name: string): XmlRecord[] =>
  record.children.filter((child) => child.name === name);

/** Items of a list element: `idList/id`. */
export const itemsOf = (record: XmlRecord, list: string, item: string): XmlRecord[] =>
  childrenOf(record, list).flatMap((child) => childrenOf(child, item));

/** Text of the first child with that name; undefined when absent or empty. */
export const textOf = (record: XmlRecord, name: string): string | undefined =>
  childrenOf(record, name).find((child) => child.text !== '')?.text;

/** Texts of all `list/VALUE`-like children, the empty ones left out. */
export const textsOf = (record: XmlRecord, list: string, item: string): string[] =>
  itemsOf(record, list, item)
    .map((child) => child.text)
    .filter((text) => text !== '');
