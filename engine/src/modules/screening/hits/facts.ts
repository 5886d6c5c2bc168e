import type { ComparedFact } from '@atalaya/contract/screening.ts';
import type { Listing } from '../../watchlists/listing.ts';
import type { HitDetails } from '../events.ts';
import type { NameQuery, WalletQuery } from '../match.ts';

type Query = Partial<NameQuery & WalletQuery>;

const joined = (values: readonly (string | undefined)[]): string =>
  [...new Set(values.filter((value) => value !== undefined && value !== ''))].join(' · ');

/** What the comparison said about a feature: the sum of its effects. */
function verdictOf(details: HitDetails, ...features: readonly string[]): ComparedFact['verdict'] {
  const effect = details.reasons
    .filter((reason) => features.some((feature) => reason.feature.startsWith(feature)))
    .reduce((sum, reason) => sum + reason.effect, 0);
  return effect > 0 ? 'for' : effect < 0 ? 'against' : 'unknown';
}

/** Facts of both records beside each other; those that neither has are left out. */
export function comparedFacts(details: HitDetails, listing: Listing): ComparedFact[] {
  const query: Query = details.query;
  const numbers = (query.identifiers ?? []).map(({ type, value }) => `${type} ${value}`);
  const facts: ComparedFact[] = [
    {
      fact: 'kind',
      subject: query.kind ?? '',
      listing: listing.kind === 'other' ? '' : listing.kind,
      // The same kind adds nothing to a score, and is known all the same.
      verdict: query.kind === listing.kind ? 'for' : verdictOf(details, 'kind'),
    },
    {
      fact: 'birth_date',
      subject: query.birthDate ?? '',
      listing: joined(listing.birthDates.map((date) => date.text)),
      verdict: verdictOf(details, 'birth'),
    },
    {
      fact: 'country',
      subject: query.country ?? '',
      listing: joined(listing.countries.map((country) => country.code ?? country.text)),
      verdict: verdictOf(details, 'country'),
    },
    {
      fact: 'identifier',
      subject: joined(numbers),
      listing: joined(listing.identifiers.map(({ type, value }) => `${type} ${value}`)),
      verdict: verdictOf(details, 'identifier'),
    },
    {
      fact: 'wallet',
      subject: query.address ?? '',
      listing: query.address === undefined ? '' : joined(listing.wallets.map((wallet) => wallet.address)),
      verdict: verdictOf(details, 'wallet'),
    },
    {
      fact: 'position',
      subject: '',
      listing: joined(
        (listing.positions ?? []).map(({ title, since, until }) => `${title} ${since ?? ''}–${until ?? ''}`),
      ),
      verdict: 'unknown',
    },
  ];
  return facts.filter(({ subject, listing: listed }) => subject !== '' || listed !== '');
}
