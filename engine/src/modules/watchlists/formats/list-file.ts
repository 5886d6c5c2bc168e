/**
 * The issuer's files on their way in: bytes or a stream of bytes, hashed while they are read, never trusted.
 * No file of a list is larger than `MAX_FILE_BYTES`; more is refused while reading.
 */
import { createHash, type Hash } from 'node:crypto';
import { Failure } from '../../../kernel/failure.ts';
import { sha256Hex } from '../../../kernel/hash.ts';

export interface ListFile {
  /** File name as the issuer gives it, without a path; parsers of several files tell them apart by it. */
  name: string;
  content: Uint8Array | AsyncIterable<Uint8Array>;
}

export type TextEncodingName = 'utf-8' | 'windows-1252' | 'utf-16le';

export interface FileDigest {
  name: string;
  sha256: string;
  bytes: number;
}

/** The largest list of today is OFAC's advanced XML with about 100 MB. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** A file that hashes what passes through it; `digest` is complete once `chunks` has ended. */
export interface OpenFile {
  readonly name: string;
  chunks(): AsyncGenerator<Uint8Array>;
  digest(): FileDigest;
}

async function* inChunks(content: ListFile['content']): AsyncGenerator<Uint8Array> {
  if (!(content instanceof Uint8Array)) {
    yield* content;
    return;
  }
  const step = 1 << 18;
  for (let at = 0; at < content.length; at += step) yield content.subarray(at, at + step);
}

export function openFile(file: ListFile): OpenFile {
  const hash: Hash = createHash('sha256');
  let bytes = 0;
  return {
    name: file.name,
    async *chunks() {
      for await (const chunk of inChunks(file.content)) {
        bytes += chunk.length;
        if (bytes > MAX_FILE_BYTES) {
          throw new Failure(
            'caller',
            'watchlists.file_too_large',
            `${file.name} is larger than ${MAX_FILE_BYTES} bytes`,
            [{ field: file.name, message: 'too large for a watchlist' }],
          );
        }
        hash.update(chunk);
        yield chunk;
      }
    },
    digest: () => ({ name: file.name, sha256: hash.copy().digest('hex'), bytes }),
  };
}

/**
 * One hash for a set of files: a single file keeps its own SHA-256; several give the SHA-256 of the lines
 * `<sha256>  <name>\n` sorted by name, which is what `sha256sum * | sha256sum` prints in that folder.
 */
export function digestOfSet(files: readonly FileDigest[]): string {
  const [only] = files;
  if (files.length === 1 && only !== undefined) return only.sha256;
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return sha256Hex(sorted.map((file) => `${file.sha256}  ${file.name}\n`).join(''));
}

/** The whole file as text. `auto`: a byte-order mark decides, else UTF-8 if it is valid UTF-8, else Windows-1252. */
export async function readText(file: OpenFile, encoding: TextEncodingName | 'auto'): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of file.chunks()) parts.push(chunk);
  const bytes = Buffer.concat(parts);
  if (encoding !== 'auto') return new TextDecoder(encoding).decode(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
