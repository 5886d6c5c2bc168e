import { importSnapshot } from '@atalaya/engine/modules/watchlists/import-snapshot.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { startOrConnect } from '@atalaya/engine/platform/postgres/connect.ts';
import { openHouse } from '@atalaya/engine/programs/house.ts';
import { inventedListings } from './screening-names.ts';

/**
 * Brings invented lists of `NAMES` names into a home, as an operator imports them, and ends: `screening-fill.ts HOME NAMES`.
 * In a process of its own, so that what is measured afterwards is the memory of who screens.
 */
/** Names that were brought in. */
export type FilledNames = number;

const SEED = 20_260_704;
const NAMES_PER_LIST = 60_000;
const HEADER = 'reference,name,aliases,weak,kind,born,country';
const [home = '', wanted = '60000'] = process.argv.slice(2);

const log = createLog(process.env.ATALAYA_LOG ?? 'warn');
const postgres = await startOrConnect({ databaseUrl: process.env.DATABASE_URL ?? null, home });
const house = await openHouse({ connection: postgres.connection, home, log });

async function importList(code: string, lines: readonly string[]): Promise<void> {
  const { db, journal, vault, now } = house.foundation;
  await importSnapshot({ db, journal, vault, now, imported: async () => {} }, 'system:bench', code, {
    format: 'csv',
    name: code,
    mapping: {
      reference: 'reference',
      name: 'name',
      aliases: 'aliases',
      weak_aliases: 'weak',
      kind: 'kind',
      birth_date: 'born',
      country: 'country',
    },
    files: [{ name: 'list.csv', content: Buffer.from([HEADER, ...lines].join('\n')) }],
  });
}

let lines: string[] = [];
let list = 0;
let names = 0;
let pending = 0;
for (const listing of inventedListings(SEED, Number(wanted))) {
  const [first, ...others] = listing.names;
  const aliases = (quality: string): string =>
    others.flatMap((name) => (name.quality === quality ? [name.text] : [])).join(';');
  const year = listing.birthDates[0]?.from.slice(0, 4) ?? '';
  const cells = [
    listing.reference,
    first?.text ?? '',
    aliases('strong'),
    aliases('weak'),
    listing.kind,
    year,
  ];
  lines.push([...cells, listing.countries[0]?.code ?? ''].join(','));
  names += listing.names.length;
  pending += listing.names.length;
  if (pending < NAMES_PER_LIST && names < Number(wanted)) continue;
  list += 1;
  await importList(`invented-${list}`, lines);
  lines = [];
  pending = 0;
}
await house.close();
await postgres.stop();
process.send?.(names satisfies FilledNames);
process.disconnect?.();
