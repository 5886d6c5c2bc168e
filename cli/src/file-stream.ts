import { createReadStream } from 'node:fs';

/** A file as a web stream, counting what was handed over. Nothing but a chunk is held. */
export function fileStream(
  path: string,
  onBytes: (sent: number) => void = () => undefined,
): { readonly stream: ReadableStream<Uint8Array>; readonly cancel: () => void } {
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  const chunks: AsyncIterator<Buffer> = source[Symbol.asyncIterator]();
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done === true) {
        controller.close();
        return;
      }
      sent += value.length;
      controller.enqueue(value);
      onBytes(sent);
    },
    cancel: () => void source.destroy(),
  });
  return { stream, cancel: () => source.destroy() };
}
