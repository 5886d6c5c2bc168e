import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Failure } from '../../kernel/failure.ts';
import { sha256Hex } from '../../kernel/hash.ts';

/**
 * A file at rest: nonce (12 bytes), AES-256-GCM ciphertext, tag (16 bytes), bound to the attachment's id, under the hash
 * of what lies there. It is written while it arrives; no more than one chunk is in memory.
 */
const NONCE = 12;
const TAG = 16;
const ALGORITHM = 'aes-256-gcm';

export interface KeptFile {
  readonly bytes: number;
  /** Of the file as sent. */
  readonly sha256: string;
  /** Of the file as kept; its name. */
  readonly sealed_sha256: string;
}

const folderOf = (home: string): string => join(home, 'attachments');
const pathOf = (home: string, sealedSha256: string): string => join(folderOf(home), sealedSha256);
const contextOf = (id: string): Buffer => Buffer.from(`cases.attachment\n${id}`);

/**
 * Seals a stream into the data folder; durable when this returns. Nothing is left when it fails.
 * Failures: cases.attachment_too_large, cases.attachment_empty.
 */
export async function keepFile(
  home: string,
  source: Readable,
  seal: { readonly key: Buffer; readonly id: string; readonly bytes_max: number },
): Promise<KeptFile> {
  await mkdir(folderOf(home), { recursive: true, mode: 0o700 });
  const incoming = join(folderOf(home), `.incoming-${seal.id}`);
  try {
    const kept = await writeSealed(incoming, source, seal);
    await rename(incoming, pathOf(home, kept.sealed_sha256));
    return kept;
  } catch (error) {
    source.destroy();
    await rm(incoming, { force: true });
    throw error;
  }
}

async function writeSealed(
  path: string,
  source: Readable,
  { key, id, bytes_max }: { readonly key: Buffer; readonly id: string; readonly bytes_max: number },
): Promise<KeptFile> {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG });
  cipher.setAAD(contextOf(id));
  const plain = createHash('sha256');
  const sealed = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  let bytes = 0;
  const put = async (chunk: Buffer): Promise<void> => {
    sealed.update(chunk);
    await file.writeFile(chunk);
  };
  try {
    await put(nonce);
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > bytes_max)
        throw new Failure('caller', 'cases.attachment_too_large', `a file has at most ${bytes_max} bytes`);
      plain.update(chunk);
      await put(cipher.update(chunk));
    }
    if (bytes === 0) throw new Failure('caller', 'cases.attachment_empty', 'the file is empty');
    await put(Buffer.concat([cipher.final(), cipher.getAuthTag()]));
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: plain.digest('hex'), sealed_sha256: sealed.digest('hex') };
}

/** Removes a kept file that no entry speaks of. */
export const dropFile = (home: string, kept: KeptFile): Promise<void> =>
  rm(pathOf(home, kept.sealed_sha256), { force: true });

/**
 * The bytes of a kept file, proven by the hash in the journal.
 * Failure (operator): cases.attachment_damaged (missing, moved or changed on disk).
 */
export async function openFile(
  home: string,
  kept: Pick<KeptFile, 'sha256' | 'sealed_sha256'>,
  seal: { readonly key: Buffer; readonly id: string },
): Promise<Buffer> {
  try {
    const bytes = await readFile(pathOf(home, kept.sealed_sha256));
    const end = bytes.length - TAG;
    const decipher = createDecipheriv(ALGORITHM, seal.key, bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(contextOf(seal.id));
    decipher.setAuthTag(bytes.subarray(end));
    const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE, end)), decipher.final()]);
    if (sha256Hex(plain) === kept.sha256) return plain;
    throw new Error('the hash is another one');
  } catch (cause) {
    throw new Failure(
      'operator',
      'cases.attachment_damaged',
      'the file is missing or was changed on disk',
      [],
      cause,
    );
  }
}
