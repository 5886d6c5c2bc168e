import type { ScenarioView } from '@atalaya/contract/monitoring.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { Outcome, Risk, StateWord } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Facts, Page, Section } from '../../parts/page.tsx';
import { Hash, Moment } from '../../parts/values.tsx';
import { useWritten } from '../../parts/why/figures.ts';
import { FactName } from '../../parts/why/used-values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { NewDraft } from '../rule-sets/new-draft.tsx';
import { Cel } from './cel.tsx';
import { Parameters } from './parameters.tsx';
import { Suppression, Windows } from './windows.tsx';
import './scenarios.css';

export function ScenarioPage() {
  const t = useTexts();
  const f = useFormats();
  const id = useParam('id');
  const back = { href: path.scenarios(), text: t.scenarios.title };
  const { data, error, refetch } = useQuery({
    queryKey: ['scenario', id],
    queryFn: () => api.getScenario({ params: { id } }),
  });
  if (data === undefined)
    return (
      <Page title={t.scenarios.title} back={back}>
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
      title={f.pick(data.title)}
      aside={<span className="mono">{data.id}</span>}
      back={back}
      lead={
        <>
          <Risk level={data.severity} />
          <Outcome value={data.outcome} />
          <span>{wordOf(t.scenarios.families, data.family)}</span>
        </>
      }
      actions={<Propose id={data.id} />}
    >
      <div className="scenario-columns">
        <Reading view={data} />
        <div className="side">
          <ScenarioFacts view={data} />
        </div>
      </div>
    </Page>
  );
}

/** A draft of the live version, opened at this scenario. */
function Propose({ id }: { id: string }) {
  const t = useTexts().scenarios;
  const { may } = useSession();
  const [drafting, setDrafting] = useState(false);
  const live = useQuery({
    queryKey: ['rule-set', 'live'],
    queryFn: () => api.getRuleSet({ params: { id: 'live' } }),
    enabled: may('monitoring:write'),
  });
  const file = live.data?.items.find((item) => item.id === id)?.file;
  if (file === undefined) return null;
  return (
    <>
      <button type="button" className="button" onClick={() => setDrafting(true)}>
        {t.propose}
      </button>
      {drafting && <NewDraft from="live" file={file} onClose={() => setDrafting(false)} />}
    </>
  );
}

function Reading({ view }: { view: ScenarioView }) {
  const t = useTexts().scenarios;
  const f = useFormats();
  const names = new Set(view.parameters.map(({ name }) => name));
  return (
    <div>
      <Section title={t.catches}>
        <p className="prose">{f.pick(view.explanation)}</p>
      </Section>
      <Section title={t.parameters}>
        {view.parameters.length === 0 ? (
          <p className="muted">{t.noParameters}</p>
        ) : (
          <Parameters view={view} />
        )}
      </Section>
      <Section title={t.condition} aside={t.conditionHint}>
        <Cel text={view.condition} parameters={names} />
      </Section>
      {view.aggregates.length > 0 && (
        <Section title={t.aggregates}>
          <Windows view={view} />
        </Section>
      )}
      <Section title={t.neededFacts} aside={t.neededFactsHint}>
        <ul className="needed-facts">
          {view.facts.map((name) => (
            <li key={name}>
              <FactName name={name} />
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t.examples}>
        <ul className="examples">
          {view.examples.map((example) => (
            <li key={example.name}>
              <StateWord tone={example.fires ? 'signal' : 'muted'}>
                {example.fires ? `▲ ${t.fires}` : `○ ${t.quiet}`}
              </StateWord>
              <span lang="en">{example.name}</span>
            </li>
          ))}
        </ul>
      </Section>
      <div className="section">
        <details>
          <summary>{t.yaml}</summary>
          <pre className="code yaml">{view.yaml}</pre>
        </details>
      </div>
    </div>
  );
}

function ScenarioFacts({ view }: { view: ScenarioView }) {
  const t = useTexts();
  const s = t.scenarios;
  const f = useFormats();
  const written = useWritten();
  return (
    <>
      <Section title={s.source}>
        {view.sources.length === 0 ? (
          <p className="soft">{s.noSource}</p>
        ) : (
          <ul className="sources">
            {view.sources.map((source) => (
              <li key={source}>{source}</li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={s.findings} aside={f.count(view.findings_30d)}>
        <Facts
          items={[
            [
              s.lastFired,
              view.last_fired_at === undefined ? s.never : <Moment key="l" at={view.last_fired_at} />,
            ],
            [s.once, <Suppression key="s" suppress={view.suppress} />],
            [
              s.holdFor,
              view.hold_hours === undefined ? undefined : written(`${view.hold_hours}h`, 'duration'),
            ],
            [s.duty, view.report ? s.dutyText : undefined],
            [s.applies, view.applies_to.map((type) => wordOf(t.words.eventType, type)).join(', ')],
            [s.columns.number, f.count(view.number)],
            [s.ruleSet, <Hash key="r" value={view.rule_set} head={8} tail={4} what={s.ruleSet} />],
          ]}
        />
        <p className="see-alerts">
          <Go className="button" href={path.alerts({ state: 'open', scenario: view.id })}>
            {s.seeAlerts}
          </Go>
        </p>
      </Section>
    </>
  );
}
