import { useState } from 'react';
import { useFormats, useNow } from '../app/formats.tsx';
import { formatSpan, msUntil, urgencyOf } from '../format/times.ts';
import { shorten } from '../format/words.ts';
import { type Catalogue, useTexts } from '../texts/catalogue.ts';

/** The asset beside the number; the value at the time, in dollars, muted. */
export function Amount({
  amount,
  asset,
  usd,
}: {
  amount?: string | undefined;
  asset?: string | undefined;
  usd?: string | undefined;
}) {
  const f = useFormats();
  const t = useTexts();
  if (amount === undefined)
    return usd === undefined ? <span className="muted">—</span> : <Dollars value={usd} />;
  return (
    <span className="amount">
      <span className="num">{f.amount(amount, asset ?? '')}</span> <span className="asset">{asset}</span>
      {usd !== undefined && asset !== 'USD' && (
        <span className="usd num">{t.parts.approx(f.dollars(usd))}</span>
      )}
    </span>
  );
}

export function Dollars({ value }: { value?: string | undefined }) {
  const f = useFormats();
  if (value === undefined) return <span className="muted">—</span>;
  return (
    <span className="amount">
      <span className="num">{f.dollars(value)}</span> <span className="asset">USD</span>
    </span>
  );
}

/** A hash, address or identifier: shortened in the middle, whole on hover and to screen readers, copied on click. */
export function Hash({
  value,
  head = 6,
  tail = 4,
  what,
}: {
  value: string;
  head?: number;
  tail?: number;
  what?: string;
}) {
  const t = useTexts();
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(value);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_200);
  };
  return (
    <button
      type="button"
      className="hash mono"
      title={value}
      aria-label={`${t.parts.copyThis(what ?? '')} ${value}`}
      onClick={(event) => {
        event.preventDefault();
        event.stopPropagation();
        void copy();
      }}
    >
      {copied ? <span role="status">{t.parts.copied}</span> : shorten(value, head, tail)}
    </button>
  );
}

/** Date and time in the entity's zone; exact with seconds and zone on hover. */
export function Moment({ at, style = 'moment' }: { at: string; style?: 'moment' | 'clock' }) {
  const f = useFormats();
  return (
    <time className="num" dateTime={at} title={f.exact(at)}>
      {style === 'clock' ? f.clock(at) : f.moment(at)}
    </time>
  );
}

/** How long ago, renewed by itself. */
export function Age({ at }: { at: string }) {
  const f = useFormats();
  const now = useNow();
  return (
    <time className="num" dateTime={at} title={f.exact(at)}>
      {formatSpan(Math.max(0, -msUntil(at, now)))}
    </time>
  );
}

/** The article or rule of a deadline, in the reader's language where the record has it in another. */
export function basisText(basis: string, { dues }: Catalogue): string {
  const internal = /^política interna: (\d+) h$/.exec(basis);
  if (internal !== null) return dues.basis.internal(Number(internal[1]));
  if (basis.startsWith('LFPIORPI art. 17 XVI, 18')) return dues.basis.urgent;
  return basis.startsWith('Reglas de carácter general') ? dues.basis.rules : basis;
}

/** Time left, and the article the deadline comes from. Shape before colour: a clock, filled once it is overdue. */
export function Deadline({
  at,
  basis,
  short = false,
}: {
  at: string;
  basis?: string | undefined;
  short?: boolean;
}) {
  const f = useFormats();
  const t = useTexts();
  const ms = msUntil(at, useNow());
  const urgency = urgencyOf(ms);
  return (
    <span className={`deadline deadline-${urgency}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <circle cx="6" cy="6" r="4.6" className="deadline-face" />
        <path d="M6 3.4V6l1.8 1.3" className="deadline-hand" />
      </svg>
      <time className="num" dateTime={at} title={f.exact(at)}>
        {short
          ? `${ms < 0 ? '−' : ''}${formatSpan(ms)}`
          : ms < 0
            ? t.parts.overdue(formatSpan(ms))
            : t.parts.left(formatSpan(ms))}
      </time>
      {basis !== undefined && <span className="basis">{basisText(basis, t)}</span>}
    </span>
  );
}

export const Kbd = ({ children }: { children: string }) => <kbd>{children}</kbd>;
