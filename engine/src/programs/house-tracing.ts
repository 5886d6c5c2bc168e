import { mountTracing } from '../modules/tracing/exposure-routes.ts';
import { GraphShelf } from '../modules/tracing/store/graph-shelf.ts';
import type { TagBook } from '../modules/tracing/tags/tag-book.ts';
import type { Http } from '../platform/http.ts';
import type { Deciding } from './deciding.ts';
import type { Foundation } from './foundation.ts';

/** Flow graphs of the data folder, and what is asked of them. */
export function openTracing(
  http: Http,
  { home }: Foundation,
  { prices }: Deciding,
  tags: TagBook,
): GraphShelf {
  const shelf = new GraphShelf(home);
  mountTracing(http, { shelf, tags, prices, blocksRead: () => undefined });
  return shelf;
}
