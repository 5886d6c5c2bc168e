import { setImmediate, setTimeout } from 'node:timers/promises';

/** Others who are busy get this many times what they just took before the work goes on. */
const WAY = 2;
const BUSY_MS = 1;

/**
 * Long work in short steps: nothing else waits longer than a slice, and where there is something else, such as decisions
 * under load, most of the time is theirs.
 */
export function breather(sliceMs = 5): () => Promise<void> {
  let began = performance.now();
  return async () => {
    const paused = performance.now();
    if (paused - began < sliceMs) return;
    await setImmediate();
    const others = performance.now() - paused;
    if (others > BUSY_MS) await setTimeout(WAY * others);
    began = performance.now();
  };
}
