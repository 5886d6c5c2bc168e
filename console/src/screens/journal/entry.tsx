import type { EntryView } from '@atalaya/contract/journal.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { useParam } from '../../app/place.ts';
import { Go, useGo } from '../../parts/go.tsx';
import { Icon } from '../../parts/icons.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Facts, Page, Section } from '../../parts/page.tsx';
import { Hash, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { ProofPanel } from './proof-panel.tsx';
import './entry.css';

export function EntryPage() {
  const t = useTexts();
  const f = useFormats();
  const go = useGo();
  const number = Number(useParam('number'));
  const back = { href: path.journal(), text: t.journal.title };
  const { data, error, refetch } = useQuery({
    queryKey: ['entry', number],
    queryFn: ({ signal }) => api.getEntry({ params: { number } }, { signal }),
    refetchInterval: ({ state }) => (state.data?.sealed === false ? 4_000 : false),
  });
  useKeys([
    {
      keys: 'j',
      text: t.journal.previous,
      group: 'screen',
      run: () => go(path.entry(Math.max(1, number - 1))),
    },
    { keys: 'k', text: t.journal.next, group: 'screen', run: () => go(path.entry(number + 1)) },
  ]);
  return (
    <Page
      title={t.journal.entry(f.count(number))}
      aside={data !== undefined && <span className="mono">{data.type}</span>}
      back={back}
      actions={
        <>
          <Go
            className="button quiet"
            href={path.entry(Math.max(1, number - 1))}
            aria-label={t.journal.previous}
          >
            <Icon name="back" size={14} />
          </Go>
          <Go className="button quiet" href={path.entry(number + 1)} aria-label={t.journal.next}>
            <Icon name="chevron" size={14} />
          </Go>
        </>
      }
    >
      {data === undefined && error === null && <Loading />}
      {data === undefined && error !== null && (
        <div className="section">
          <ErrorNote error={error} retry={() => void refetch()} />
        </div>
      )}
      {data !== undefined && (
        <div className="entry-columns">
          <div>
            <EntryBody entry={data} />
          </div>
          <div className="side">
            <ProofPanel number={number} />
          </div>
        </div>
      )}
    </Page>
  );
}

/** The page of the thing an entry is about, by the prefix of its identifier. */
const PAGES: Readonly<Record<string, (id: string) => string>> = {
  cus: path.customer,
  evt: path.event,
  alr: path.alert,
  cas: (id) => path.case(id),
  rep: path.report,
};
const hrefOf = (subject: string): string | undefined => PAGES[subject.slice(0, 3)]?.(subject);

function pretty(bytes: string): string {
  try {
    return JSON.stringify(JSON.parse(bytes), null, 2);
  } catch {
    return bytes;
  }
}

function EntryBody({ entry }: { entry: EntryView }) {
  const t = useTexts();
  const j = t.journal;
  const [exact, setExact] = useState(false);
  const href = /^[a-z]{3}_/.test(entry.subject) ? hrefOf(entry.subject) : undefined;
  return (
    <>
      <Section title={j.what}>
        <Facts
          items={[
            [j.at, <Moment key="a" at={entry.at} />],
            [
              j.actor,
              <span key="w">
                {entry.actor_name} <span className="mono muted">{entry.actor}</span>
              </span>,
            ],
            [
              j.subject,
              href === undefined ? (
                <span key="s" className="mono">
                  {entry.subject}
                </span>
              ) : (
                <Go key="s" className="mono" href={href}>
                  {entry.subject}
                </Go>
              ),
            ],
            [j.leaf, <Hash key="l" value={entry.leaf_hash} head={16} tail={8} what={j.leaf} />],
            [
              j.columns.sealed,
              entry.sealed ? (
                <StateWord key="z" tone="calm">{`✓ ${j.sealed}`}</StateWord>
              ) : (
                <StateWord key="z" tone="muted">{`○ ${j.unsealed}`}</StateWord>
              ),
            ],
          ]}
        />
      </Section>
      <Section
        title={j.bytes}
        aside={
          <span className="segment">
            <button type="button" aria-pressed={!exact} onClick={() => setExact(false)}>
              {j.pretty}
            </button>
            <button type="button" aria-pressed={exact} onClick={() => setExact(true)}>
              {j.exact}
            </button>
          </span>
        }
      >
        <pre className={exact ? 'code bytes-exact' : 'code'}>{exact ? entry.bytes : pretty(entry.bytes)}</pre>
        <p className="small muted bytes-hint">{j.bytesHint}</p>
      </Section>
      {entry.personal.length > 0 && (
        <Section title={j.personal}>
          {entry.personal.map((box) => (
            <div key={box.person} className="personal">
              <p>
                <Icon name="lock" size={13} />{' '}
                <Go className="mono" href={path.customer(box.person)}>
                  {box.person}
                </Go>{' '}
                {box.readable && <span className="muted small">{j.personalReadable}</span>}
              </p>
              {box.readable ? (
                <pre className="code">{JSON.stringify(box.content, null, 2)}</pre>
              ) : (
                <p className="soft">{j.personalGone}</p>
              )}
            </div>
          ))}
        </Section>
      )}
    </>
  );
}
