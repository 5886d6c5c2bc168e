import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Listing } from '../../watchlists/listing.ts';
import type { Match, NameQuery } from '../match.ts';
import { screenName } from '../matching/screen-name.ts';
import { buildIndex, type ScreeningIndex, type WeakAliases } from '../matching/screening-index.ts';
import { matchWindows } from '../name-windows.ts';

/** What a thread compares with, and what it is asked and answers. */
export interface MatchWork {
  readonly list: string;
  readonly listings: readonly Listing[];
  readonly weakAliases?: WeakAliases;
}
export interface MatchAsked {
  readonly id: number;
  readonly threshold: number;
  readonly queries: readonly NameQuery[];
}
export interface MatchAnswer {
  readonly id: number;
  /** Only queries that met something, by their place among those asked. */
  readonly met: readonly (readonly [at: number, matches: Match[]])[];
}

const LIMIT = 50;

/** Matches of a name; a name with nothing to compare has none. */
export function matchesIn(index: ScreeningIndex, query: NameQuery, threshold: number): Match[] {
  return matchWindows(query, (one) => screenName(index, one, { threshold, limit: LIMIT }));
}

/** Below what answers the exchange; on Linux a priority belongs to the thread that sets it. */
const BACKGROUND = 10;

if (parentPort !== null) {
  const port = parentPort;
  setPriority(0, BACKGROUND);
  const index = buildIndex([workerData as MatchWork]);
  port.on('message', ({ id, threshold, queries }: MatchAsked) => {
    const met = queries.flatMap((query, at): [number, Match[]][] => {
      const matches = matchesIn(index, query, threshold);
      return matches.length === 0 ? [] : [[at, matches]];
    });
    port.postMessage({ id, met } satisfies MatchAnswer);
  });
}
