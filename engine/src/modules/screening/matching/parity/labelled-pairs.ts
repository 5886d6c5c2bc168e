/** Labelled pairs of names as csv: schema, name1, name2, is_match; case_group, quality and notes where there are any. */
import { Failure } from '../../../../kernel/failure.ts';
import { csvRows } from '../../../watchlists/csv-rows.ts';

export interface LabelledPair {
  readonly group: string;
  /** Person, or anything else for organisations, vessels and the like. */
  readonly schema: string;
  readonly left: string;
  readonly right: string;
  readonly isMatch: boolean;
  readonly quality: string;
}

const NEEDED = ['schema', 'name1', 'name2', 'is_match'];

/** Failures: screening.pairs_malformed, with the row. */
export function labelledPairs(text: string): LabelledPair[] {
  const [header, ...rows] = [...csvRows(text)];
  const columns = header?.cells ?? [];
  const refuse = (row: number, message: string): Failure =>
    new Failure('caller', 'screening.pairs_malformed', `row ${row}: ${message}`, [
      { field: `/rows/${row}`, message },
    ]);
  const missing = NEEDED.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw refuse(1, `the columns ${missing.join(', ')} are missing`);
  return rows.map(({ cells }, at) => {
    const cell = (column: string): string => cells[columns.indexOf(column)] ?? '';
    const truth = cell('is_match').toLowerCase();
    if (truth !== 'true' && truth !== 'false') throw refuse(at + 2, 'is_match is neither true nor false');
    return {
      group: cell('case_group'),
      schema: cell('schema'),
      left: cell('name1'),
      right: cell('name2'),
      isMatch: truth === 'true',
      quality: cell('quality'),
    };
  });
}
