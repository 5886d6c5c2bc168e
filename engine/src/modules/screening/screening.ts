import { isFailure } from '../../kernel/failure.ts';
import { asSystem, type Database } from '../../platform/database.ts';
import { currentListings } from '../watchlists/listings.ts';
import { currentSnapshots } from '../watchlists/lists.ts';
import {
  MATCHING_VERSION,
  type Match,
  type NameQuery,
  type ScreenOptions,
  type WalletQuery,
} from './match.ts';
import { screenName } from './matching/screen-name.ts';
import { screenWallet } from './matching/screen-wallet.ts';
import { buildIndex, type ListSource, type ScreeningIndex } from './matching/screening-index.ts';
import { TABLES_SHA256 } from './matching/tables.ts';
import { createNameLikeness } from './name-likeness.ts';
import { createRecent } from './recent.ts';

/** Version of the matcher and of the word tables it used, stored with each decision. */
export const matchingVersion = `${MATCHING_VERSION}/${TABLES_SHA256.slice(0, 12)}`;

/** Screening as the decision core needs it: synchronous, bounded, on the lists known now. */
export interface ScreeningPort {
  screenParty(input: {
    name: string;
    kind: 'person' | 'organization' | null;
    country: string | null;
    /** Where the party is somebody whose year of birth is known: a namesake born in another year is no hit. */
    birthYear?: number | null;
  }): {
    listed: boolean;
    lists: readonly string[];
  };
  screenAddress(
    network: string,
    address: string,
  ): { listed: boolean; lists: readonly string[]; tags: readonly string[] };
  /** Likeness of two names, 0-100. */
  nameLikeness(left: string, right: string): number;
  /** list code → snapshot id, as used right now. */
  versions(): Readonly<Record<string, string>>;
}

export interface UsedSnapshot {
  readonly list: string;
  readonly snapshot: string;
  readonly sha256: string;
}

export interface Screening extends ScreeningPort {
  /** Reads the current listings of every list and takes them into use at once; until it is done, the old ones serve. */
  load(db: Database): Promise<void>;
  /** Failures: screening.name_unusable. */
  matchName(query: NameQuery, options?: ScreenOptions): Match[];
  matchWallet(query: WalletQuery): Match[];
  snapshots(): readonly UsedSnapshot[];
}

interface InUse {
  readonly index: ScreeningIndex;
  readonly snapshots: readonly UsedSnapshot[];
  readonly versions: Readonly<Record<string, string>>;
}

const RECENT_MAX = 50_000;
/** A wallet listed on a network that shares no keys with the one asked is not that wallet. */
const WALLET_LISTED = 0.9;

const NOT_LISTED = { listed: false, lists: [], tags: [] } as const;

const inUseOf = (sources: readonly ListSource[], snapshots: readonly UsedSnapshot[]): InUse => ({
  index: buildIndex(sources),
  snapshots,
  versions: Object.fromEntries(snapshots.map(({ list, snapshot }) => [list, snapshot])),
});

/** One read transaction: listings and versions belong together. */
async function readLists(db: Database): Promise<{ sources: ListSource[]; snapshots: UsedSnapshot[] }> {
  return asSystem(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    const snapshots = await currentSnapshots(tx);
    const sources: ListSource[] = [];
    for (const { code } of snapshots)
      sources.push({ list: code, listings: (await currentListings(tx, code)).map((one) => one.content) });
    return {
      sources,
      snapshots: snapshots.map((one) => ({ list: one.code, snapshot: one.id, sha256: one.sha256 })),
    };
  });
}

/** `sources`: lists in use until others are loaded from the database; their versions are not known. */
export function createScreening(sources: readonly ListSource[] = []): Screening {
  let inUse = inUseOf(sources, []);
  let loading: Promise<void> = Promise.resolve();
  const parties = createRecent<readonly string[]>(RECENT_MAX);

  const matchName: Screening['matchName'] = (query, options) => screenName(inUse.index, query, options);
  const matchWallet: Screening['matchWallet'] = (query) => screenWallet(inUse.index, query);

  const listsOfName = (query: NameQuery): readonly string[] => {
    try {
      return listsOf(matchName(query));
    } catch (error) {
      // A name without a letter that can be compared is on no list; the event is not refused for it.
      if (isFailure(error)) return [];
      throw error;
    }
  };

  return {
    load(db) {
      const load = async (): Promise<void> => {
        const { sources, snapshots } = await readLists(db);
        inUse = inUseOf(sources, snapshots);
        parties.clear();
      };
      loading = loading.then(load, load);
      return loading;
    },
    matchName,
    matchWallet,
    screenParty({ name, kind, country, birthYear = null }) {
      const key = `${kind ?? ''}\n${country ?? ''}\n${birthYear ?? ''}\n${name}`;
      const known = parties.get(key);
      const lists =
        known ??
        listsOfName({
          name,
          ...(kind === null ? {} : { kind }),
          ...(country === null ? {} : { country }),
          ...(birthYear === null ? {} : { birthDate: String(birthYear) }),
        });
      if (known === undefined) parties.set(key, lists);
      return { listed: lists.length > 0, lists };
    },
    screenAddress(network, address) {
      const matches = matchWallet({ network, address }).filter((match) => match.score >= WALLET_LISTED);
      if (matches.length === 0) return NOT_LISTED;
      const lists = listsOf(matches.filter((match) => match.tags === undefined));
      const tags = [...new Set(matches.flatMap((match) => match.tags ?? []))].sort();
      return { listed: lists.length > 0, lists, tags };
    },
    nameLikeness: createNameLikeness(),
    versions: () => inUse.versions,
    snapshots: () => inUse.snapshots,
  };
}

const listsOf = (matches: readonly Match[]): string[] =>
  [...new Set(matches.map((match) => match.list))].sort();
