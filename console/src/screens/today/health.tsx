import type { Overview } from '@atalaya/contract/overview.ts';
import { useStatus } from '../../api/queries.ts';
import { useFormats, useNow } from '../../app/formats.tsx';
import { formatSpan, msUntil } from '../../format/times.ts';
import { Go } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';

export function Health({ overview }: { overview: Overview }) {
  const t = useTexts().today;
  const f = useFormats();
  const now = useNow();
  const { data } = useStatus();
  return (
    <>
      {data !== undefined && (
        <dl className="health">
          <div>
            <dt>{t.perSecond}</dt>
            <dd>{f.decimal(data.events_per_second, 1)}</dd>
          </div>
          <div>
            <dt>{t.p50}</dt>
            <dd>{f.decimal(data.decision_p50_ms, 1)} ms</dd>
          </div>
          <div>
            <dt>{t.p99}</dt>
            <dd>{f.decimal(data.decision_p99_ms, 1)} ms</dd>
          </div>
          <div>
            <dt>{t.ruleSet}</dt>
            <dd className="mono">
              <Go href={path.scenarios()}>{data.rule_set.slice(0, 10)}</Go>
            </dd>
          </div>
          <div>
            <dt>{t.entries}</dt>
            <dd>{f.count(data.journal_entries)}</dd>
          </div>
          <div>
            <dt>{t.sealed}</dt>
            <dd>
              <Go href={path.journal()}>
                {data.checkpoint === undefined ? t.noSeal : <Moment at={data.checkpoint.at} style="clock" />}
              </Go>
              {data.checkpoint !== undefined && (
                <span className="muted small block">{t.sealedOver(f.count(data.checkpoint.size))}</span>
              )}
            </dd>
          </div>
        </dl>
      )}
      <h3 className="health-lists">{t.lists}</h3>
      <dl className="health">
        {overview.lists.map((list) => (
          <div key={list.code}>
            <dt className="clip">
              <Go href={path.list(list.code)} title={list.name}>
                {list.issuer} · {list.code}
              </Go>
            </dt>
            <dd>
              {list.current === undefined ? (
                <StateWord tone="ochre">{`◆ ${t.listMissing}`}</StateWord>
              ) : list.stale ? (
                <StateWord tone="signal">{`▲ ${t.listStale}`}</StateWord>
              ) : (
                t.listAge(formatSpan(-msUntil(list.current.imported_at, now)))
              )}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
