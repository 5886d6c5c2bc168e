import type { Texts } from '@atalaya/contract/schema.ts';
import { rows, type Tx } from '../../../platform/database.ts';
import type { EntryBody } from '../../../platform/journal.ts';
import type { DecidedData } from '../events.ts';

/** A finding of which a decision told: number of its entry, and scenario. */
export interface ToldFinding {
  readonly entry: number;
  readonly scenario: string;
}

/** What findings said of themselves, by toldKey(). */
export type ToldTexts = ReadonlyMap<string, Texts>;

export const toldKey = ({ entry, scenario }: ToldFinding): string => `${entry} ${scenario}`;

/** What decisions told of findings, as the journal has it. */
export async function toldTexts(tx: Tx, wanted: readonly ToldFinding[]): Promise<ToldTexts> {
  if (wanted.length === 0) return new Map();
  const found = await rows<{ number: number; bytes: Buffer }>(
    tx,
    'select number, bytes from journal.entry where number = any ($1)',
    [[...new Set(wanted.map(({ entry }) => entry))]],
  );
  return new Map(
    found.flatMap(({ number, bytes }) => {
      const { findings } = (JSON.parse(bytes.toString('utf8')) as EntryBody).data as DecidedData;
      return findings.map(({ scenario, text }) => [toldKey({ entry: number, scenario }), text] as const);
    }),
  );
}
