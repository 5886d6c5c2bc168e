import { DAY, HOUR } from '../time/calendar.ts';
import type { Occurrence, Simulation } from './simulation.ts';

/** No customer's day begins earlier than this after midnight in UTC: the easternmost zone of the world is UTC-3. */
const EARLIEST_MIDNIGHT = 3 * HOUR;

const inOrder = (a: Occurrence, b: Occurrence): number =>
  a.at_ms - b.at_ms || (a.event.id < b.event.id ? -1 : 1);

/**
 * Every occurrence of a world in order of time, without end. Keeps no more than about a day in memory: what may still
 * be preceded by tomorrow's events waits for tomorrow.
 */
export function* historyOf(simulation: Simulation, starts_ms: number): Generator<Occurrence> {
  simulation.prelude();
  yield* simulation.taken().sort(inOrder);
  let waiting: Occurrence[] = [];
  for (let day = 0; ; day += 1) {
    simulation.run(day);
    const all = waiting.concat(simulation.taken()).sort(inOrder);
    const certain = starts_ms + (day + 1) * DAY + EARLIEST_MIDNIGHT;
    const cut = all.findIndex((occurrence) => occurrence.at_ms >= certain);
    waiting = cut === -1 ? [] : all.slice(cut);
    yield* cut === -1 ? all : all.slice(0, cut);
  }
}
