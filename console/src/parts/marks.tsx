import type { Outcome as OutcomeCode, Severity } from '@atalaya/contract/decisions.ts';
import { useTexts } from '../texts/catalogue.ts';

/** Shape first, then the word, then colour: ● low, ◆ medium, ▲ high, ■ critical. */
const SHAPES: Readonly<Record<Severity, string>> = {
  low: 'M6 2.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z',
  medium: 'M6 1 11 6 6 11 1 6z',
  high: 'M6 1.2 11.4 10.6H.6z',
  critical: 'M1.5 1.5h9v9h-9z',
};

export function RiskShape({ level, size = 11 }: { level: Severity; size?: number }) {
  return (
    <svg
      className={`risk-shape risk-${level}`}
      width={size}
      height={size}
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      <path d={SHAPES[level]} fill="currentColor" />
    </svg>
  );
}

export function Risk({ level }: { level: Severity }) {
  const { words } = useTexts();
  return (
    <span className={`risk risk-${level}`}>
      <RiskShape level={level} />
      {words.severity[level]}
    </span>
  );
}

/** Allowed: open ring. Review: half. Hold: bars. Block: crossed ring. */
const OUTCOME_PATHS: Readonly<Record<OutcomeCode, string>> = {
  allow: 'M2.5 6.3 5 8.8l4.6-5.4',
  review: 'M6 1.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4zM6 3.6V6.4M6 8.2v.2',
  hold: 'M4 2.2v7.6M8 2.2v7.6',
  block: 'M6 1.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4zM3.2 3.2l5.6 5.6',
};

export function OutcomeShape({ value }: { value: OutcomeCode }) {
  return (
    <svg className="outcome-shape" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path
        d={OUTCOME_PATHS[value]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
    </svg>
  );
}

export function Outcome({ value }: { value: OutcomeCode }) {
  const { words } = useTexts();
  return (
    <span className={`outcome outcome-${value}`}>
      <OutcomeShape value={value} />
      {words.outcome[value]}
    </span>
  );
}

/** A word of state; `tone` only where the state itself asks for attention or says all is well. */
export function StateWord({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'signal' | 'ochre' | 'calm' | 'muted';
  children: string;
}) {
  return <span className={`state state-${tone}`}>{children}</span>;
}
