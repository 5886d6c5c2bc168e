import type { Observation } from '../modules/monitoring/observation.ts';
import { openThread, type ThreadHome } from './thread.ts';

/** Reads observations for windows that are filled in the thread that decides: a small handful whenever it asks. */
export interface ObservationThreadData extends ThreadHome {
  readonly last: number;
  /** Event time, ms. */
  readonly from: number;
}

export type ObservationHandful = readonly Observation[] | 'end';

const HANDFUL = 16;

const { data, parent, db, archive } = openThread<ObservationThreadData>('background');

async function* handfuls(): AsyncGenerator<readonly Observation[]> {
  const stretch = { after: 0, last: data.last, from: data.from, to: Number.POSITIVE_INFINITY };
  let held: Observation[] = [];
  for await (const group of archive.read(stretch))
    for (const { observation } of group) {
      if (observation.at < data.from) continue;
      held.push(observation);
      if (held.length < HANDFUL) continue;
      yield held;
      held = [];
    }
  yield held;
}

const source = handfuls();
parent.on('message', async () => {
  const next = await source.next();
  parent.postMessage((next.done === true ? 'end' : next.value) satisfies ObservationHandful);
  if (next.done !== true) return;
  await db.close();
  parent.close();
});
