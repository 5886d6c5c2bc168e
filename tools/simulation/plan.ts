import { Seed } from '@atalaya/world/random/seed.ts';
import type { Stream } from '@atalaya/world/random/stream.ts';

/** What happens to the engine between, or in the middle of, two groups of events. */
export const DEEDS = [
  /** The session that commits is ended from outside, while a group is on its way. */
  'session',
  /** Every session of the engine is ended at once. */
  'sessions',
  /** The core and all its memory are dropped without a word, all sessions end, and it is made again. */
  'crash',
  /** The engine ends in order and begins again. */
  'restart',
  /** The same, and what it left on disk of its windows is gone. */
  'restart-bare',
  /** The same, and the newest snapshot of the windows has a byte changed. */
  'restart-spoilt',
  'snapshot',
  /** Everything that is in the snapshot leaves memory. */
  'evict',
  /** The clock is set forward or back. */
  'clock',
  /** People release and reject what is held. */
  'holds',
] as const;
export type Deed = (typeof DEEDS)[number];

export interface Round {
  /** Events sent at once. */
  readonly events: number;
  /** Befalls the engine after this round, or while it is on its way. */
  readonly deed: Deed | null;
  readonly during: boolean;
  readonly delay_ms: number;
  /** For `clock`: how far, ms. */
  readonly step_ms: number;
}

export interface Plan {
  readonly seed: number;
  /** Which prepared world, and where in its events this seed begins. */
  readonly world: number;
  readonly first: number;
  readonly rounds: readonly Round[];
}

export const WORLDS = 4;
const MINUTE = 60_000;
const STEPS = [MINUTE, 20 * MINUTE, 3 * 60 * MINUTE, 30 * 60 * MINUTE];

/** The same seed gives the same plan; what meets what in time is up to the machine. */
export function planOf(seed: number, available: (world: number) => number): Plan {
  const random = Seed.of('simulation').sub('plan', seed).stream();
  const world = random.int(0, WORLDS - 1);
  const rounds = Array.from({ length: random.int(14, 26) }, () => roundOf(random));
  const count = rounds.reduce((sum, { events }) => sum + events, 0);
  return { seed, world, first: random.int(0, Math.max(0, available(world) - count)), rounds };
}

function roundOf(random: Stream): Round {
  const deed = random.chance(0.6) ? (DEEDS[random.int(0, DEEDS.length - 1)] as Deed) : null;
  const size = random.chance(0.3) ? random.int(1, 3) : random.int(4, 40);
  const step = STEPS[random.int(0, STEPS.length - 1)] as number;
  return {
    events: size,
    deed,
    during: random.chance(0.6),
    delay_ms: random.int(0, 12),
    step_ms: random.chance(0.5) ? step : -step,
  };
}
