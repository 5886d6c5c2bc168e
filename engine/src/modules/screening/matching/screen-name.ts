/**
 * Screens one name against the index: candidates, close look, evidence, threshold. Pure: the same index, query and
 * options give the same matches. Bounded: at most 24 words, 64 names looked at closely.
 */
import { Failure } from '../../../kernel/failure.ts';
import {
  DEFAULT_THRESHOLD,
  type Match,
  type MatchReason,
  type NameQuery,
  type ScreenOptions,
} from '../match.ts';
import { identifierKey } from './identifier-key.ts';
import { findCandidates } from './index/candidates.ts';
import type { Dossier } from './index/dossier.ts';
import { visitHash } from './index/postings.ts';
import {
  dossierAt,
  isComparedAsOrganization,
  nameAt,
  readingOf,
  type ScreeningIndex,
  type WeakAliases,
} from './index/shape.ts';
import { alternativesOf } from './names/alternatives.ts';
import { NAME_LENGTH_MAX, type NameReading } from './names/normalise.ts';
import { portalScore } from './parity/portal-score.ts';
import { natsOfScore } from './score/model.ts';
import { type ComparedName, carriesName, comparedName } from './score/name-words.ts';
import {
  type PairContext,
  type PairScore,
  pairNames,
  scorePairOf,
  UNSUPPORTED_NATS,
} from './score/pair-score.ts';
import { UnlikeNames } from './unlike-names.ts';

const LIMIT_MAX = 50;
const LIMIT = 10;
/** Listings that share an identity number with the query are looked at whatever their name. */
const BY_NUMBER_MAX = 50;
/** Scores are told in four decimals. */
const ROUNDING = 0.0001;

interface Asked {
  readonly query: NameQuery;
  /** Read as a person's and as an organisation's. */
  readonly person: ComparedName;
  readonly organization: ComparedName;
}

interface Found {
  readonly dossier: Dossier;
  readonly matched: string;
  readonly weak: boolean;
  readonly scored: PairScore;
}

const unusable = (message: string): Failure =>
  new Failure('caller', 'screening.name_unusable', `the name cannot be screened: ${message}`, [
    { field: 'name', message },
  ]);

/** Failures: screening.name_unusable. */
function prepareQuery(query: NameQuery): Asked {
  const name = query.name.length > NAME_LENGTH_MAX ? query.name.replace(/\s+/g, ' ').trim() : query.name;
  if (name.length > NAME_LENGTH_MAX) throw unusable(`it is longer than ${NAME_LENGTH_MAX} characters`);
  const reading: NameReading = query.kind === 'organization' ? 'organization' : 'person';
  const own = comparedName(name, reading);
  const asked = {
    query,
    person: own,
    organization: query.kind === undefined ? comparedName(name, 'organization') : own,
  };
  const { words, cut } = reading === 'organization' ? asked.organization : asked.person;
  if (cut) throw unusable('it has too many words');
  const written = words.map((word) => word.form.text).join('');
  if (written.length < 2 || /^\d*$/.test(written))
    throw unusable('it needs two characters, one of them a letter');
  const isNamed = (one: ComparedName): boolean => one.words.some(carriesName);
  if (!isNamed(asked.person) || (query.kind !== 'person' && !isNamed(asked.organization)))
    throw unusable('nothing in it names anyone');
  return asked;
}

/** Names below this are left alone: no evidence but a number lifts them to a match. */
const HOPELESS_NATS = -3.5;

/** Below what any evidence but a number supports, a name is a match only by itself. */
function hopelessNats({ query }: Asked, threshold: number): number {
  if (threshold === 0) return Number.NEGATIVE_INFINITY;
  const isNumbered = (query.identifiers ?? []).length > 0;
  return isNumbered ? HOPELESS_NATS : Math.min(UNSUPPORTED_NATS, natsOfScore(threshold - ROUNDING));
}

/** Names that are somebody else's, for the query read as an organisation's or a person's. */
function unlikeIn(index: ScreeningIndex, asked: Asked): (isOrganization: boolean) => UnlikeNames {
  const known: UnlikeNames[] = [];
  return (isOrganization) => {
    const unlike =
      known[Number(isOrganization)] ??
      new UnlikeNames(index, isOrganization ? asked.organization : asked.person);
    known[Number(isOrganization)] = unlike;
    return unlike;
  };
}

function judgeNames(
  index: ScreeningIndex,
  asked: Asked,
  options: ScreenOptions,
  hopeless: number,
): Map<number, Found> {
  const best = new Map<number, Found>();
  const unlike = unlikeIn(index, asked);
  const isWanted = (name: number): boolean => isWantedName(index, name, options);
  const main = asked.query.kind === 'organization' ? asked.organization : asked.person;
  const candidates = findCandidates(index, main, isWanted);
  const isThorough = hopeless === Number.NEGATIVE_INFINITY;
  for (const name of candidates.names) {
    const owner = index.owners[name] ?? 0;
    const isOrganization = isComparedAsOrganization(index, owner, asked.query.kind);
    if (!isThorough && (unlike(isOrganization).has(name) || candidates.isHopeless(name))) continue;
    const query = isOrganization ? asked.organization : asked.person;
    const pair = pairNames(query, nameAt(index, name), isOrganization);
    if (pair.nats < hopeless) continue;
    const dossier = best.get(owner)?.dossier ?? dossierAt(index, owner);
    const matched = dossier.names[index.positions[name] ?? 0] ?? '';
    const weak = index.weak[name] === 1;
    const worth = worthOfWeak(index, owner, options);
    const context = contextOf(worth, weak, asked.query.name, matched);
    const scored = scorePairOf(pair, asked.query, dossier, context);
    if (scored.score > (best.get(owner)?.scored.score ?? -1))
      best.set(owner, { dossier, matched, weak, scored });
  }
  return best;
}

/** As asked for, else as the list's policy says. */
const worthOfWeak = (index: ScreeningIndex, owner: number, options: ScreenOptions): WeakAliases =>
  options.weakAliases ?? index.weakAliases[index.listOf[owner] ?? 0] ?? 'capped';

const contextOf = (weak: WeakAliases, isWeak: boolean, asked: string, listed: string): PairContext => ({
  weak: weak === 'full' ? 'full' : 'capped',
  isWeak,
  asked,
  listed,
});

function isWantedName(index: ScreeningIndex, name: number, options: ScreenOptions): boolean {
  const owner = index.owners[name] ?? 0;
  if (index.weak[name] === 1 && worthOfWeak(index, owner, options) === 'ignored') return false;
  if (options.lists === undefined) return true;
  return options.lists.has(index.lists[index.listOf[owner] ?? 0] ?? '');
}

/** Listings found by an identity number alone, whatever their name. */
function judgeNumbers(
  index: ScreeningIndex,
  asked: Asked,
  options: ScreenOptions,
  best: Map<number, Found>,
): void {
  const owners = new Set<number>();
  for (const { value } of asked.query.identifiers ?? []) {
    const key = identifierKey(value);
    if (key !== undefined)
      visitHash(index.identifiers, key, (owner) => owners.add(owner).size < BY_NUMBER_MAX);
  }
  for (const owner of owners) {
    if (best.has(owner)) continue;
    const found = bestName(asked, dossierAt(index, owner));
    if (found !== undefined && (options.lists?.has(found.dossier.list) ?? true)) best.set(owner, found);
  }
}

/** The best of all names of one listing. */
function bestName(asked: Asked, dossier: Dossier): Found | undefined {
  const isOrganization =
    dossier.kind === 'other' ? asked.query.kind !== 'person' : readingOf(dossier.kind) === 'organization';
  const query = isOrganization ? asked.organization : asked.person;
  let best: Found | undefined;
  for (const matched of dossier.names)
    for (const text of alternativesOf(matched)) {
      const pair = pairNames(query, comparedName(text, readingOf(dossier.kind)), isOrganization);
      const context = contextOf('capped', false, asked.query.name, matched);
      const scored = scorePairOf(pair, asked.query, dossier, context);
      if (scored.score > (best?.scored.score ?? -1)) best = { dossier, matched, weak: false, scored };
    }
  return best;
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
const NEVER_CERTAIN = 0.9999;

function present({ dossier, matched, weak, scored }: Found, query: NameQuery): Match {
  const reasons = scored
    .explain()
    .map((reason: MatchReason) => ({ ...reason, effect: round(reason.effect) }));
  return {
    list: dossier.list,
    reference: dossier.reference,
    kind: dossier.kind,
    name: dossier.display,
    matched,
    quality: weak ? 'weak' : 'strong',
    score: Math.min(NEVER_CERTAIN, round(scored.score)),
    portalScore: portalScore(query.name, matched),
    reasons,
  };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Matches at or above the threshold, best first, one per listing (its best name); equal scores by list and reference.
 * Failures: screening.name_unusable.
 */
export function screenName(index: ScreeningIndex, query: NameQuery, options: ScreenOptions = {}): Match[] {
  const threshold = options.threshold ?? DEFAULT_THRESHOLD;
  const limit = Math.min(Math.max(options.limit ?? LIMIT, 1), LIMIT_MAX);
  const asked = prepareQuery(query);
  const best = judgeNames(index, asked, options, hopelessNats(asked, threshold));
  judgeNumbers(index, asked, options, best);
  return [...best.values()]
    .filter(({ scored }) => round(scored.score) >= threshold)
    .sort(
      (a, b) =>
        b.scored.score - a.scored.score ||
        compareText(a.dossier.list, b.dossier.list) ||
        compareText(a.dossier.reference, b.dossier.reference),
    )
    .slice(0, limit)
    .map((found) => present(found, query));
}
