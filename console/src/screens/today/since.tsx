import type { Overview } from '@atalaya/contract/overview.ts';
import { useFormats } from '../../app/formats.tsx';
import { OUTCOMES } from '../../codes.ts';
import { Go } from '../../parts/go.tsx';
import { Outcome, OutcomeShape } from '../../parts/marks.tsx';
import { Sparkline } from '../../parts/sparkline.tsx';
import { Amount, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';

export function Since({ overview }: { overview: Overview }) {
  const t = useTexts().today;
  const f = useFormats();
  const { since_yesterday: since, by_hour } = overview;
  const bars = by_hour.map((hour) => ({
    label: f.clock(hour.hour),
    value: hour.events,
    marked: hour.flagged,
  }));
  const first = by_hour[0];
  const last = by_hour.at(-1);
  return (
    <>
      <p className="since-figures">
        <strong>{f.count(since.events)}</strong> {t.events(since.events)}
        <span>
          <strong>{f.dollars(since.value_usd)}</strong> USD {t.moved}
        </span>
      </p>
      <Sparkline bars={bars} height={64} label={t.byHour} />
      <p className="since-hours">
        <span>{first !== undefined && f.clock(first.hour)}</span>
        <span>{t.lastDay}</span>
        <span>{last !== undefined && f.clock(last.hour)}</span>
      </p>
      <table className="since-table">
        <tbody>
          {OUTCOMES.map((outcome) => (
            <tr key={outcome}>
              <th scope="row">
                <Go href={path.events({ outcome })}>
                  <Outcome value={outcome} />
                </Go>
              </th>
              <td className="num right">{f.count(since[outcome])}</td>
              <td className="num right muted">
                {since.events === 0 ? '—' : f.percent(since[outcome] / since.events)}
              </td>
            </tr>
          ))}
          {(
            [
              [t.alertsOpened, since.alerts_opened],
              [t.alertsCleared, since.alerts_cleared],
              [t.casesOpened, since.cases_opened],
              [t.reportsFiled, since.reports_filed],
            ] as const
          ).map(([name, n]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="num right">{f.count(n)}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The newest events as they are decided. */
export function Live({ overview }: { overview: Overview }) {
  const { words } = useTexts();
  return (
    <ol className="live">
      {overview.recent.map((row) => (
        <li key={row.id}>
          <Go href={path.event(row.id)} title={words.outcome[row.outcome]}>
            <span className={`outcome outcome-${row.outcome}`}>
              <OutcomeShape value={row.outcome} />
              <span className="visually-hidden">{words.outcome[row.outcome]}</span>
            </span>
            <Moment at={row.recorded_at} style="clock" />
            <span>{wordOf(words.eventType, row.type)}</span>
            <span className="clip muted">{row.customer_name ?? row.customer}</span>
            <span className="right">
              {row.amount !== undefined && <Amount amount={row.amount} asset={row.asset} />}
            </span>
          </Go>
        </li>
      ))}
    </ol>
  );
}
