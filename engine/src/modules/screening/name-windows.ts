import { isFailure } from '../../kernel/failure.ts';
import type { Match, NameQuery } from './match.ts';

/**
 * Names longer than one comparison takes are screened piece by piece, so that nobody passes by writing more. A person's
 * question is refused with a code instead (`screening.name_unusable`); what an exchange tells is not.
 */
const WORDS = 20;
const STEP = 10;
const CHARACTERS = 400;
/** More than the longest name that the contract lets in. */
const WINDOWS_MAX = 40;

/** The name itself when it is short; else overlapping runs of its words: any ten neighbours stand together in one. */
export function nameWindows(name: string): readonly string[] {
  if (name.length < WORDS * 2) return [name];
  const words = name.split(/[^\p{L}\p{N}\p{M}]+/u).filter((word) => word !== '');
  if (words.length <= WORDS && name.length <= CHARACTERS) return [name];
  const pieces = words.flatMap((word) => word.match(new RegExp(`.{1,${STEP * 2}}`, 'gsu')) ?? []);
  const windows: string[] = [];
  for (let at = 0; at < Math.max(pieces.length - STEP, 1) && windows.length < WINDOWS_MAX; at += STEP)
    windows.push(
      pieces
        .slice(at, at + WORDS)
        .join(' ')
        .slice(0, CHARACTERS),
    );
  return windows;
}

/** The best match of each listing over all pieces of the name; nothing where no piece can be compared. */
export function matchWindows(query: NameQuery, match: (query: NameQuery) => readonly Match[]): Match[] {
  const best = new Map<string, Match>();
  for (const name of nameWindows(query.name))
    for (const found of matchesOrNone(() => match({ ...query, name }))) {
      const key = `${found.list}\n${found.reference}`;
      if ((best.get(key)?.score ?? -1) < found.score) best.set(key, found);
    }
  return [...best.values()].sort((left, right) => right.score - left.score);
}

function matchesOrNone(match: () => readonly Match[]): readonly Match[] {
  try {
    return match();
  } catch (error) {
    if (isFailure(error) && error.code === 'screening.name_unusable') return [];
    throw error;
  }
}
