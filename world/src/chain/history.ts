import type { Simulation } from '../simulation/simulation.ts';
import { DAY, instantText, MINUTE } from '../time/calendar.ts';
import type { ChainLine, ChainMove } from './move.ts';

/** Nothing that leads to an event is told on a chain longer before it. */
const LOOKBACK = 14 * DAY;
/** A block each minute, counted from here. */
const FIRST_BLOCK_MS = Date.UTC(2020, 0, 1);

/**
 * Blocks of every chain from `from_ms` to `to_ms`, in order of time. What leads to an event is written when the event happens, so the
 * simulation runs ahead of what is told.
 */
export function* chainOf(
  simulation: Simulation,
  starts_ms: number,
  from_ms: number,
  to_ms: number,
): Generator<ChainLine> {
  simulation.prelude();
  simulation.taken();
  let waiting: ChainMove[] = [];
  for (let day = 0; ; day += 1) {
    simulation.run(day);
    simulation.taken();
    waiting = [...waiting, ...simulation.takenMoves()].sort((a, b) => a.at_ms - b.at_ms);
    const certain = Math.min(to_ms, starts_ms + day * DAY - LOOKBACK);
    const cut = waiting.findIndex(({ at_ms }) => minuteOf(at_ms) * MINUTE + FIRST_BLOCK_MS >= certain);
    const told = cut === -1 ? waiting : waiting.slice(0, cut);
    waiting = cut === -1 ? [] : waiting.slice(cut);
    yield* blocksOf(told.filter(({ at_ms }) => at_ms >= from_ms));
    if (certain >= to_ms) return;
  }
}

const minuteOf = (at_ms: number): number => Math.floor((at_ms - FIRST_BLOCK_MS) / MINUTE);

/** What is in the same minute of one asset of one chain is one block. */
function* blocksOf(moves: readonly ChainMove[]): Generator<ChainLine> {
  const blocks = Map.groupBy(moves, ({ at_ms, network, asset }) => `${minuteOf(at_ms)} ${network} ${asset}`);
  for (const made of blocks.values()) {
    const [first] = made;
    if (first === undefined) continue;
    const { network, asset, at_ms } = first;
    const base = { network, asset, height: minuteOf(at_ms), time: instantText(at_ms) };
    const coins = made.flatMap((move) => ('coins' in move ? [move.coins] : []));
    if (coins.length > 0) yield { ...base, transactions: coins };
    else
      yield {
        ...base,
        transfers: made.flatMap((move) => ('transfer' in move ? [move.transfer] : [])),
        signals: made.flatMap((move) => ('signal' in move ? [move.signal] : [])),
      };
  }
}
