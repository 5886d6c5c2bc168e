import type { ReleaseItem, ReleaseView } from '@atalaya/contract/releases.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { Outcome, StateWord } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Facts, Page, Section } from '../../parts/page.tsx';
import { Amount, Deadline, Kbd, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { type ReleaseAct, ReleaseDialog } from './release-dialog.tsx';
import { RELEASE_TONES } from './releases.tsx';
import './releases.css';

/** One customer: what was stopped, for what, and what is gone; two people decide. */
export function ReleasePage() {
  const t = useTexts().releases;
  const id = useParam('id');
  const { data, error, refetch } = useQuery({
    queryKey: ['release', id],
    queryFn: ({ signal }) => api.getRelease({ params: { id } }, { signal }),
    refetchInterval: 10_000,
  });
  const back = { href: path.releases({ state: 'open,proposed' }), text: t.title };
  if (data === undefined)
    return (
      <Page title={t.title} back={back}>
        {error === null ? (
          <Loading />
        ) : (
          <div className="section">
            <ErrorNote error={error} retry={() => void refetch()} />
          </div>
        )}
      </Page>
    );
  const { proposal } = data;
  const waits = data.state === 'open' || data.state === 'proposed';
  return (
    <Page
      title={t.one}
      back={back}
      actions={<Actions release={data} />}
      lead={
        <>
          <Go href={path.customer(data.customer_id)}>{data.customer_name ?? data.customer}</Go>
          <StateWord tone={RELEASE_TONES[data.state]}>{t.stateWords[data.state]}</StateWord>
          {waits && <Deadline at={data.due_at} />}
        </>
      }
    >
      {data.relationship !== undefined && <p className="note-box ochre release-note">{t.restrictionNote}</p>}
      {proposal !== undefined && (
        <p className="note-box release-note">
          {t.proposals[proposal.outcome](proposal.by_name ?? proposal.by)}{' '}
          {data.decided_by_name !== undefined && t.decidedBy(data.decided_by_name)}
        </p>
      )}
      <Section title={t.items} aside={t.operations(data.operations)}>
        {data.items.length === 0 ? <p className="soft">{t.noItems}</p> : <Items items={data.items} />}
      </Section>
      <Remarks release={data} />
    </Page>
  );
}

/** Each operation with the three things to judge it by: what stopped it, what is gone, what else was found. */
function Items({ items }: { items: readonly ReleaseItem[] }) {
  return (
    <ol className="release-items">
      {items.map((item) => (
        <Item key={item.event.id} item={item} />
      ))}
    </ol>
  );
}

function Item({
  item: { event, outcome, hold, ended, grounds, standing, returned_at },
}: {
  item: ReleaseItem;
}) {
  const t = useTexts();
  const f = useFormats();
  const c = t.releases.itemColumns;
  const titles = (scenarios: ReleaseItem['ended']) => (
    <ul>
      {scenarios.map(({ id, title }) => (
        <li key={id}>{f.pick(title)}</li>
      ))}
    </ul>
  );
  return (
    <li>
      <p className="release-event">
        <Go href={path.event(event.id)}>{wordOf(t.words.eventType, event.type)}</Go>
        <Moment at={event.occurred_at} />
        {event.amount !== undefined && <Amount amount={event.amount} asset={event.asset} />}
        <Outcome value={outcome} />
        {hold !== undefined && hold.state !== 'held' && (
          <StateWord tone="muted">{t.words.holdState[hold.state]}</StateWord>
        )}
        {returned_at !== undefined && <StateWord tone="ochre">{t.releases.returned}</StateWord>}
      </p>
      <Facts
        items={[
          [c.ended, titles(ended)],
          [
            c.grounds,
            <ul key="g">
              {grounds.map(({ kind, code, version, on }) => (
                <li key={`${kind} ${code}`}>
                  {t.releases.ground[kind](
                    code,
                    version === undefined ? '' : f.count(version),
                    on === undefined ? '' : f.date(on),
                  )}
                </li>
              ))}
            </ul>,
          ],
          [c.standing, standing.length > 0 && titles(standing)],
        ]}
      />
    </li>
  );
}

function Remarks({ release: { remarks } }: { release: ReleaseView }) {
  const t = useTexts().releases;
  if (remarks.length === 0) return null;
  return (
    <Section title={t.history}>
      <ol className="release-history">
        {remarks.map((remark) => (
          <li key={`${remark.at} ${remark.kind}`}>
            <Moment at={remark.at} /> <strong>{remark.author_name ?? remark.author}</strong>{' '}
            <span className="soft">{wordOf(t.remarkKinds, remark.kind)}</span>
            <p>{remark.text}</p>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Actions({ release }: { release: ReleaseView }) {
  const t = useTexts().releases;
  const { may, view } = useSession();
  const [act, setAct] = useState<ReleaseAct>();
  const proposes = release.state === 'open' && may('alerts:work');
  const decides =
    release.state === 'proposed' && may('decisions:resolve') && release.proposal?.by !== view.user.id;
  const acts: readonly (readonly [ReleaseAct, string])[] = [
    ...(proposes
      ? ([
          ['release', 'l'],
          ['keep', 'm'],
        ] as const)
      : []),
    ...(decides
      ? ([
          ['agree', 'a'],
          ['return', 'r'],
        ] as const)
      : []),
  ];
  useKeys(
    acts.map(([name, keys]) => ({
      keys,
      text: t.acts[name],
      group: 'screen' as const,
      run: () => setAct(name),
    })),
    acts.length > 0,
  );
  return (
    <>
      {release.state === 'proposed' && !decides && <span className="muted">{t.waitsForSecond}</span>}
      {acts.map(([name, key], index) => (
        <button
          key={name}
          type="button"
          className={index === 0 ? 'button primary' : 'button'}
          onClick={() => setAct(name)}
        >
          {t.acts[name]} <Kbd>{key}</Kbd>
        </button>
      ))}
      {act !== undefined && <ReleaseDialog release={release} act={act} onClose={() => setAct(undefined)} />}
    </>
  );
}
