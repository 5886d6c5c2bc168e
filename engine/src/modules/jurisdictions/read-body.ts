import { Readable } from 'node:stream';
import { Failure } from '../../kernel/failure.ts';

/**
 * The bytes of a request body that arrives as a stream. Reads no more than it takes to know that there is too much.
 * Failures: request.unsupported_media_type (the body was not sent as a file), the code given when it is over the limit.
 */
export async function readBody(
  body: unknown,
  limit: { readonly bytes_max: number; readonly code: string },
): Promise<Buffer> {
  if (!(body instanceof Readable))
    throw new Failure('caller', 'request.unsupported_media_type', 'send the file itself as the body');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit.bytes_max) {
      body.destroy();
      throw new Failure('caller', limit.code, `the file is larger than ${limit.bytes_max} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
