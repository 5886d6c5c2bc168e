import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { badChainData } from '../chains/chain-failure.ts';
import { unbzip2 } from './bzip2.ts';

/** No block file, whole as nodes keep it, is larger. */
export const UNPACKED_BYTES_MAX = 512 * 1024 * 1024;

const PACKED: readonly { readonly magic: string; readonly open: (bytes: Buffer) => Buffer }[] = [
  { magic: '1f8b', open: (bytes) => gunzipSync(bytes, { maxOutputLength: UNPACKED_BYTES_MAX }) },
  { magic: '28b52ffd', open: (bytes) => zstdDecompressSync(bytes, { maxOutputLength: UNPACKED_BYTES_MAX }) },
  { magic: '425a68', open: (bytes) => unbzip2(bytes, UNPACKED_BYTES_MAX) },
];

/** Opens gzip, zstd and bzip2; anything else stays as it is. Failures: chain.malformed, chain.too_large. */
export function unpack(bytes: Buffer): Buffer {
  const packed = PACKED.find(({ magic }) => bytes.toString('hex', 0, magic.length / 2) === magic);
  if (packed === undefined) return bytes;
  try {
    return packed.open(bytes);
  } catch (error) {
    if (error instanceof RangeError)
      throw badChainData('chain.too_large', `it unfolds into more than ${UNPACKED_BYTES_MAX} bytes`);
    if (error instanceof Error && !('kind' in error))
      throw badChainData('chain.malformed', `the compressed file is damaged: ${error.message}`);
    throw error;
  }
}
