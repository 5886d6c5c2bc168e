import type { ReplayView } from '@atalaya/contract/explain.ts';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { Icon } from '../../parts/icons.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Hash } from '../../parts/values.tsx';
import { useTexts } from '../../texts/catalogue.ts';

/** The decision made again from the journal, byte against byte, whenever the reader asks. */
export function Replay({ event }: { event: string }) {
  const t = useTexts().why;
  const replay = useMutation({
    mutationFn: (thorough: boolean) =>
      api.getReplay({ params: { id: event }, query: thorough ? { thorough: 'true' } : {} }),
  });
  const { data, error, isPending } = replay;
  return (
    <div className="replay">
      <p className="button-row">
        <button type="button" className="button" disabled={isPending} onClick={() => replay.mutate(false)}>
          {isPending ? t.working : t.replay}
        </button>
        {data !== undefined && !data.thorough && data.verdict !== 'not_replayable' && (
          <button
            type="button"
            className="button quiet"
            disabled={isPending}
            onClick={() => replay.mutate(true)}
          >
            {t.thorough}
          </button>
        )}
      </p>
      {data === undefined && <p className="small muted">{t.replayLead}</p>}
      {error !== null && <ErrorNote error={error} />}
      {data !== undefined && <Verdict view={data} />}
    </div>
  );
}

function Verdict({ view }: { view: ReplayView }) {
  const t = useTexts().why;
  const { verdict, sha256 } = view;
  const word = { identical: t.identical, different: t.different, not_replayable: t.notReplayable }[verdict];
  const tone = verdict === 'identical' ? 'calm' : verdict === 'different' ? 'signal' : 'ochre';
  return (
    <div role="status">
      <p>
        <Icon name={verdict === 'identical' ? 'check' : 'warning'} size={14} />{' '}
        <StateWord tone={tone}>{word}</StateWord>{' '}
        {view.because !== undefined && <span className="soft">{t.because[view.because]}</span>}
      </p>
      {verdict !== 'not_replayable' && (
        <p className="small muted">
          {t.read(view.entries_read)}
          {view.thorough && `, ${t.readAll}`}
          {view.entries_erased > 0 && `; ${t.erased(view.entries_erased)}`} · SHA-256{' '}
          <Hash value={sha256.stored} head={12} tail={8} what="SHA-256" />
          {sha256.made !== undefined && sha256.made !== sha256.stored && (
            <>
              {' '}
              ≠ <Hash value={sha256.made} head={12} tail={8} what="SHA-256" />
            </>
          )}
        </p>
      )}
      {view.differences.length > 0 && <Differences differences={view.differences} />}
    </div>
  );
}

function Differences({ differences }: { differences: ReplayView['differences'] }) {
  const t = useTexts().why;
  return (
    <div className="inside-scroll">
      <table className="inside-events">
        <thead>
          <tr>
            <th scope="col">{t.member}</th>
            <th scope="col">{t.stored}</th>
            <th scope="col">{t.made}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ path, stored, made }) => (
            <tr key={path}>
              <td className="mono small">{path}</td>
              <td className="mono small">{path.startsWith('/sealed') ? t.sealedMember : (stored ?? '—')}</td>
              <td className="mono small">{path.startsWith('/sealed') ? t.sealedMember : (made ?? '—')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
