import { setImmediate } from 'node:timers/promises';

/** Long work in short steps: nothing else waits longer than a slice. */
export function breather(sliceMs = 5): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMs) return;
    await setImmediate();
    began = performance.now();
  };
}
