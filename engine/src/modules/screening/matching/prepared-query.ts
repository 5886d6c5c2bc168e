/** The name asked for, with everything looked up that does not depend on a single listed name. */
import { Failure } from '../../../kernel/failure.ts';
import type { NameQuery } from '../match.ts';
import { NAME_LENGTH_MAX, type NameReading, prepareName, type WordClass } from './normalise.ts';
import {
  CLASS_WEIGHT,
  carriesName,
  type JoinedSpelling,
  joinedSpellings,
  type ScreeningIndex,
} from './screening-index.ts';
import { type SimilarWords, similarWords, wordWeight } from './vocabulary.ts';

export interface QueryWord {
  readonly text: string;
  readonly key: string;
  readonly class: WordClass;
  readonly weight: number;
  readonly foreign: boolean;
  /** Listed words it may be, by their id; empty for words that carry no name. */
  readonly similar: SimilarWords;
}

export interface PreparedQuery {
  readonly words: readonly QueryWord[];
  /** Neighbouring words written as one, with the positions they cover. */
  readonly joined: readonly JoinedSpelling[];
}

const NONE: SimilarWords = new Map();

const unusable = (message: string): Failure =>
  new Failure('caller', 'screening.name_unusable', `the name cannot be screened: ${message}`, [
    { field: 'name', message },
  ]);

const readingOf = (query: NameQuery): NameReading => query.kind ?? 'unknown';

/** Errors: `screening.name_unusable`: empty, over 512 characters, without a letter and a second character, or nothing but a legal form. */
export function prepareQuery(index: ScreeningIndex, query: NameQuery): PreparedQuery {
  const name = query.name.length > NAME_LENGTH_MAX ? query.name.replace(/\s+/g, ' ').trim() : query.name;
  if (name.length > NAME_LENGTH_MAX) throw unusable(`it is longer than ${NAME_LENGTH_MAX} characters`);
  const prepared = prepareName(name, readingOf(query));
  if (prepared.cut) throw unusable('it has too many words');
  const written = prepared.words.map((word) => word.text).join('');
  if (written.length < 2 || /^\d*$/.test(written))
    throw unusable('it needs two characters, one of them a letter');
  const carrying = prepared.words.filter(carriesName);
  if (carrying.length === 0) throw unusable('nothing in it names anyone');
  const words = prepared.words.map((word): QueryWord => {
    const factor = CLASS_WEIGHT[word.class];
    if (!carriesName(word)) return { ...word, weight: factor, similar: NONE };
    const similar = similarWords(index.vocabulary, word.text, word.foreign);
    const weight = factor * wordWeight(index.vocabulary, word.text);
    return { ...word, weight, similar };
  });
  return { words, joined: joinedSpellings(prepared.words) };
}
