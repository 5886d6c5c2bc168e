/** What a row of a mapped csv says of an office or of a relation to another party, and how rows of one party join. */
import {
  type ListedRelation,
  type Listing,
  POSITION_LEVELS,
  type PositionLevel,
  RELATION_KINDS,
} from '../listing.ts';
import { countryCode } from './country-names.ts';
import { present } from './present.ts';

type Field =
  | 'position'
  | 'position_country'
  | 'level'
  | 'since'
  | 'until'
  | 'related_to'
  | 'relation'
  | 'share'
  | 'target';
type Cell = (field: Field) => string;
type Note = (code: string, message: string) => void;

const LEVELS: Readonly<Record<string, PositionLevel>> = {
  internacional: 'international',
  nacional: 'national',
  federal: 'national',
  estatal: 'regional',
  estadual: 'regional',
  state: 'regional',
  municipal: 'local',
};

const KINDS: Readonly<Record<string, ListedRelation['kind']>> = {
  owner: 'owns',
  socio: 'owns',
  accionista: 'owns',
  spouse: 'family',
  familiar: 'family',
  conyuge: 'family',
  hijo: 'family',
  child: 'family',
  parent: 'family',
  director: 'directs',
  asociado: 'associate',
};

/** `50`, `33.34`, `33.34 %` or `1/3`: what can be counted exactly. */
export const shareText = (text: string): string | undefined => {
  const plain = text.replace(/\s*%$/, '').replace(',', '.').trim();
  return /^(?:\d{1,3}(?:\.\d{1,12})?|\d{1,12}\/[1-9]\d{0,11})$/.test(plain) ? plain : undefined;
};

const spanOf = (cell: Cell) => ({ since: cell('since') || undefined, until: cell('until') || undefined });

const lower = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();

/** Offices and relations of one row, into the listing. */
export function readParty(listing: Listing, cell: Cell, note: Note): void {
  const title = cell('position');
  if (title !== '') {
    const level = POSITION_LEVELS.find((one) => one === lower(cell('level'))) ?? LEVELS[lower(cell('level'))];
    const country = countryCode(cell('position_country'));
    listing.positions = [present({ title, country, level, ...spanOf(cell) }) as { title: string }];
  }
  const party = cell('related_to');
  if (party !== '') {
    const word = lower(cell('relation'));
    const kind = RELATION_KINDS.find((one) => one === word) ?? KINDS[word] ?? 'other';
    const written = cell('share');
    const share = written === '' ? undefined : shareText(written);
    if (written !== '' && share === undefined)
      note('unreadable_share', `share not read: ${written.slice(0, 40)}`);
    const role = word === '' || word === kind ? undefined : cell('relation');
    listing.relations = [present({ kind, party, share, role, ...spanOf(cell) }) as ListedRelation];
  }
  if (['false', 'no', '0', 'nao'].includes(lower(cell('target')))) listing.target = false;
}

/** A second row of a party adds its offices and relations; true where it brought some. */
export function joinParty(known: Listing, row: Listing): boolean {
  if (row.positions === undefined && row.relations === undefined) return false;
  if (row.positions !== undefined) known.positions = [...(known.positions ?? []), ...row.positions];
  if (row.relations !== undefined) known.relations = [...(known.relations ?? []), ...row.relations];
  return true;
}
