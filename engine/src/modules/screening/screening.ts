import { Recent } from '../../kernel/recent.ts';
import { asSystem, type Database } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import {
  MATCHING_VERSION,
  type Match,
  type NameQuery,
  type ScreenOptions,
  type WalletQuery,
} from './match.ts';
import { TABLES_SHA256 } from './matching/names/tables.ts';
import { screenName } from './matching/screen-name.ts';
import { screenWallet } from './matching/screen-wallet.ts';
import {
  buildIndex,
  buildIndexInSteps,
  type ListSource,
  type ScreeningIndex,
} from './matching/screening-index.ts';
import { createNameLikeness } from './name-likeness.ts';
import { matchWindows } from './name-windows.ts';
import { readSources, type UsedSnapshot } from './sources.ts';

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

export interface Screening extends ScreeningPort {
  /**
   * Reads the current listings of every list and takes them into use at once; until it is done, the old ones serve. The
   * vault opens confidential lists; without it they are not screened against.
   */
  load(db: Database, vault?: Vault): Promise<void>;
  /** Failures: screening.name_unusable. */
  matchName(query: NameQuery, options?: ScreenOptions): Match[];
  matchWallet(query: WalletQuery): Match[];
  snapshots(): readonly UsedSnapshot[];
}

interface InUse {
  readonly index: ScreeningIndex;
  readonly snapshots: readonly UsedSnapshot[];
  readonly versions: Readonly<Record<string, string>>;
  /** Lists that a match is a fact for scenarios on; null: all of them. */
  readonly deciding: ReadonlySet<string> | null;
}

const RECENT = 25_000;
/** A wallet listed on a network that shares no keys with the one asked is not that wallet. */
const WALLET_LISTED = 0.9;

/** Years of birth far apart: where it is known who the party is, a namesake is somebody else. */
const BORN_APART = -0.1;

const bornInAnotherTime = ({ reasons }: Match): boolean =>
  reasons.some(({ feature, effect }) => feature === 'birth_date' && effect <= BORN_APART);

const NOT_LISTED = { listed: false, lists: [], tags: [] } as const;

const inUseOf = (
  index: ScreeningIndex,
  snapshots: readonly UsedSnapshot[],
  deciding: ReadonlySet<string> | null = null,
): InUse => ({
  deciding,
  index,
  snapshots,
  versions: Object.fromEntries(snapshots.map(({ list, snapshot }) => [list, snapshot])),
});

/** One read transaction: listings and versions belong together. */
const readLists = (db: Database, vault: Vault | undefined): Promise<InUse> =>
  asSystem(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    const { pages, snapshots, policies } = await readSources(tx, vault);
    const deciding = [...policies].flatMap(([list, policy]) => (policy.decides ? [list] : []));
    return inUseOf(await buildIndexInSteps(pages), snapshots, new Set(deciding));
  });

/** `sources`: lists in use until others are loaded from the database; their versions are not known. */
export function createScreening(sources: readonly ListSource[] = []): Screening {
  let inUse = inUseOf(buildIndex(sources), []);
  let loading: Promise<void> = Promise.resolve();
  const parties = new Recent<string, readonly string[]>(RECENT);

  const matchName: Screening['matchName'] = (query, options) => screenName(inUse.index, query, options);
  const matchWallet: Screening['matchWallet'] = (query) => screenWallet(inUse.index, query);
  const decides = ({ list }: Match): boolean => inUse.deciding === null || inUse.deciding.has(list);

  /** A name without a letter that can be compared is on no list; the event is not refused for it. */
  const listsOfName = (query: NameQuery): readonly string[] =>
    listsOf(matchWindows(query, matchName).filter((match) => decides(match) && !bornInAnotherTime(match)));

  return {
    load(db, vault) {
      const load = async (): Promise<void> => {
        // Queries are answered from the lists in use until the assignment.
        inUse = await readLists(db, vault);
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
      const lists = listsOf(matches.filter((match) => match.tags === undefined && decides(match)));
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
