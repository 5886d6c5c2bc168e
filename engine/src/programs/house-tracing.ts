import type { ScreeningPort } from '../modules/screening/screening.ts';
import { createExposureBook, type ExposureBook } from '../modules/tracing/exposure-book.ts';
import { mountTracing } from '../modules/tracing/exposure-routes.ts';
import { GraphShelf } from '../modules/tracing/store/graph-shelf.ts';
import type { TagBook } from '../modules/tracing/tags/tag-book.ts';
import type { Http } from '../platform/http.ts';
import type { Deciding } from './deciding.ts';
import type { Foundation } from './foundation.ts';

/** Flow graphs of the data folder, and what decisions are told of them. */
export interface HouseTracing {
  readonly shelf: GraphShelf;
  readonly exposure: ExposureBook;
  readonly lists: Pick<ScreeningPort, 'screenAddress' | 'versions'>;
}

export function openTracing(
  { home }: Foundation,
  tags: TagBook,
  lists: Pick<ScreeningPort, 'screenAddress' | 'versions'>,
): HouseTracing {
  const shelf = new GraphShelf(home);
  return { shelf, lists, exposure: createExposureBook(shelf, tags, { lists }) };
}

export function mountHouseTracing(
  http: Http,
  { shelf, exposure, lists }: HouseTracing,
  { prices }: Deciding,
  tags: TagBook,
  changed: () => Promise<void>,
): void {
  const blocksRead = (): Promise<void> => {
    exposure.forget();
    return changed();
  };
  mountTracing(http, { shelf, tags, lists, prices, blocksRead });
}
