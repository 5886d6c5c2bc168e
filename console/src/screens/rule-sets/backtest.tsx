import type { BacktestResult, BacktestSide, BacktestView } from '@atalaya/contract/backtests.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { formatSpan } from '../../format/times.ts';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Progress } from '../../parts/progress.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { BacktestState, isRunning } from './backtests.tsx';
import { Examples, MovedTable, SegmentTables } from './moved.tsx';
import { Figure } from './shadow.tsx';
import './rule-sets.css';

export function BacktestPage() {
  const t = useTexts().ruleSets;
  const id = useParam('id');
  const { data, error, refetch } = useQuery({
    queryKey: ['backtest', id],
    queryFn: () => api.getBacktest({ params: { id } }),
    refetchInterval: ({ state }) => (state.data !== undefined && isRunning(state.data.state) ? 700 : false),
  });
  if (data === undefined)
    return (
      <Page title={t.backtest} back={{ href: path.ruleSets(), text: t.title }}>
        {error === null ? (
          <Loading />
        ) : (
          <div className="section">
            <ErrorNote error={error} retry={() => void refetch()} />
          </div>
        )}
      </Page>
    );
  return (
    <Page
      title={
        data.against_number === undefined
          ? t.backtestOf(data.rule_set_number)
          : t.backtestAgainst(data.rule_set_number, data.against_number)
      }
      back={{ href: path.ruleSet(data.rule_set, 'backtests'), text: t.numbered(data.rule_set_number) }}
      lead={<Lead view={data} />}
    >
      {isRunning(data.state) && <Running view={data} />}
      {data.failure !== undefined && (
        <div className="section narrow">
          <div className="note-box ochre" role="alert">
            <strong>▲ {t.backtestStates.failed}</strong> <code>{data.failure}</code>
          </div>
        </div>
      )}
      {data.state === 'done' && <Result id={id} />}
    </Page>
  );
}

function Lead({ view }: { view: BacktestView }) {
  const t = useTexts().ruleSets;
  const f = useFormats();
  return (
    <>
      <BacktestState state={view.state} />
      <span className="soft">
        {view.from === undefined
          ? t.everything
          : `${f.date(view.from)} – ${f.date(view.to ?? view.started_at)}`}
      </span>
      <span className="soft">{t.eventsCount(view.events_total)}</span>
    </>
  );
}

function Running({ view }: { view: BacktestView }) {
  const t = useTexts();
  const r = t.ruleSets;
  const f = useFormats();
  const { may } = useSession();
  const { sending, error, send } = useSending();
  const share = view.events_total === 0 ? 0 : view.events_done / view.events_total;
  return (
    <div className="section narrow form">
      <div className="import-progress" role="status">
        <span className="num">{f.percent(share)}</span>
        <Progress share={share} label={r.backtest} />
        <span className="muted num">
          {r.perSecond(f.count(view.events_per_second))}
          {view.seconds_left !== undefined && ` · ${t.parts.left(formatSpan(view.seconds_left * 1000))}`}
        </span>
      </div>
      <p className="muted">{r.leave}</p>
      {error !== undefined && <ErrorNote error={error} writing />}
      {may('monitoring:write') && (
        <div className="button-row">
          <button
            type="button"
            className="button"
            disabled={sending}
            onClick={() => void send(() => api.cancelBacktest({ params: { id: view.id }, body: {} }))}
          >
            {r.stop}
          </button>
        </div>
      )}
    </div>
  );
}

function Result({ id }: { id: string }) {
  const t = useTexts().ruleSets;
  const f = useFormats();
  const { data, error, refetch } = useQuery({
    queryKey: ['backtest-result', id],
    queryFn: () => api.getBacktestResult({ params: { id } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data === undefined)
    return error === null ? (
      <Loading />
    ) : (
      <div className="section">
        <ErrorNote error={error} retry={() => void refetch()} />
      </div>
    );
  const { diff } = data;
  const moved = diff?.scenarios.filter((one) => one.alerts.gained + one.alerts.lost > 0) ?? [];
  return (
    <>
      <Figures result={data} />
      {data.evaluation?.unknown_versions !== undefined && (
        <div className="section narrow">
          <p className="muted">{t.unknownVersions(data.evaluation.unknown_versions)}</p>
        </div>
      )}
      {diff !== undefined && (
        <>
          <Section title={t.byScenario} aside={t.byScenarioHint}>
            {moved.length > 0 ? (
              <MovedTable
                head={t.scenario}
                rows={moved.map((one) => ({
                  key: one.scenario,
                  name: f.pick(one.title),
                  ...one.alerts,
                  hours: one.hours,
                }))}
              />
            ) : (
              <p className="muted">{t.nothingMoves}</p>
            )}
          </Section>
          {moved.length > 0 && (
            <>
              <Section title={t.bySegment}>
                <SegmentTables diff={diff} />
              </Section>
              <Section title={t.examples} aside={f.count(diff.examples.length)}>
                <Examples examples={diff.examples} />
              </Section>
            </>
          )}
        </>
      )}
      <Section title={t.allScenarios}>
        <SideTable side={data.side} />
      </Section>
    </>
  );
}

function Figures({ result }: { result: BacktestResult }) {
  const t = useTexts().ruleSets;
  const f = useFormats();
  const { side, against, diff } = result;
  const beside = (value: string | undefined) => (value === undefined ? undefined : t.liveFigure(value));
  const quality = side.quality;
  return (
    <div className="figures section">
      <Figure
        name={t.alertsName}
        value={f.count(side.alerts)}
        note={beside(against === undefined ? undefined : f.count(against.alerts))}
      />
      {diff !== undefined && (
        <Figure
          name={t.gainedLost}
          value={`+${f.count(diff.alerts.gained)} −${f.count(diff.alerts.lost)}`}
          note={t.keptCount(f.count(diff.alerts.kept))}
        />
      )}
      <Figure
        name={t.hoursName}
        value={f.count(Math.round(side.analyst_hours))}
        note={beside(against === undefined ? undefined : f.count(Math.round(against.analyst_hours)))}
      />
      <Figure
        name={t.precision}
        value={quality?.precision === undefined ? '—' : f.percent(quality.precision)}
        note={
          quality === undefined
            ? t.noLabels
            : beside(
                against?.quality?.precision === undefined ? undefined : f.percent(against.quality.precision),
              )
        }
      />
      <Figure
        name={t.recall}
        value={quality?.recall === undefined ? '—' : f.percent(quality.recall)}
        note={quality === undefined ? undefined : t.labelled(quality.labelled_customers)}
      />
      <Figure
        name={t.speed}
        value={t.perSecond(f.count(result.events_per_second))}
        note={formatSpan(result.seconds * 1000)}
      />
      {result.evaluation !== undefined && <Evaluated evaluation={result.evaluation} />}
    </div>
  );
}

/** How many scenarios were evaluated, and of how many the decisions told already what they find. */
function Evaluated({ evaluation }: { evaluation: NonNullable<BacktestResult['evaluation']> }) {
  const t = useTexts().ruleSets;
  const f = useFormats();
  const { mode, evaluated, recorded } = evaluation;
  return (
    <Figure
      name={t.evaluatedName}
      value={t.evaluatedCount(evaluated)}
      note={mode === 'all' ? t.evaluatedAll : t.recordedCount(f.count(recorded))}
    />
  );
}

/** What a version finds by scenario; those that find nothing are counted under the table. */
function SideTable({ side }: { side: BacktestSide }) {
  const t = useTexts().ruleSets;
  const f = useFormats();
  const found = side.scenarios.filter((one) => one.findings > 0);
  const silent = side.scenarios.length - found.length;
  const most = Math.max(1, ...side.scenarios.map(({ alerts }) => alerts));
  return (
    <>
      <table className="plain-table moved">
        <thead>
          <tr>
            <th scope="col">{t.scenario}</th>
            <th scope="col" className="right">
              {t.findings}
            </th>
            <th scope="col" className="right">
              {t.alertsName}
            </th>
            <th scope="col" className="moved-column">
              <span className="visually-hidden">{t.alertsName}</span>
            </th>
            <th scope="col" className="right">
              {t.customers}
            </th>
          </tr>
        </thead>
        <tbody>
          {found
            .sort((a, b) => b.alerts - a.alerts || b.findings - a.findings)
            .map((one) => (
              <tr key={one.scenario}>
                <td>{f.pick(one.title)}</td>
                <td className="right num soft">{f.count(one.findings)}</td>
                <td className="right num">{f.count(one.alerts)}</td>
                <td>
                  <span className="plain-bar" aria-hidden="true">
                    <i style={{ width: `${(one.alerts / most) * 100}%` }} />
                  </span>
                </td>
                <td className="right num soft">{f.count(one.customers)}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {silent > 0 && <p className="muted">{t.silentScenarios(silent)}</p>}
    </>
  );
}
