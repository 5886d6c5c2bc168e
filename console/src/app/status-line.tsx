import { statusOf } from '../api/problem.ts';
import { useStatus } from '../api/queries.ts';
import { Go } from '../parts/go.tsx';
import { path } from '../paths.ts';
import { useTexts } from '../texts/catalogue.ts';
import { useFormats } from './formats.tsx';

/** The thin line at the foot of every screen: is it live, how fast, by which rules, on which lists, how well sealed. */
export function StatusLine({ onKeys }: { onKeys: () => void }) {
  const t = useTexts().frame;
  const f = useFormats();
  const { data, isError, error } = useStatus();
  const state = isError
    ? 'off'
    : data === undefined
      ? 'wait'
      : !data.live
        ? 'off'
        : data.behind > 500
          ? 'behind'
          : 'live';
  const words = {
    off: statusOf(error) === 0 ? t.status.unreachable : t.status.stopped,
    wait: '…',
    behind: t.status.behind(data?.behind ?? 0),
    live: t.status.live,
  }[state];
  return (
    <footer className="status-line">
      <span className={`pulse pulse-${state}`}>
        <i aria-hidden="true" />
        {words}
      </span>
      {data !== undefined && (
        <>
          <span>
            <b>{f.decimal(data.events_per_second, data.events_per_second < 10 ? 1 : 0)}</b>{' '}
            {t.status.perSecond}
          </span>
          <span>
            {t.status.p99} <b>{f.decimal(data.decision_p99_ms, data.decision_p99_ms < 10 ? 1 : 0)} ms</b>
          </span>
          <Go href={path.scenarios()} className="status-wide">
            {t.status.ruleSet(data.scenarios)} <b className="mono">{data.rule_set.slice(0, 8)}</b>
          </Go>
          <Go href={path.lists()} className={data.lists_stale > 0 ? 'status-warm' : ''}>
            {data.lists_stale > 0 ? `▲ ${t.status.listsStale(data.lists_stale)}` : t.status.listsFresh}
          </Go>
          <Go href={path.journal()}>
            {data.checkpoint === undefined ? (
              t.status.noCheckpoint
            ) : (
              <>
                {t.status.checkpoint(f.count(data.checkpoint.size))} <b>{f.clock(data.checkpoint.at)}</b>
              </>
            )}
          </Go>
        </>
      )}
      <span className="status-end">
        {t.status.zone} {f.zoneName}
        <button type="button" onClick={onKeys}>
          <kbd>?</kbd> {t.keysHelp}
        </button>
      </span>
    </footer>
  );
}
