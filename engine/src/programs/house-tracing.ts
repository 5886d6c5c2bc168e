import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScreeningPort } from '../modules/screening/screening.ts';
import { createExposureBook, type ExposureBook } from '../modules/tracing/exposure-book.ts';
import { mountTracing } from '../modules/tracing/exposure-routes.ts';
import { FetchedBook } from '../modules/tracing/fetched/fetched-book.ts';
import { askableOf, type ChainConfig, readChainConfigs } from '../modules/tracing/sources/configured.ts';
import { GraphShelf } from '../modules/tracing/store/graph-shelf.ts';
import type { TagBook } from '../modules/tracing/tags/tag-book.ts';
import type { Http } from '../platform/http.ts';
import type { Deciding } from './deciding.ts';
import type { Foundation } from './foundation.ts';

/** Flow graphs of the data folder, and what decisions are told of them. */
export interface HouseTracing {
  readonly shelf: GraphShelf;
  readonly exposure: ExposureBook;
  readonly fetched: FetchedBook;
  readonly lists: Pick<ScreeningPort, 'screenAddress' | 'versions'>;
}

/** Lines of `chains.json` of the data folder; none where there is no such file. */
export function chainConfigs(home: string): ChainConfig[] {
  const file = join(home, 'chains.json');
  return existsSync(file) ? readChainConfigs(readFileSync(file, 'utf8')) : [];
}

export function openTracing(
  { home, now }: Foundation,
  tags: TagBook,
  lists: Pick<ScreeningPort, 'screenAddress' | 'versions'>,
): HouseTracing {
  const shelf = new GraphShelf(home);
  const askable = chainConfigs(home).flatMap((config) => askableOf(config) ?? []);
  const fetched = new FetchedBook(home, askable, now);
  return { shelf, lists, fetched, exposure: createExposureBook(shelf, tags, { lists }) };
}

export function mountHouseTracing(
  http: Http,
  { shelf, exposure, lists, fetched }: HouseTracing,
  { prices }: Deciding,
  tags: TagBook,
  changed: () => Promise<void>,
): void {
  const blocksRead = (): Promise<void> => {
    exposure.forget();
    return changed();
  };
  mountTracing(http, { shelf, tags, lists, prices, fetched, blocksRead });
}
