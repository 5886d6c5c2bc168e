import type { Seed } from '../random/seed.ts';
import { HOUR, MINUTE, SECOND } from '../time/calendar.ts';
import type { Occurrence } from './simulation.ts';

/** How deliveries go wrong, as shares of all events. */
export interface ArrivalFaults {
  /** Delivered some seconds late, so that a neighbour overtakes it. */
  readonly swapped: number;
  /** Delivered minutes to hours late. */
  readonly late: number;
  /** Delivered twice. */
  readonly repeated: number;
}

export const USUAL_FAULTS: ArrivalFaults = { swapped: 0.01, late: 0.01, repeated: 0.01 };

/** An occurrence as it reaches the engine. */
export interface Arrival extends Occurrence {
  readonly arrives_ms: number;
  /** It was delivered before, with the same content. */
  readonly repeated: boolean;
}

const LATEST = 6 * HOUR;

function* deliveries(occurrence: Occurrence, seed: Seed, faults: ArrivalFaults): Generator<Arrival> {
  const random = seed.sub(occurrence.event.id).stream();
  const kind = random.real();
  let delay = 0;
  if (kind < faults.late) delay = random.between(5 * MINUTE, LATEST);
  else if (kind < faults.late + faults.swapped) delay = random.between(5 * SECOND, 5 * MINUTE);
  const arrives_ms = Math.round(occurrence.at_ms + delay);
  yield { ...occurrence, arrives_ms, repeated: false };
  if (random.chance(faults.repeated)) {
    yield { ...occurrence, arrives_ms: Math.round(arrives_ms + random.between(1, LATEST)), repeated: true };
  }
}

/** The same occurrences in the order they arrive; holds back only those under way. */
export function* arrivalsOf(
  occurrences: Iterable<Occurrence>,
  seed: Seed,
  faults: ArrivalFaults,
): Generator<Arrival> {
  const under_way: Arrival[] = [];
  for (const occurrence of occurrences) {
    while (under_way[0] !== undefined && under_way[0].arrives_ms <= occurrence.at_ms) {
      yield under_way.shift() as Arrival;
    }
    for (const delivery of deliveries(occurrence, seed, faults)) {
      if (delivery.arrives_ms <= occurrence.at_ms) yield delivery;
      else insert(under_way, delivery);
    }
  }
  yield* under_way;
}

/** Keeps the list in order of arrival; few are under way at a time. */
function insert(list: Arrival[], arrival: Arrival): void {
  let at = list.length;
  while (at > 0 && (list[at - 1]?.arrives_ms ?? 0) > arrival.arrives_ms) at -= 1;
  list.splice(at, 0, arrival);
}
