import type { ScreeningPort } from '../modules/screening/screening.ts';
import { mountTags } from '../modules/tracing/tag-routes.ts';
import { createTagBook, type TagBook } from '../modules/tracing/tags/tag-book.ts';
import type { Http } from '../platform/http.ts';
import type { Foundation } from './foundation.ts';

/** Tags of addresses, in use from the first decision on. */
export async function openTags({ home, db, now }: Foundation): Promise<TagBook> {
  const book = createTagBook(home);
  await book.load(db, now());
  return book;
}

/** What the lists say of an address, and what tags say; the state of the tags goes into the decision's versions. */
export function withTags(screening: ScreeningPort, tags: TagBook): ScreeningPort {
  return {
    screenParty: (input) => screening.screenParty(input),
    nameLikeness: (left, right) => screening.nameLikeness(left, right),
    screenAddress: (network, address) => {
      const listed = screening.screenAddress(network, address);
      const said = tags.index.categories(network, address);
      if (said.length === 0) return listed;
      return { ...listed, tags: [...new Set([...listed.tags, ...said])].sort() };
    },
    versions: () =>
      tags.index.size === 0 ? screening.versions() : { ...screening.versions(), tags: tags.index.version },
  };
}

export function mountHouseTags(
  http: Http,
  { db, journal, now }: Foundation,
  tags: TagBook,
  changed: () => Promise<void>,
): void {
  mountTags(http, { db, journal, now, tags, imported: () => tags.load(db, now()).then(changed) });
}
