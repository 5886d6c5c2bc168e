import { Seed } from '@atalaya/world/random/seed.ts';
import type { Stream } from '@atalaya/world/random/stream.ts';

/** What is done to the product while it decides. */
export const DEEDS = [
  /** kill -9 of the server; it is started again. */
  'server',
  /** SIGTERM to the server; it must end in order, and is started again. */
  'server-term',
  /** kill -9 of the server and of the PostgreSQL at once, as a machine that loses its mind. */
  'both',
  /** kill -9 of the server, and again while it starts. */
  'server-twice',
  /** kill -9 of the postmaster; the server must bring it back by itself. */
  'postmaster',
  /** kill -9 of a process of PostgreSQL; PostgreSQL ends all sessions and recovers by itself. */
  'backend',
  /** kill -9 of the very process that commits decisions. */
  'committer',
  /** A session of the server is ended from outside, as an operator or a failing network does. */
  'session',
  /** The committing connection breaks while a commit is on its way: it becomes durable, and the server never hears of it. */
  'deaf',
] as const;
export type Deed = (typeof DEEDS)[number];

export interface Step {
  readonly deed: Deed;
  /** After so many acknowledged events … */
  readonly after: number;
  /** … and so many ms more. */
  readonly delay_ms: number;
}

export interface Plan {
  /** Where in the world's events this seed begins. */
  readonly first: number;
  readonly count: number;
  /** Clients that send one event per request, and clients that send groups. */
  readonly singles: number;
  readonly batches: number;
  readonly batchSize: number;
  /** Share of events sent by two clients at once. */
  readonly twice: number;
  readonly steps: readonly Step[];
}

const SERVER_DEEDS: readonly Deed[] = ['server', 'server', 'server-term', 'both', 'server-twice'];
const DATABASE_DEEDS: readonly Deed[] = [
  'postmaster',
  'postmaster',
  'backend',
  'committer',
  'session',
  'deaf',
  'deaf',
];

/** The same seed gives the same plan; when exactly each blow falls is up to the machine. */
export function planOf(seed: number, available: number): Plan {
  const random = Seed.of('crash').sub('plan', seed).stream();
  const count = random.int(250, 650);
  const deeds = [random.chance(0.65) ? pick(random, SERVER_DEEDS) : pick(random, DATABASE_DEEDS)];
  const more = random.int(1, 3);
  for (let i = 0; i < more; i += 1) deeds.push(pick(random, DATABASE_DEEDS));
  const order = deeds.map((deed) => ({ deed, at: random.real() })).sort((a, b) => a.at - b.at);
  const moments = order.map(() => random.int(5, Math.floor(count * 0.9))).sort((a, b) => a - b);
  return {
    first: random.int(0, Math.max(0, available - count)),
    count,
    singles: random.int(2, 12),
    batches: random.int(1, 3),
    batchSize: random.int(5, 60),
    twice: random.between(0, 0.06),
    steps: order.map(({ deed }, i) => ({
      deed,
      // A quarter of the blows fall while the one before is still being recovered from.
      after: i > 0 && random.chance(0.25) ? (moments[i - 1] ?? 0) : (moments[i] ?? 0),
      delay_ms: random.int(0, 30),
    })),
  };
}

const pick = <T>(random: Stream, from: readonly T[]): T => from[random.int(0, from.length - 1)] as T;
