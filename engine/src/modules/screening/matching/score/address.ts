/** Words of two addresses in common: a help beside a name, never a reason alone, and no word against. */
import type { ListedAddress } from '../../../watchlists/listing.ts';
import { prepareName } from '../names/normalise.ts';
import type { Evidence } from './evidence.ts';

const SAME_STREET = 1.5;
const SAME_CITY = 0.5;
const STREET_SHARE = 0.6;
const STREET_WORDS_MIN = 3;

const wordsOf = (text: string): Set<string> =>
  new Set(
    prepareName(text, 'person')
      .words.filter((word) => word.class === 'word' || word.class === 'number')
      .map((word) => word.text),
  );

function compareAddress(asked: ReadonlySet<string>, listed: ListedAddress): number {
  const street = wordsOf(listed.street ?? '');
  const shared = [...street].filter((word) => asked.has(word)).length;
  if (street.size >= STREET_WORDS_MIN && shared / street.size >= STREET_SHARE) return SAME_STREET;
  const city = wordsOf(listed.city ?? '');
  return city.size > 0 && [...city].every((word) => asked.has(word)) ? SAME_CITY : 0;
}

export function addressEvidence(address: string | undefined, listed: readonly ListedAddress[]): Evidence[] {
  if (address === undefined || listed.length === 0) return [];
  const asked = wordsOf(address);
  let best: { nats: number; text: string } | undefined;
  for (const one of listed) {
    const nats = compareAddress(asked, one);
    if (nats > (best?.nats ?? 0))
      best = { nats, text: [one.street, one.city].filter((part) => part !== undefined).join(', ') };
  }
  return best === undefined
    ? []
    : [{ feature: 'address', query: address, listing: best.text, nats: best.nats }];
}
