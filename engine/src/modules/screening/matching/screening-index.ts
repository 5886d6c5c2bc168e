/** Makes the index: all at once, or in slices so that whoever waits to be answered is answered in between. */
import { buildInSteps } from './index/build-index.ts';
import type { ListSource, ScreeningIndex } from './index/shape.ts';

export type { ListSource, ScreeningIndex };

/** All at once; for tests and small deltas. */
export function buildIndex(sources: Iterable<ListSource>): ScreeningIndex {
  const steps = buildInSteps(sources);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const SLICE_MS = 5;

/** In slices of some milliseconds: whoever waits to be answered is answered in between. */
export async function buildIndexInSteps(sources: Iterable<ListSource>): Promise<ScreeningIndex> {
  const steps = buildInSteps(sources);
  for (;;) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
