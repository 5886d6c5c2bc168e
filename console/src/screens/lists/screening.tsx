import type { ScreenMatch } from '@atalaya/contract/watchlists.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/api.ts';
import { problemOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { useFilter } from '../../app/place.ts';
import { Field } from '../../parts/field.tsx';
import { Go, useGo } from '../../parts/go.tsx';
import { Empty, ErrorNote } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Hash } from '../../parts/values.tsx';
import { path, type ScreenFilter } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { piecesOf } from '../screening/aligned.ts';
import { Pieces } from '../screening/pieces.tsx';
import { ListingDetail } from './listing-detail.tsx';
import { useListingWords } from './listing-words.ts';
import './lists.css';

const KEYS = ['name', 'kind', 'birth', 'country', 'address'] as const;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Longer than any name that can be screened: it is refused with a reason, never cut in silence. */
const NAME_TYPED_MAX = 600;

/** Two letters of a name or four characters of an address: less is like everybody. */
const isAsked = ({ name = '', address = '' }: ScreenFilter): boolean =>
  name.trim().length >= 2 || address.trim().length >= 4;

function useScreening(asked: ScreenFilter) {
  const kind = asked.kind === 'person' || asked.kind === 'organization' ? asked.kind : undefined;
  return useQuery({
    queryKey: ['screen', asked],
    queryFn: ({ signal }) =>
      api.screen(
        {
          body: {
            ...((asked.name ?? '').trim().length < 2 ? {} : { name: asked.name?.trim() }),
            ...(kind === undefined ? {} : { kind }),
            ...(asked.birth !== undefined && DATE.test(asked.birth) ? { birth_date: asked.birth } : {}),
            ...(asked.country !== undefined && /^[A-Z]{2}$/.test(asked.country)
              ? { country: asked.country }
              : {}),
            ...((asked.address ?? '').trim().length < 4 ? {} : { address: asked.address?.trim() }),
            limit: 20,
            cutoff: 0.5,
          },
        },
        { signal },
      ),
    enabled: isAsked(asked),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

export function Screening() {
  const t = useTexts();
  const s = t.lists.screening;
  const asked = useFilter(KEYS);
  const { data, error, isFetching, refetch } = useScreening(asked);
  const isUnusable = problemOf(error)?.code === 'screening.name_unusable';
  const empty = asked.name === undefined && asked.address === undefined;
  const ready = isAsked(asked);
  return (
    <Page
      title={s.title}
      aside={s.lead}
      back={{ href: path.lists(), text: t.lists.title }}
      className="screening"
    >
      <ScreeningForm asked={asked} />
      {empty && <Empty title={s.start}>{s.startText}</Empty>}
      {!empty && !ready && <Empty title={s.short}>{s.shortText}</Empty>}
      {ready && isUnusable && <Empty title={s.unusable}>{s.unusableText}</Empty>}
      {ready && error !== null && !isUnusable && (
        <div className="section">
          <ErrorNote error={error} retry={() => void refetch()} />
        </div>
      )}
      {ready && error === null && data !== undefined && (
        <div className={isFetching ? 'screening-results asking' : 'screening-results'} aria-live="polite">
          <p className="muted">
            {s.matches(data.matches.length)} · {s.against}{' '}
            {data.snapshots.map((snapshot, index) => (
              <span key={snapshot.list}>
                {index > 0 && ', '}
                <Go href={path.list(snapshot.list)}>{snapshot.list}</Go>{' '}
                <Hash value={snapshot.sha256} head={6} tail={0} what="SHA-256" />
              </span>
            ))}
          </p>
          {data.matches.length === 0 && <Empty title={s.none}>{s.noneText}</Empty>}
          {data.matches.map((match) => (
            <Match
              key={`${match.listing.list} ${match.listing.reference}`}
              match={match}
              asked={asked.name}
            />
          ))}
        </div>
      )}
    </Page>
  );
}

/** What is typed reaches the URL, and so the question, a moment after the last letter. */
function ScreeningForm({ asked }: { asked: ScreenFilter }) {
  const s = useTexts().lists.screening;
  const { words } = useTexts();
  const go = useGo();
  const [typed, setTyped] = useState<ScreenFilter>(asked);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const set = (change: ScreenFilter): void => setTyped((before) => ({ ...before, ...change }));
  useEffect(() => {
    const href = path.screen(typed);
    if (href === path.screen(asked)) return;
    const timer = setTimeout(() => go(href, { replace: true }), 180);
    return () => clearTimeout(timer);
  });
  return (
    <div className="screening-form">
      <Field label={s.name}>
        <input
          ref={first}
          data-filter
          maxLength={NAME_TYPED_MAX}
          value={typed.name ?? ''}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <Field label={s.kind}>
        <select value={typed.kind ?? ''} onChange={(event) => set({ kind: event.target.value })}>
          <option value="">{s.anyKind}</option>
          <option value="person">{words.customerKind.person}</option>
          <option value="organization">{words.customerKind.organization}</option>
        </select>
      </Field>
      <Field label={s.birth}>
        <input
          type="date"
          value={typed.birth ?? ''}
          onChange={(event) => set({ birth: event.target.value })}
        />
      </Field>
      <Field label={s.country}>
        <input
          maxLength={2}
          placeholder="MX"
          value={typed.country ?? ''}
          onChange={(event) => set({ country: event.target.value.toUpperCase() })}
        />
      </Field>
      <Field label={s.address}>
        <input
          className="mono"
          maxLength={128}
          value={typed.address ?? ''}
          onChange={(event) => set({ address: event.target.value })}
        />
      </Field>
    </div>
  );
}

function Match({ match, asked }: { match: ScreenMatch; asked: string | undefined }) {
  const t = useTexts();
  const s = t.lists.screening;
  const f = useFormats();
  const words = useListingWords();
  return (
    <article className={match.match ? 'match match-yes' : 'match'}>
      <div className="match-score">
        <span className="num">{f.percent(match.score)}</span>
        <span className={match.match ? 'state-signal' : 'muted'}>
          {match.match ? `■ ${s.isMatch}` : `○ ${s.isNot}`}
        </span>
      </div>
      <div className="match-listing">
        {asked !== undefined && asked !== '' && match.matched_name !== '' && (
          <p className="match-names">
            <Pieces pieces={piecesOf(asked, match.reasons, 'query')} />
            <span className="muted"> ↔ </span>
            <Pieces pieces={piecesOf(match.matched_name, match.reasons, 'listing')} />
          </p>
        )}
        <ListingDetail listing={match.listing} />
      </div>
      <table className="plain-table match-reasons">
        <thead>
          <tr>
            <th scope="col">{s.why}</th>
            <th scope="col">{s.asked}</th>
            <th scope="col">{s.listed}</th>
            <th scope="col" className="right">
              {s.effect}
            </th>
          </tr>
        </thead>
        <tbody>
          {match.reasons.map((reason) => (
            <tr key={`${reason.feature} ${reason.listing}`} className={reason.effect === 0 ? 'muted' : ''}>
              <td>{wordOf(s.feature, reason.feature)}</td>
              <td>{words.value(reason.feature, reason.query) || '—'}</td>
              <td>{words.value(reason.feature, reason.listing) || '—'}</td>
              <td className="right num strong">{`${reason.effect > 0 ? '+' : reason.effect < 0 ? '−' : ''}${f.decimal(Math.abs(reason.effect), 2)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}
