import type { TriedScenario } from '@atalaya/contract/rule-sets.ts';
import { problemIn } from '@atalaya/contract/scenario-problems.ts';
import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Section } from '../../parts/page.tsx';
import { Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { Figure } from './shadow.tsx';

const PAUSE_MS = 350;
const EVENTS = 20_000;

/** The text as it was a moment ago: asked again when one stops typing. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

export function useTry(text: string, file: string): UseQueryResult<TriedScenario> {
  const { may } = useSession();
  const settled = useSettled(text);
  return useQuery({
    queryKey: ['try', file, settled],
    queryFn: ({ signal }) => api.tryScenario({ body: { text: settled, file, events: EVENTS } }, { signal }),
    enabled: may('monitoring:write') && settled !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    retry: false,
  });
}

/** What is wrong, whether the examples hold, and what would have fired on the latest events. */
export function TryPane({
  tried,
  file,
  id,
}: {
  tried: UseQueryResult<TriedScenario>;
  file: string;
  id: string;
}) {
  const r = useTexts().ruleSets;
  const { data, error, isFetching } = tried;
  return (
    <aside className="try-pane" aria-label={r.tryTitle} aria-busy={isFetching}>
      {error !== null && (
        <div className="section">
          <ErrorNote error={error} retry={() => void tried.refetch()} />
        </div>
      )}
      {data === undefined ? (
        error === null && <p className="loading">{r.trying}</p>
      ) : (
        <>
          <Verdict data={data} file={file} id={id} />
          {data.problems.length === 0 && <OnEvents data={data} />}
        </>
      )}
    </aside>
  );
}

function Verdict({ data, file, id }: { data: TriedScenario; file: string; id: string }) {
  const r = useTexts().ruleSets;
  const { language } = useFormats();
  const failed = data.examples.filter((example) => !example.passed);
  return (
    <Section title={r.checks} aside={r.milliseconds(data.milliseconds)}>
      {data.problems.length === 0 ? (
        <StateWord tone="calm">{`✓ ${r.noProblems}`}</StateWord>
      ) : (
        <ul className="rule-problems">
          {data.problems.map((problem) => (
            <li key={`${problem.line} ${problem.column} ${problem.message}`}>
              <Go href={path.ruleSetScenario(id, file, problem.line)} className="mono small">
                {problem.line}:{problem.column}
              </Go>{' '}
              {problemIn(language, problem.message)}
            </li>
          ))}
        </ul>
      )}
      {data.examples.length > 0 && (
        <details open={failed.length > 0}>
          <summary>
            {failed.length === 0 ? (
              r.examplesPass(data.examples.length)
            ) : (
              <StateWord tone="signal">{`▲ ${r.examplesFail(failed.length, data.examples.length)}`}</StateWord>
            )}
          </summary>
          <ul className="tried-examples">
            {data.examples.map((example) => (
              <li key={`${example.line} ${example.name}`}>
                <span className={example.passed ? 'calm' : 'lost'}>{example.passed ? '✓' : '▲'}</span>{' '}
                {example.name} <span className="muted small">{r.expects[example.expect]}</span>
                {example.message !== undefined && (
                  <p className="small soft">{problemIn(language, example.message)}</p>
                )}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

function OnEvents({ data }: { data: TriedScenario }) {
  const t = useTexts();
  const r = t.ruleSets;
  const f = useFormats();
  return (
    <Section title={r.onEvents(f.count(data.events))}>
      <div className="figures">
        <Figure
          name={r.findings}
          value={f.count(data.findings)}
          note={data.live_findings === undefined ? undefined : r.liveFigure(f.count(data.live_findings))}
        />
        <Figure name={r.alertsName} value={f.count(data.alerts)} />
        <Figure name={r.customers} value={f.count(data.customers)} />
      </div>
      {data.hits.length === 0 ? (
        <p className="muted">{data.events === 0 ? r.noEvents : r.nothingFires}</p>
      ) : (
        <ul className="moved-examples">
          {data.hits.map((hit) => (
            <li key={hit.event_id}>
              <Moment at={hit.occurred_at} />
              <div>
                <Go href={path.event(hit.event_id)}>{wordOf(t.words.eventType, hit.type)}</Go>{' '}
                {hit.new_alert && <StateWord tone="signal">{`▲ ${r.newAlert}`}</StateWord>}
                <p className="soft">{f.pick(hit.reason.text)}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
