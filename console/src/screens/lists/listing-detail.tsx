import type { ListingView } from '@atalaya/contract/watchlists.ts';
import { useFormats } from '../../app/formats.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Facts } from '../../parts/page.tsx';
import { Hash } from '../../parts/values.tsx';
import { useTexts } from '../../texts/catalogue.ts';
import { useListingWords } from './listing-words.ts';

/** `isReplaced`: another version of the listing came after it; without one, what is no longer known was taken off. */
export function ListingDetail({
  listing,
  isReplaced = false,
}: {
  listing: ListingView;
  isReplaced?: boolean;
}) {
  const t = useTexts().lists;
  const f = useFormats();
  const words = useListingWords();
  const l = t.listing;
  const span = (from: string | undefined, until: string | undefined) =>
    [
      from !== undefined && l.since(f.date(from.slice(0, 10))),
      until !== undefined && l.until(f.date(until.slice(0, 10))),
    ]
      .filter(Boolean)
      .join(' ');
  return (
    <>
      <h2>{listing.name}</h2>
      <p className="soft">
        {words.kind(listing.kind)} ·{' '}
        <span className="mono">
          {listing.list} {listing.reference}
        </span>
      </p>
      {listing.known_until !== undefined && !isReplaced && (
        <p>
          <StateWord tone="ochre">{`◆ ${l.removed}`}</StateWord>
        </p>
      )}
      <Facts
        items={[
          [
            l.aliases,
            listing.aliases.length > 0 && (
              <ul key="a">
                {listing.aliases.map((alias) => (
                  <li key={alias.name}>
                    {alias.name} {alias.weak && <span className="muted small">{l.weak}</span>}
                  </li>
                ))}
              </ul>
            ),
          ],
          [t.listingColumns.born, listing.birth_dates.join(', ')],
          [t.listingColumns.countries, listing.countries.map(words.country).join(', ')],
          [
            l.identifiers,
            listing.identifiers.length > 0 && (
              <ul key="i">
                {listing.identifiers.map((item) => (
                  <li key={`${item.type} ${item.value}`}>
                    <span className="muted">{words.identifier(item.type)}</span>{' '}
                    <span className="mono">{item.value}</span>
                  </li>
                ))}
              </ul>
            ),
          ],
          [
            l.wallets,
            listing.wallets.length > 0 && (
              <ul key="w">
                {listing.wallets.map((wallet) => (
                  <li key={wallet.address}>
                    <span className="muted">{wallet.network}</span>{' '}
                    <Hash value={wallet.address} head={8} tail={6} what={l.wallets} />
                  </li>
                ))}
              </ul>
            ),
          ],
          [t.listingColumns.programs, listing.programs.join(', ')],
          [l.inForce, span(listing.in_force_from, listing.in_force_until)],
          [l.known, span(listing.known_from, listing.known_until)],
          [l.remarks, listing.remarks],
        ]}
      />
    </>
  );
}
