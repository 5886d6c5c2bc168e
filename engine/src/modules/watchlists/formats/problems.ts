import { Failure } from '../../../kernel/failure.ts';
import type { ListProblem } from '../listing.ts';

const RAW_LIMIT = 2_000;
/** More problems than this are counted and not kept: a file of another format would fill the memory with them. */
const KEPT = 50_000;

export type ProblemPlace = Pick<ListProblem, 'file' | 'row' | 'element' | 'reference'>;

/** What went wrong in one parse, in the order of the files. */
export interface Problems {
  readonly kept: ListProblem[];
  quarantine(place: ProblemPlace, code: string, message: string, raw?: string): void;
  note(place: ProblemPlace, code: string, message: string): void;
  /** All, also those beyond what is kept. */
  count(): number;
}

export function collectProblems(): Problems {
  const kept: ListProblem[] = [];
  let count = 0;
  const add = (problem: ListProblem): void => {
    count += 1;
    if (kept.length < KEPT) kept.push(problem);
  };
  return {
    kept,
    quarantine: (place, code, message, raw) =>
      add({
        ...place,
        code,
        message,
        severity: 'quarantined',
        ...(raw === undefined ? {} : { raw: raw.slice(0, RAW_LIMIT) }),
      }),
    note: (place, code, message) => add({ ...place, code, message, severity: 'noted' }),
    count: () => count,
  };
}

/** The file cannot be this list: truncated, another format, or damaged. Nothing of it goes in. */
export const unparseable = (place: ProblemPlace, message: string, cause?: unknown): Failure =>
  new Failure(
    'caller',
    'watchlists.unparseable',
    `${place.file}: ${message}`,
    [
      {
        field: place.element === undefined ? place.file : `${place.file}#${place.element}`,
        ...(place.row === undefined ? {} : { row: place.row }),
        message,
      },
    ],
    cause,
  );

/** A file of the set is missing, or what came is no file of the set. */
export const missingFile = (wanted: string, given: readonly string[]): Failure =>
  new Failure(
    'caller',
    'watchlists.file_missing',
    `${wanted} is missing among ${given.join(', ') || 'no files'}`,
    [{ field: wanted, message: 'file is missing' }],
  );
