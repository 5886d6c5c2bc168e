import type { TAG_FORMATS } from '@atalaya/contract/tags.ts';
import { parse } from 'csv-parse/sync';
import { Failure } from '../../../kernel/failure.ts';
import { type ActorContent, readActorPack } from './actor-pack.ts';
import { type ParsedTags, readTagPack, type TagDefaults, TagRows } from './tag-pack.ts';

export type TagFormat = (typeof TAG_FORMATS)[number];

export interface FeedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface ParsedFeed extends ParsedTags {
  readonly actors: readonly ActorContent[];
}

const NO_TAGS: ParsedTags = { title: '', creator: '', tags: [], problems: [], rows: 0, withoutConfidence: 0 };

const textOf = (file: FeedFile): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file.content);
  } catch (error) {
    throw unreadable(file.name, 'not UTF-8', undefined, error);
  }
};

const unreadable = (name: string, message: string, row?: number, cause?: unknown): Failure =>
  new Failure(
    'caller',
    'tags.unparseable',
    `${name}: ${message}`,
    [{ field: name, ...(row === undefined ? {} : { row }), message }],
    cause,
  );

/** All files of a pack as one. Failure: tags.unparseable, naming the file and the row. */
export async function readFeed(
  format: TagFormat,
  files: readonly FeedFile[],
  defaults: TagDefaults,
): Promise<ParsedFeed> {
  const [first] = files;
  if (first === undefined) throw unreadable('files', 'there is no file');
  if (format === 'actorpack') {
    const packs = files.map((file) => readActorPack(textOf(file)));
    const actors = packs.flatMap((pack) => pack.actors);
    const { title = '', creator = '' } = packs[0] ?? {};
    return { ...NO_TAGS, title, creator, actors, rows: actors.length };
  }
  const parsed =
    format === 'tagpack'
      ? await Promise.all(files.map((file) => readTagPack(textOf(file), defaults)))
      : [readRows(format, files, defaults)];
  return { ...merge(parsed), actors: [] };
}

function readRows(
  format: 'csv' | 'ofac-crypto',
  files: readonly FeedFile[],
  defaults: TagDefaults,
): ParsedTags {
  const rows = new TagRows(defaults);
  for (const file of files) (format === 'csv' ? readCsv : readOfac)(rows, file);
  return rows.done('', '');
}

/** Other feeds' names of the columns of a tag; a column of another name is passed over. */
const COLUMNS: Readonly<Record<string, string>> = {
  address: 'address',
  wallet: 'address',
  banned_address: 'address',
  contract_address: 'address',
  network: 'network',
  currency: 'network',
  chain: 'network',
  asset: 'network',
  label: 'label',
  name: 'label',
  wallet_tag: 'label',
  etherscan_tag: 'label',
  contract_tag: 'label',
  category: 'category',
  abuse: 'abuse',
  concepts: 'concepts',
  etherscan_labels: 'category',
  contract_creator_etherscan_label: 'category',
  actor: 'actor',
  confidence: 'confidence',
  source: 'source',
  data_source: 'source',
  lastmod: 'lastmod',
  in_force_from: 'in_force_from',
  in_force_until: 'in_force_until',
  is_cluster_definer: 'is_cluster_definer',
  context: 'context',
};

function readCsv(rows: TagRows, file: FeedFile): void {
  let lines: string[][];
  try {
    lines = parse(textOf(file).replace(/^\ufeff/, ''), { relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw unreadable(file.name, (error as Error).message, undefined, error);
  }
  const [header = [], ...body] = lines;
  const names = header.map((name) => COLUMNS[name.trim().toLowerCase()]);
  if (!names.includes('address')) throw unreadable(file.name, 'no column is called address', 1);
  for (const [i, cells] of body.entries()) {
    const fields: Record<string, unknown> = {};
    for (const [column, cell] of cells.entries()) {
      const name = names[column];
      if (name !== undefined && cell.trim() !== '') fields[name] = cell;
    }
    rows.add(i + 2, fields);
  }
}

const OFAC_NAME = /(?:^|[^A-Za-z0-9])([A-Z0-9]{2,6})\.txt$/i;

/** One address per line, the asset at the end of the file's name, as 0xB10C publishes OFAC's digital currency addresses. */
function readOfac(rows: TagRows, file: FeedFile): void {
  const ticker = OFAC_NAME.exec(file.name)?.[1];
  if (ticker === undefined) throw unreadable(file.name, 'the name does not end in the asset, like _XBT.txt');
  const header = {
    label: 'OFAC digital currency address',
    abuse: 'sanctions',
    confidence: 'authority_data',
    source: 'https://sanctionslist.ofac.treas.gov',
    network: ticker,
  };
  for (const [i, line] of textOf(file).split(/\r?\n/).entries())
    if (line.trim() !== '' && !line.startsWith('#')) rows.add(i + 1, { address: line }, header);
}

function merge(parsed: readonly ParsedTags[]): ParsedTags {
  const [first = NO_TAGS] = parsed;
  if (parsed.length === 1) return first;
  return {
    title: first.title,
    creator: first.creator,
    tags: parsed.flatMap((one) => one.tags),
    problems: parsed.flatMap((one) => one.problems),
    rows: parsed.reduce((sum, one) => sum + one.rows, 0),
    withoutConfidence: parsed.reduce((sum, one) => sum + one.withoutConfidence, 0),
  };
}
