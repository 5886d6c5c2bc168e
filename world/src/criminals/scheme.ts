import type { Account } from '../accounts/account.ts';
import type { Desk } from '../accounts/desk.ts';
import type { Persona } from '../people/persona.ts';
import type { Seed } from '../random/seed.ts';
import type { Stream } from '../random/stream.ts';
import type { Wallet } from '../wallets/wallet.ts';

/** One part in a scheme, and which accounts can play it. */
export interface Role {
  readonly name: string;
  readonly count: number;
  /** Ways of life it is cast from; every person's when absent. */
  readonly among?: readonly Persona[];
  /** Days from registration to midnight before the first act (negative: that same day); long before when absent. */
  readonly joined_days_before?: readonly [number, number];
  /** `own`: an ordinary life around the scheme hides it. `none`: the account exists for the scheme alone. */
  readonly camouflage: 'own' | 'none';
  /** Politically exposed, as the exchange knows. */
  readonly pep?: boolean;
  /** The person did nothing wrong: a victim. */
  readonly honest?: boolean;
  /** All who play it live in one city. */
  readonly same_city?: boolean;
}

/** A way to commit the behaviour of one scenario of the catalogue, at its default parameters. */
export interface Scheme {
  /** Number in the catalogue. */
  readonly scenario: string;
  readonly slug: string;
  /** Days from its first act to its last, both counted. */
  readonly span_days: number;
  readonly cast: readonly Role[];
  /** The same accounts do it again every month. */
  readonly again: boolean;
  /** False when it rests on weeks of earlier life, or on a list made before: a live play cannot show that. */
  readonly live?: false;
  /** Acts long before: recorded ahead of the world's first day. */
  prelude?(gang: Gang): void;
  /** Acts of day `k` (0 is the first); called once for each day of the span. */
  commit(gang: Gang, k: number): void;
}

/** The people and the moment of one commission of a scheme. */
export interface Gang {
  /** Names this commission: `31-0.1` is gang 0, second time. */
  readonly pattern: string;
  /** Midnight, where the first member lives, before the first act. */
  readonly first_ms: number;
  /** Draws for this day. */
  readonly random: Stream;
  /** What stays the same through the days of this commission. */
  readonly seed: Seed;
  /** Fictitious sanctioned wallets, as on the world's watchlist. */
  readonly listed: readonly Wallet[];
  /** The desk of the n-th account in a role, acting in a stage. */
  as(role: string, stage: string, n?: number): Desk;
  /** All accounts of a role, acting in a stage. */
  all(role: string, stage: string): readonly Desk[];
  /** A moment of day `k` on the wall clock of its first member. */
  at(from_hour: number, to_hour: number): number;
  /** Another customer, outside the gang. */
  bystander(): Account;
}
