import type { EventView } from '@atalaya/contract/decisions.ts';
import type { ReactNode } from 'react';
import { type Formats, useFormats } from '../../app/formats.tsx';
import { Go } from '../../parts/go.tsx';
import { Facts } from '../../parts/page.tsx';
import { Amount, Hash } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { type Catalogue, useTexts, wordOf } from '../../texts/catalogue.ts';

type Told = EventView['event'];
type Pair = readonly [name: string, value: ReactNode];

function movementPairs(event: Told, t: Catalogue): Pair[] {
  const l = t.events.fields;
  if (event.type === 'login')
    return [
      [l.outcome, event.outcome && wordOf(t.words.loginOutcome, event.outcome)],
      [
        l.credentialChange,
        event.credential_change && wordOf(t.words.credentialChange, event.credential_change),
      ],
    ];
  const pairs: Pair[] = [];
  if ('rail' in event) pairs.push([l.rail, wordOf(t.words.rail, event.rail)]);
  if ('side' in event) pairs.push([l.side, wordOf(t.events.sides, event.side)]);
  if ('quote_asset' in event)
    pairs.push([l.quote, <Amount key="q" amount={event.quote_amount} asset={event.quote_asset} />]);
  if (event.value !== undefined)
    pairs.push([l.value, <Amount key="v" amount={event.value.amount} asset={event.value.currency} />]);
  if ('fee' in event && event.fee !== undefined)
    pairs.push([l.fee, <Amount key="f" amount={event.fee.amount} asset={event.fee.currency} />]);
  if ('payment_method' in event) pairs.push([l.paymentMethod, event.payment_method]);
  if ('disputed' in event && event.disputed !== undefined)
    pairs.push([l.disputed, event.disputed ? t.parts.yes : t.parts.no]);
  if ('to_customer' in event)
    pairs.push([
      l.toCustomer,
      <Go key="t" className="mono" href={path.customer(event.to_customer)}>
        {event.to_customer}
      </Go>,
    ]);
  if ('counterparty_customer' in event && event.counterparty_customer !== undefined)
    pairs.push([
      l.counterpartyCustomer,
      <Go key="c" className="mono" href={path.customer(event.counterparty_customer)}>
        {event.counterparty_customer}
      </Go>,
    ]);
  return pairs;
}

function sidePairs(event: Told, t: Catalogue, f: Formats): Pair[] {
  const l = t.events.fields;
  const wallet = 'wallet' in event ? event.wallet : undefined;
  const other = 'counterparty' in event ? event.counterparty : undefined;
  return [
    [l.network, wallet?.network],
    [l.wallet, wallet && <Hash key="w" value={wallet.address} head={12} tail={8} what={l.wallet} />],
    [l.tx, wallet?.tx && <Hash key="x" value={wallet.tx} head={12} tail={8} what={l.tx} />],
    [l.tag, wallet?.tag],
    [l.counterparty, other?.name],
    [l.account, other?.account && <Hash key="a" value={other.account} head={8} tail={6} what={l.account} />],
    [l.bank, other?.bank],
    [l.country, other?.country && f.country(other.country)],
  ];
}

/** What the exchange told, member by member, in the words of the screen. */
export function EventFields({ event }: { event: Told }) {
  const t = useTexts();
  const f = useFormats();
  const l = t.events.fields;
  const origin = event.origin;
  return (
    <div className="event-fields">
      <Facts items={[...movementPairs(event, t), ...sidePairs(event, t, f)]} />
      <Facts
        items={[
          [
            l.device,
            origin?.device && (
              <span key="d" className="mono">
                {origin.device}
              </span>
            ),
          ],
          [
            l.ip,
            origin?.ip && (
              <span key="i" className="mono">
                {origin.ip}
              </span>
            ),
          ],
          [l.country, origin?.country && f.country(origin.country)],
          [l.anonymizer, origin?.anonymizer && wordOf(t.words.anonymizer, origin.anonymizer)],
          [
            l.ip_shared,
            origin?.ip_shared === undefined ? undefined : origin.ip_shared ? t.parts.yes : t.parts.no,
          ],
          [
            l.remote_access,
            origin?.remote_access === undefined ? undefined : origin.remote_access ? t.parts.yes : t.parts.no,
          ],
          [l.note, event.note],
        ]}
      />
    </div>
  );
}
