import { type BacktestView, EVALUATIONS } from '@atalaya/contract/backtests.ts';
import type { RuleSetView } from '@atalaya/contract/rule-sets.ts';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { formatSpan } from '../../format/times.ts';
import { Field } from '../../parts/field.tsx';
import { Go, useGo } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Section } from '../../parts/page.tsx';
import { Progress } from '../../parts/progress.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';

export const isRunning = (state: BacktestView['state']): boolean =>
  state === 'waiting' || state === 'running';

const MARKS = {
  waiting: ['○', 'muted'],
  running: ['◐', 'plain'],
  done: ['✓', 'calm'],
  failed: ['▲', 'signal'],
  cancelled: ['–', 'muted'],
} as const;

export function BacktestState({ state }: { state: BacktestView['state'] }) {
  const t = useTexts().ruleSets;
  const [mark, tone] = MARKS[state];
  return <StateWord tone={tone}>{`${mark} ${t.backtestStates[state]}`}</StateWord>;
}

/** Backtests of a version, and the form that starts one against live. */
export function Backtests({ view }: { view: RuleSetView }) {
  const t = useTexts().ruleSets;
  const { may } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: ['backtests', view.id],
    queryFn: () => api.listBacktests({ query: { rule_set: view.id } }),
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => isRunning(one.state)) === true ? 1_000 : 10_000,
  });
  return (
    <>
      {may('monitoring:write') && view.problems === 0 && <StartBacktest view={view} />}
      {error !== null && data === undefined && (
        <div className="section">
          <ErrorNote error={error} retry={() => void refetch()} />
        </div>
      )}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && data.items.length === 0 && (
        <Empty title={t.noBacktests}>{view.problems === 0 ? t.noBacktestsText : t.noBacktestsYet}</Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <Section title={t.tabs.backtests}>
          <ul className="backtest-list">
            {data.items.map((one) => (
              <BacktestLine key={one.id} view={one} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function BacktestLine({ view }: { view: BacktestView }) {
  const t = useTexts().ruleSets;
  const f = useFormats();
  const share = view.events_total === 0 ? 0 : view.events_done / view.events_total;
  return (
    <li>
      <BacktestState state={view.state} />
      <Go href={path.backtest(view.id)}>
        {view.against_number === undefined
          ? t.backtestAlone
          : t.backtestAgainst(view.rule_set_number, view.against_number)}
      </Go>
      {isRunning(view.state) ? (
        <span className="import-progress">
          <Progress share={share} label={t.tabs.backtests} />
          <span className="muted num">
            {f.percent(share)} · {t.perSecond(f.count(view.events_per_second))}
            {view.seconds_left !== undefined && ` · ${formatSpan(view.seconds_left * 1000)}`}
          </span>
        </span>
      ) : (
        <span className="soft num">
          {t.eventsCount(view.events_total)}
          {view.gained !== undefined && view.lost !== undefined && (
            <>
              {' · '}
              <span className="gained">+{f.count(view.gained)}</span>{' '}
              <span className="lost">−{f.count(view.lost)}</span> {t.alerts}
            </>
          )}
        </span>
      )}
      <span className="muted">
        {view.started_by_name ?? view.started_by} · <Moment at={view.started_at} />
      </span>
    </li>
  );
}

const DAYS = [7, 30, 90, 365] as const;
const DAY_MS = 86_400_000;

function StartBacktest({ view }: { view: RuleSetView }) {
  const t = useTexts().ruleSets;
  const go = useGo();
  const { sending, error, send } = useSending();
  const [days, setDays] = useState('30');
  const [minutes, setMinutes] = useState('15');
  const hint = useId();
  const [evaluate, setEvaluate] = useState<BacktestView['evaluate']>('changed');
  const start = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    await send(async () => {
      const made = await api.startBacktest({
        body: {
          rule_set: view.id,
          ...(view.state === 'live' ? {} : { against: 'live' }),
          ...(days === 'all' ? {} : { from: new Date(Date.now() - Number(days) * DAY_MS).toISOString() }),
          minutes_per_alert: Number(minutes),
          evaluate,
        },
      });
      go(path.backtest(made.id));
    });
  };
  return (
    <Section title={t.startBacktest} aside={view.state === 'live' ? undefined : t.againstLive}>
      <form className="line-form" onSubmit={(event) => void start(event)}>
        <Field label={t.stretch} error={fieldErrorOf(error, 'from')}>
          <select value={days} onChange={(event) => setDays(event.target.value)}>
            {DAYS.map((one) => (
              <option key={one} value={String(one)}>
                {t.lastDays(one)}
              </option>
            ))}
            <option value="all">{t.everything}</option>
          </select>
        </Field>
        <Field label={t.minutesPerAlert} error={fieldErrorOf(error, 'minutes_per_alert')}>
          <input
            type="number"
            min={0.1}
            max={600}
            step="any"
            value={minutes}
            onChange={(event) => setMinutes(event.target.value)}
          />
        </Field>
        <Field label={t.evaluate}>
          <select
            value={evaluate}
            aria-describedby={hint}
            onChange={(event) =>
              setEvaluate(EVALUATIONS.find((one) => one === event.target.value) ?? 'changed')
            }
          >
            {EVALUATIONS.map((one) => (
              <option key={one} value={one}>
                {t.evaluateChoices[one]}
              </option>
            ))}
          </select>
        </Field>
        <button type="submit" className="button primary" disabled={sending || !(Number(minutes) > 0)}>
          {t.start}
        </button>
      </form>
      <p id={hint} className="field-note">
        {t.evaluateHints[evaluate]}
      </p>
      {error !== undefined && <ErrorNote error={error} writing />}
    </Section>
  );
}
