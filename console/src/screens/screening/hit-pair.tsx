import type { HitView } from '@atalaya/contract/screening.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { Go } from '../../parts/go.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Facts } from '../../parts/page.tsx';
import { Hash, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { useListingWords } from '../lists/listing-words.ts';
import { piecesOf } from './aligned.ts';
import { Pieces } from './pieces.tsx';

/** Both records beside each other: names in corresponding pieces, then every fact with its weight. */
export function HitPair({ hit }: { hit: HitView }) {
  const t = useTexts().screening;
  const words = useListingWords();
  const closed = hit.listing?.confidential === true && hit.listing_name === '' && hit.listing.name === '';
  return (
    <div className="pair">
      {closed && (
        <p className="note-box ochre">
          <strong>{t.confidential}.</strong> {t.confidentialText}
        </p>
      )}
      {hit.reasons.length === 0 && <p className="note-box">{t.erased}</p>}
      <table className="plain-table pair-table">
        <thead>
          <tr>
            <th scope="col">{t.pair.fact}</th>
            <th scope="col">{t.pair.subject}</th>
            <th scope="col">{t.pair.listing}</th>
            <th scope="col">{t.pair.verdict}</th>
          </tr>
        </thead>
        <tbody>
          <tr className="pair-names">
            <th scope="row">{t.pair.name}</th>
            <td>
              <Pieces pieces={piecesOf(hit.subject_name ?? '', hit.reasons, 'query')} />
            </td>
            <td>
              <Pieces pieces={piecesOf(hit.matched_name, hit.reasons, 'listing')} />
              {hit.listing !== undefined && hit.listing.name !== hit.matched_name && (
                <span className="soft small pair-primary">{hit.listing.name}</span>
              )}
            </td>
            <td />
          </tr>
          {hit.facts.map((fact) => (
            <tr key={fact.fact}>
              <th scope="row">{t.pair.facts[fact.fact]}</th>
              <td>{words.value(fact.fact, fact.subject) || '—'}</td>
              <td>{words.value(fact.fact, fact.listing) || '—'}</td>
              <td className={`fact-${fact.verdict}`}>
                {fact.verdict === 'for' ? '● ' : fact.verdict === 'against' ? '▲ ' : '○ '}
                {t.pair.verdicts[fact.verdict]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted small">{t.pair.legend}</p>
    </div>
  );
}

/** The reasons as a sum, so that nobody has to believe the score. */
export function HitReasons({ hit }: { hit: HitView }) {
  const t = useTexts();
  const p = t.screening.pair;
  const f = useFormats();
  const words = useListingWords();
  const signed = (effect: number): string =>
    `${effect > 0 ? '+' : effect < 0 ? '−' : ''}${f.decimal(Math.abs(effect), 3)}`;
  return (
    <section>
      <h3>{p.why}</h3>
      <table className="plain-table match-reasons">
        <tbody>
          {hit.reasons.map((reason, index) => (
            <tr
              key={`${reason.feature} ${reason.query} ${reason.listing}`}
              className={reason.effect === 0 ? 'muted' : ''}
            >
              <td className="num muted">{index + 1}</td>
              <td>{wordOf(t.lists.screening.feature, reason.feature)}</td>
              <td>{words.value(reason.feature, reason.query) || '—'}</td>
              <td>{words.value(reason.feature, reason.listing) || '—'}</td>
              <td className="right num strong">{signed(reason.effect)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td />
            <td colSpan={3}>{p.sum}</td>
            <td className="right num strong">{f.decimal(hit.score, 3)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** What it was compared with, and the button that makes it again. */
export function HitProof({ hit }: { hit: HitView }) {
  const t = useTexts().screening;
  const f = useFormats();
  const [said, setSaid] = useState<string>();
  const [error, setError] = useState<unknown>();
  const replay = async (): Promise<void> => {
    try {
      const made = await api.replayHit({ params: { id: hit.id }, body: {} });
      setError(undefined);
      setSaid(
        made.same && made.inputs
          ? t.pair.replaySame
          : t.pair.replayDiffers(f.decimal(made.score_then, 4), f.decimal(made.score_now, 4)),
      );
    } catch (caught) {
      setError(caught);
    }
  };
  return (
    <section>
      <h3>{t.pair.versions}</h3>
      <Facts
        items={[
          [
            t.pair.snapshot,
            hit.versions.sha256 === undefined ? (
              '—'
            ) : (
              <Hash key="s" value={hit.versions.sha256} what="SHA-256" />
            ),
          ],
          [
            t.pair.algorithm,
            <span key="a" className="mono small">
              {hit.versions.algorithm}
            </span>,
          ],
          [
            t.pair.entry,
            <Go key="e" href={path.entry(hit.versions.journal)} className="num">
              {f.count(hit.versions.journal)}
            </Go>,
          ],
        ]}
      />
      <p>
        <button type="button" className="button slim" onClick={() => void replay()}>
          {t.pair.replay}
        </button>
      </p>
      <div aria-live="polite">
        {said !== undefined && <p className="soft">{said}</p>}
        {error !== undefined && <ErrorNote error={error} />}
      </div>
    </section>
  );
}

export function HitHistory({ hit }: { hit: HitView }) {
  const t = useTexts().screening;
  const f = useFormats();
  return (
    <section>
      <h3>{t.pair.history}</h3>
      <ol className="hit-history">
        <li>
          <Moment at={hit.changed_at} /> <span className="soft">{t.causes[hit.cause]}</span>
          {hit.delisted !== undefined && (
            <p>{t.delistedBy(f.count(hit.delisted.version), f.date(hit.delisted.on))}</p>
          )}
        </li>
        {hit.remarks.map((remark) => (
          <li key={`${remark.at} ${remark.kind}`}>
            <Moment at={remark.at} /> <strong>{remark.author_name}</strong>{' '}
            <span className="soft">{wordOf(t.remarkKinds, remark.kind)}</span>
            <p>{remark.text}</p>
          </li>
        ))}
      </ol>
      {hit.others.length > 0 && (
        <>
          <h3>{t.pair.others}</h3>
          <ul className="hit-history">
            {hit.others.map((other) => (
              <li key={other.id}>
                <Go href={path.hits({ at: other.id })}>{other.listing_name || t.confidential}</Go>{' '}
                <span className="muted">
                  {other.list_name} · {t.stateWords[other.state]}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
