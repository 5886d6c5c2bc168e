import type { EventView } from '@atalaya/contract/decisions.ts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { Go, useGo } from '../../parts/go.tsx';
import { OutcomeShape } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Facts, Page } from '../../parts/page.tsx';
import { Sentence } from '../../parts/sentence.tsx';
import { Amount, Hash, Kbd, Moment } from '../../parts/values.tsx';
import { Reasons } from '../../parts/why/reasons.tsx';
import { WhyNot } from '../../parts/why/why-not.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { EventFields } from './event-fields.tsx';
import { FactTable } from './fact-table.tsx';
import { HoldPanel } from './hold.tsx';
import { Replay } from './replay.tsx';
import './event.css';

export function EventPage() {
  const t = useTexts();
  const id = useParam('id');
  const back = { href: path.events(), text: t.events.title };
  const { data, error, refetch } = useQuery({
    queryKey: ['event', id],
    queryFn: ({ signal }) => api.getEvent({ params: { id } }, { signal }),
  });
  if (data === undefined)
    return (
      <Page title={t.events.title} back={back}>
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
      title={wordOf(t.words.eventType, data.event.type)}
      aside={<span className="mono">{data.event.id}</span>}
      back={back}
      className="event"
      actions={<SeeOnMap event={data.event} />}
    >
      <DecisionSentence view={data} />
      {data.decision.hold !== undefined && <HoldPanel hold={data.decision.hold} />}
      <Chain view={data} />
    </Page>
  );
}

/** The map of the address across, where the event went over a chain. */
function SeeOnMap({ event }: { event: EventView['event'] }) {
  const t = useTexts().events;
  const go = useGo();
  const { may } = useSession();
  const wallet = 'wallet' in event ? event.wallet : undefined;
  const href =
    wallet === undefined || !('asset' in event) || !may('screening:read')
      ? undefined
      : path.map({ network: wallet.network, asset: event.asset, address: wallet.address });
  useKeys(
    [{ keys: 'm', text: t.seeOnMap, group: 'screen', run: () => href !== undefined && go(href) }],
    href !== undefined,
  );
  if (href === undefined) return null;
  return (
    <Go className="button" href={href}>
      {t.seeOnMap} <Kbd>m</Kbd>
    </Go>
  );
}

/** The decision, said in one breath. */
function DecisionSentence({ view }: { view: EventView }) {
  const t = useTexts();
  const e = t.events;
  const { event, decision } = view;
  const customer = useQuery({
    queryKey: ['customer', view.customer_id],
    queryFn: () => api.getCustomer({ params: { id: view.customer_id } }),
    staleTime: 60_000,
    retry: false,
  });
  const address = 'wallet' in event ? event.wallet?.address : undefined;
  const direction = event.type === 'deposit' ? e.fromAddress : e.toAddress;
  const what = wordOf(t.words.eventThe, event.type);
  const n = decision.reasons.length;
  return (
    <p className="decision">
      <span className={`decision-mark outcome-${decision.decision}`}>
        <OutcomeShape value={decision.decision} />
      </span>
      <span>
        <Sentence
          text={e.decisionSentence}
          slots={{
            did: (
              <strong className={`did-${decision.decision}`}>{t.words.outcomeDid[decision.decision]}</strong>
            ),
            what:
              'amount' in event ? (
                <Sentence
                  text={e.withAmount}
                  slots={{
                    what,
                    amount: (
                      <strong>
                        <Amount amount={event.amount} asset={event.asset} />
                      </strong>
                    ),
                  }}
                />
              ) : (
                what
              ),
            who: (
              <Go href={path.customer(view.customer_id)}>{customer.data?.display_name ?? event.customer}</Go>
            ),
            to:
              address === undefined ? null : (
                <Sentence
                  text={direction}
                  slots={{ address: <Hash value={address} what={e.fields.wallet} /> }}
                />
              ),
            why: n === 0 ? e.becauseNone : e.because(n),
          }}
        />
      </span>
    </p>
  );
}

function Link({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section className="chain-link" aria-label={title}>
      <span className="chain-number" aria-hidden="true">
        {number}
      </span>
      <div>
        <h2>{title}</h2>
        {children}
      </div>
    </section>
  );
}

/** From what was found, back through the facts and versions, to the proof. */
function Chain({ view }: { view: EventView }) {
  const t = useTexts();
  const f = useFormats();
  const e = t.events;
  const { decision, event } = view;
  const latency = Date.parse(decision.decided_at) - Date.parse(view.recorded_at);
  return (
    <div className="chain">
      <Link number={1} title={e.chain.findings}>
        {decision.reasons.length === 0 ? (
          <p className="soft">
            {e.noFindings} {e.noFindingsText}
          </p>
        ) : (
          <Reasons items={decision.reasons.map((reason) => ({ reason }))} event={view.id} />
        )}
        {decision.customer_message !== undefined && (
          <div className="note-box">
            <p className="small muted">
              {e.message} · {e.messageHint}
            </p>
            <p>
              <q>{f.pick(decision.customer_message.texts)}</q>
            </p>
          </div>
        )}
      </Link>
      <Link number={2} title={t.why.title}>
        <WhyNot event={view.id} />
      </Link>
      <Link number={3} title={e.chain.facts}>
        <FactTable {...decision} />
      </Link>
      <Link number={4} title={e.chain.event}>
        <EventFields event={event} />
      </Link>
      <Link number={5} title={e.chain.versions}>
        <Facts
          items={[
            [e.ruleSet, <Hash key="r" value={decision.rule_set} head={16} tail={8} what={e.ruleSet} />],
            [e.occurredAt, f.exact(event.occurred_at)],
            [e.recordedAt, f.exact(view.recorded_at)],
            [
              e.decidedAt,
              <span key="d">
                {f.exact(decision.decided_at)}
                {latency > 0 && latency < 60_000 && <span className="muted"> · {f.count(latency)} ms</span>}
              </span>,
            ],
            [
              e.decisionId,
              <span key="i" className="mono">
                {decision.decision_id}
              </span>,
            ],
            [
              e.reference,
              <span key="e" className="mono">
                {event.id}
              </span>,
            ],
          ]}
        />
      </Link>
      <Link number={6} title={e.chain.proof}>
        <p className="soft">{e.proofText}</p>
        <p className="button-row">
          <Go className="button" href={path.entry(decision.journal)}>
            {e.seeProof}
          </Go>
          <span className="muted">
            {e.journalEntry} <span className="num">{f.count(decision.journal)}</span> ·{' '}
            <Moment at={decision.decided_at} />
          </span>
        </p>
        <Replay event={view.id} />
      </Link>
    </div>
  );
}
