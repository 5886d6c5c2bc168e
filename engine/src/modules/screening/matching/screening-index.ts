/** Makes the index: all at once, or in slices so that whoever waits to be answered is answered in between. */
import { indexBuilder } from './index/build-index.ts';
import type { Steps } from './index/postings.ts';
import type { ListSource, ScreeningIndex, WeakAliases } from './index/shape.ts';

export type { ListSource, ScreeningIndex, WeakAliases };

function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** All at once; for tests and small deltas. */
export function buildIndex(sources: Iterable<ListSource>): ScreeningIndex {
  const builder = indexBuilder();
  for (const source of sources) atOnce(builder.add(source));
  return atOnce(builder.finish());
}

const SLICE_MS = 5;

/** Works for some milliseconds at a time, across calls: many small pieces of work take a turn together. */
function inSlices(): <T>(steps: Steps<T>) => Promise<T> {
  let until = performance.now() + SLICE_MS;
  return async (steps) => {
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (performance.now() < until) continue;
      await new Promise((resolve) => setImmediate(resolve));
      until = performance.now() + SLICE_MS;
    }
  };
}

/** In slices of some milliseconds: whoever waits to be answered is answered in between. A list may come in several pages. */
export async function buildIndexInSteps(
  pages: Iterable<ListSource> | AsyncIterable<ListSource>,
): Promise<ScreeningIndex> {
  const builder = indexBuilder();
  const work = inSlices();
  for await (const page of pages) await work(builder.add(page));
  return work(builder.finish());
}
