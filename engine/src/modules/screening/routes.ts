import { isNetwork } from '@atalaya/contract/assets.ts';
import { type ScreenMatch, screen } from '@atalaya/contract/watchlists.ts';
import type { Static } from 'typebox';
import { Failure } from '../../kernel/failure.ts';
import { parseDate } from '../../kernel/instant.ts';
import { type Database, read, type Scope } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import type { Vault } from '../../platform/vault.ts';
import { withDeployment } from '../access/permissions.ts';
import { listingsByReference, openMixed, presentListing } from '../watchlists/listings.ts';
import { mayReadConfidential } from '../watchlists/routes.ts';
import { presentReason } from './hit-view.ts';
import { keptReason } from './hits/comparison.ts';
import { DEFAULT_THRESHOLD, type Match, type NameQuery, type WalletQuery } from './match.ts';
import type { Screening } from './screening.ts';

export interface ScreeningPorts {
  readonly db: Database;
  /** Opens what a confidential list says for those who may read it; without it nobody does. */
  readonly vault?: Vault;
  readonly screening: Screening;
}

type Query = Static<typeof screen.body>;
type MatchView = Static<typeof ScreenMatch>;

export function mountScreening(http: Http, ports: ScreeningPorts): void {
  http.mount(screen, async ({ scope, caller, body }) => {
    ensureQuery(body);
    // The versions are read before the matches: no await in between, so both are of the same lists.
    const snapshots = [...ports.screening.snapshots()];
    const threshold = body.threshold ?? DEFAULT_THRESHOLD;
    const matches = matchesOf(ports.screening, body, Math.min(threshold, body.cutoff ?? threshold));
    const vault = mayReadConfidential(caller) ? ports.vault : undefined;
    return { matches: await present(ports.db, vault, scope, matches, threshold), snapshots };
  });
}

/** Failures: screening.nothing_to_screen, screening.network_unknown, date.malformed. */
function ensureQuery(query: Query): void {
  const refuse = (code: string, field: string, message: string): never => {
    throw new Failure('caller', code, message, [{ field, message }]);
  };
  if (query.name === undefined && query.address === undefined)
    refuse('screening.nothing_to_screen', '/name', 'give a name or a wallet address');
  if (query.network !== undefined && !isNetwork(query.network))
    refuse('screening.network_unknown', '/network', `the network ${query.network} is not known`);
  if (query.birth_date !== undefined) parseDate(query.birth_date);
}

const nameQuery = (query: Query, name: string): NameQuery => ({
  name,
  ...(query.kind === undefined ? {} : { kind: query.kind }),
  ...(query.birth_date === undefined ? {} : { birthDate: query.birth_date }),
  ...(query.country === undefined ? {} : { country: query.country }),
  ...(query.identifiers === undefined ? {} : { identifiers: query.identifiers }),
});

const walletQuery = (query: Query, address: string): WalletQuery => ({
  address,
  ...(query.network === undefined ? {} : { network: query.network }),
});

/** Wallets first: an address is listed or it is not. */
function matchesOf(screening: Screening, query: Query, threshold: number): Match[] {
  const limit = query.limit ?? 10;
  const byWallet =
    query.address === undefined ? [] : screening.matchWallet(walletQuery(query, query.address));
  const byName =
    query.name === undefined ? [] : screening.matchName(nameQuery(query, query.name), { threshold, limit });
  return [...byWallet, ...byName].slice(0, limit);
}

async function present(
  db: Database,
  vault: Vault | undefined,
  scope: Scope,
  matches: readonly Match[],
  threshold: number,
): Promise<MatchView[]> {
  if (matches.length === 0) return [];
  const stored = await read(db, withDeployment(scope), async (tx) => {
    const found = await listingsByReference(tx, matches);
    return vault === undefined ? found : openMixed(tx, vault, found);
  });
  const known = new Map(stored.map((one) => [`${one.code} ${one.reference}`, one]));
  return matches.flatMap((match) => {
    const listing = known.get(`${match.list} ${match.reference}`);
    if (listing === undefined) return [];
    // That a confidential list has a hit may be known; what it says may not.
    const closed = listing.sealed !== null && vault === undefined;
    return [
      {
        listing: presentListing(listing),
        matched_name: closed ? '' : match.matched,
        score: match.score,
        match: match.score >= threshold,
        reasons: match.reasons.map((reason) =>
          presentReason(keptReason(closed ? { ...reason, listing: '' } : reason)),
        ),
      },
    ];
  });
}
