import type { HitRow } from '@atalaya/contract/screening.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { Go } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Kbd } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { HitHistory, HitPair, HitProof, HitReasons } from './hit-pair.tsx';

export type HitAction = 'clear' | 'confirm' | 'agree' | 'return' | 'reopen';

export const useHit = (id: string | undefined) =>
  useQuery({
    queryKey: ['hit', id],
    queryFn: ({ signal }) => api.getHit({ params: { id: id ?? '' } }, { signal }),
    enabled: id !== undefined && id !== '',
    refetchInterval: 10_000,
  });

/** What can be done with a hit in its state. */
export function actionsOf(
  hit: HitRow | undefined,
  may: (permission: string) => boolean,
): readonly HitAction[] {
  if (hit === undefined) return [];
  if (hit.state === 'open') return may('screening:work') ? ['clear', 'confirm'] : [];
  if (hit.state === 'proposed') return may('screening:decide') ? ['agree', 'return'] : [];
  return hit.state !== 'lapsed' && may('screening:work') ? ['reopen'] : [];
}

export const ACTION_KEYS: Readonly<Record<HitAction, string>> = {
  clear: 'c',
  confirm: 'f',
  agree: 'a',
  return: 'r',
  reopen: 'o',
};

export const hitTone = (state: HitRow['state']) =>
  state === 'confirmed' ? 'signal' : state === 'proposed' ? 'ochre' : state === 'open' ? 'plain' : 'muted';

/** One hit, large enough to be judged without leaving the queue. */
export function HitPanel({
  row,
  actions,
  onAction,
}: {
  row: HitRow | undefined;
  actions: readonly HitAction[];
  onAction: (action: HitAction) => void;
}) {
  const t = useTexts().screening;
  const f = useFormats();
  const { data, error } = useHit(row?.id);
  if (row === undefined) return <aside className="preview preview-none">{t.previewEmpty}</aside>;
  const words: Record<HitAction, string> = {
    clear: t.clear,
    confirm: t.confirm,
    agree: t.agree,
    return: t.sendBack,
    reopen: t.reopen,
  };
  return (
    <aside className="preview hit-panel" aria-label={row.listing_name || t.confidential}>
      <div className="preview-body">
        <header>
          <span className="hit-score num">{f.percent(row.score)}</span>
          <StateWord tone={hitTone(row.state)}>{t.stateWords[row.state]}</StateWord>
          {row.four_eyes && row.state === 'open' && <span className="muted small">◆ {t.fourEyes}</span>}
        </header>
        <h2>
          {row.subject_name ?? row.customer_name ?? row.customer} ↔ {row.listing_name || t.confidential}
        </h2>
        <p className="soft">
          {t.kinds[row.subject_kind]} ·{' '}
          <Go href={path.customer(row.customer_id)}>{row.customer_name ?? row.customer}</Go>{' '}
          <span className="muted mono small">{row.customer}</span> ·{' '}
          <Go href={path.list(row.list, { tab: 'listings', q: row.reference })}>{row.list_name}</Go>{' '}
          <span className="muted mono small">{row.reference}</span>
          {data?.event !== undefined && (
            <>
              {' · '}
              <Go href={path.event(data.event)} className="mono small">
                {data.event}
              </Go>
            </>
          )}
        </p>
        <Standing row={row} />
        {error !== null && data === undefined && <ErrorNote error={error} />}
        {error === null && data === undefined && <Loading />}
        {data !== undefined && (
          <>
            <HitPair hit={data} />
            <HitReasons hit={data} />
            <div className="hit-foot">
              <HitHistory hit={data} />
              <HitProof hit={data} />
            </div>
          </>
        )}
      </div>
      {actions.length > 0 && (
        <footer className="preview-actions">
          {actions.map((action, index) => (
            <button
              key={action}
              type="button"
              className={index === 0 ? 'button primary' : 'button'}
              onClick={() => onAction(action)}
            >
              {words[action]} <Kbd>{ACTION_KEYS[action]}</Kbd>
            </button>
          ))}
        </footer>
      )}
    </aside>
  );
}

/** Who proposed or decided what, until when. */
function Standing({ row }: { row: HitRow }) {
  const t = useTexts().screening;
  const f = useFormats();
  const reason = Object.entries(t.reasons).find(([code]) => code === row.reason)?.[1];
  const parts = [
    row.state === 'proposed' && row.proposed_by_name !== undefined && t.proposedBy(row.proposed_by_name),
    row.proposal !== undefined && row.state === 'proposed' && t.proposals[row.proposal],
    row.state !== 'proposed' && row.decided_by_name,
    reason,
    row.scope !== undefined && t.scopes[row.scope],
    row.until !== undefined && t.until(f.date(row.until.slice(0, 10))),
  ].filter((part) => typeof part === 'string');
  return parts.length === 0 ? null : <p className="note-box">{parts.join(' · ')}</p>;
}
