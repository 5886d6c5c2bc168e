import { Failure } from '../../../kernel/failure.ts';

/**
 * The guard in front of every XML parser: bytes are decoded once, strictly, and a document type declaration is refused
 * before anything reads it. Entities and external resources can only be declared there (XML 1.0, 2.8), so a document
 * that passes can neither read a file, nor call a host, nor expand into gigabytes.
 */
export const XML_BYTES_MAX = 64 * 1024 * 1024;

const DECLARED_ENCODING = /^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']/;

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  return DECLARED_ENCODING.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
}

function decode(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Failure('caller', 'xml.encoding', `the bytes are not ${encoding} text`, [], cause);
  }
}

/** Position after one comment, processing instruction or run of white space at `from`; `from` itself if none is there. */
function skipMisc(text: string, from: number): number {
  if (text.startsWith('<!--', from)) {
    const end = text.indexOf('-->', from + 4);
    return end < 0 ? text.length : end + 3;
  }
  if (text.startsWith('<?', from)) {
    const end = text.indexOf('?>', from + 2);
    return end < 0 ? text.length : end + 2;
  }
  let position = from;
  while (position < text.length && ' \t\r\n'.includes(text.charAt(position))) position += 1;
  return position;
}

function refuseDoctype(text: string): void {
  let position = 0;
  for (let next = skipMisc(text, position); next !== position; next = skipMisc(text, position))
    position = next;
  if (text.startsWith('<!DOCTYPE', position)) {
    const line = text.slice(0, position).split('\n').length;
    throw new Failure('caller', 'xml.doctype', 'a document type declaration is not accepted', [
      { row: line, message: 'remove <!DOCTYPE …>: entities and external resources are never read' },
    ]);
  }
}

/**
 * The text of an XML document that is safe to parse.
 * Failures (caller): xml.too_large, xml.encoding (not the encoding it declares, or its byte order mark says),
 * xml.doctype (any document type declaration).
 */
export function readXmlText(bytes: Uint8Array): string {
  if (bytes.length > XML_BYTES_MAX) {
    throw new Failure('caller', 'xml.too_large', `the document is over ${XML_BYTES_MAX / 1024 / 1024} MiB`);
  }
  const text = decode(bytes);
  refuseDoctype(text);
  return text;
}
