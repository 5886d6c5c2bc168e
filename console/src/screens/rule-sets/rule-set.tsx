import type { RuleSetView } from '@atalaya/contract/rule-sets.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useFilter, useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Facts, Page, Section } from '../../parts/page.tsx';
import { Progress } from '../../parts/progress.tsx';
import { Hash, Moment } from '../../parts/values.tsx';
import { path, type RuleSetTab } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { Acts } from './acts.tsx';
import { Backtests } from './backtests.tsx';
import { Changes } from './changes.tsx';
import { Items } from './items.tsx';
import { NewDraft } from './new-draft.tsx';
import { Shadow } from './shadow.tsx';
import { RuleSetState } from './state.tsx';
import './rule-sets.css';

export const useRuleSet = (id: string) =>
  useQuery({
    queryKey: ['rule-set', id],
    queryFn: () => api.getRuleSet({ params: { id } }),
    refetchInterval: ({ state }) =>
      ['filling', 'catching_up'].includes(state.data?.going_live?.phase ?? '') ? 700 : 5_000,
  });

const TABS: readonly RuleSetTab[] = ['scenarios', 'changes', 'backtests', 'shadow', 'history'];

export function RuleSetPage() {
  const t = useTexts();
  const r = t.ruleSets;
  const id = useParam('id');
  const { may } = useSession();
  const tab = TABS.find((one) => one === useFilter(['tab']).tab) ?? 'scenarios';
  const { data, error, refetch } = useRuleSet(id);
  const [drafting, setDrafting] = useState(false);
  const back = { href: path.ruleSets(), text: r.title };
  if (data === undefined)
    return (
      <Page title={r.title} back={back}>
        {error === null ? (
          <Loading />
        ) : (
          <div className="section">
            <ErrorNote error={error} retry={() => void refetch()} />
          </div>
        )}
      </Page>
    );
  const shown = TABS.filter((one) => one !== 'shadow' || data.shadow_since !== undefined);
  return (
    <Page
      title={data.origin === 'shipped' ? r.shippedNote : data.note}
      aside={r.numbered(data.number)}
      back={back}
      lead={<Lead view={data} />}
      actions={
        <>
          <Acts view={data} />
          {!data.can.includes('edit') && may('monitoring:write') && (
            <button type="button" className="button" onClick={() => setDrafting(true)}>
              {r.draftFrom}
            </button>
          )}
        </>
      }
    >
      {data.going_live !== undefined && data.going_live.phase !== 'done' && <GoingLive view={data} />}
      <nav className="tabs" aria-label={r.title}>
        {shown.map((one) => (
          <Go key={one} href={path.ruleSet(id, one)} aria-current={one === tab ? 'page' : undefined}>
            {r.tabs[one]}
          </Go>
        ))}
      </nav>
      {tab === 'scenarios' && <Items view={data} />}
      {tab === 'changes' && <Changes id={id} live={data.state === 'live'} parent={data.parent} />}
      {tab === 'backtests' && <Backtests view={data} />}
      {tab === 'shadow' && data.shadow_since !== undefined && <Shadow id={id} />}
      {tab === 'history' && <History view={data} />}
      {drafting && <NewDraft from={id} onClose={() => setDrafting(false)} />}
    </Page>
  );
}

function Lead({ view }: { view: RuleSetView }) {
  const t = useTexts().ruleSets;
  return (
    <>
      <RuleSetState row={view} />
      <span className="soft">
        {view.origin === 'shipped' ? t.shipped : t.by(view.author_name ?? view.author)}
      </span>
      {view.live_since !== undefined && view.state === 'live' && (
        <span className="soft">
          {t.liveSince} <Moment at={view.live_since} />
        </span>
      )}
      {view.version !== undefined && (
        <span className="soft">
          {t.version} <Hash value={view.version} head={10} tail={4} what={t.version} />
        </span>
      )}
    </>
  );
}

function GoingLive({ view }: { view: RuleSetView }) {
  const t = useTexts().ruleSets;
  const f = useFormats();
  const going = view.going_live;
  if (going === undefined) return null;
  if (going.phase === 'failed')
    return (
      <div className="section narrow">
        <div className="note-box ochre" role="alert">
          <strong>▲ {t.goingFailed}</strong> <code>{going.failure}</code>
        </div>
      </div>
    );
  const share = going.events_total === 0 ? 1 : going.events_done / going.events_total;
  return (
    <div className="section narrow" role="status">
      <div className="import-progress">
        <span className="num">{f.percent(share)}</span>
        <Progress share={share} label={t.goingLive} />
        <span className="muted">{wordOf(t.phases, going.phase)}</span>
      </div>
      <p className="small muted">{t.goingLiveHint}</p>
    </div>
  );
}

function History({ view }: { view: RuleSetView }) {
  const t = useTexts();
  const r = t.ruleSets;
  const f = useFormats();
  return (
    <Section title={r.tabs.history}>
      <ol className="rule-history">
        {view.history.map((step) => (
          <li key={step.journal}>
            <Moment at={step.at} />
            <strong>{r.steps[step.action]}</strong>
            <span>
              {step.actor_name ?? step.actor}
              {step.file !== undefined && (
                <>
                  {' · '}
                  <code>{step.file}</code>
                </>
              )}
              {step.reason !== undefined && <span className="soft"> — {step.reason}</span>}
            </span>
            <Go href={path.entry(step.journal)} className="num muted">
              {f.count(step.journal)}
            </Go>
          </li>
        ))}
      </ol>
      <Facts
        items={[
          [r.content, <Hash key="c" value={view.content} head={16} tail={8} what="SHA-256" />],
          [r.checkedBy, view.checked_by_name ?? view.checked_by],
          [r.liveBy, view.live_by_name ?? view.live_by],
        ]}
      />
    </Section>
  );
}
