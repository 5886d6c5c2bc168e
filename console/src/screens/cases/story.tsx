import type { StoryStep } from '@atalaya/contract/cases.ts';
import { useEffect, useRef } from 'react';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { Go, useGo } from '../../parts/go.tsx';
import { Icon, type IconName } from '../../parts/icons.tsx';
import { RiskShape } from '../../parts/marks.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';

const ICONS: Readonly<Record<StoryStep['kind'], IconName>> = {
  event: 'events',
  alert: 'alerts',
  note: 'note',
  attachment: 'file',
  assignment: 'customers',
  proposal: 'cases',
  decision: 'check',
  report: 'reports',
  hold: 'lock',
  customer: 'customers',
};

const hrefOf = (step: StoryStep): string =>
  step.kind === 'event'
    ? path.event(step.reference)
    : step.kind === 'alert'
      ? path.alert(step.reference)
      : path.entry(step.journal);

interface StoryProps {
  readonly steps: readonly StoryStep[];
  /** References of the steps that stand out. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (reference: string | undefined) => void;
  readonly at: string | undefined;
}

/** What happened, in order; machines quiet, people louder; j and k walk through it. */
export function Story({ steps, chosen, onChoose, at }: StoryProps) {
  const t = useTexts();
  const f = useFormats();
  const go = useGo();
  const list = useRef<HTMLOListElement>(null);
  const position = steps.findIndex(({ reference }) => reference === at);
  const move = (to: number): void => onChoose(steps[Math.max(0, Math.min(steps.length - 1, to))]?.reference);
  useKeys([
    { keys: 'j', text: t.frame.keyTexts.next, group: 'table', run: () => move(position + 1) },
    { keys: 'k', text: t.frame.keyTexts.previous, group: 'table', run: () => move(position - 1) },
    {
      keys: 'Enter',
      text: t.frame.keyTexts.open,
      group: 'table',
      run: () => {
        const step = steps[position];
        if (step !== undefined) go(hrefOf(step));
      },
    },
  ]);
  useEffect(() => {
    list.current?.querySelector('[data-first-chosen]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const first = steps.findIndex(({ reference }) => chosen.has(reference));
  return (
    <ol className={chosen.size > 0 ? 'story story-dim' : 'story'} ref={list}>
      {steps.map((step, index) => {
        const day = f.day(step.at);
        const before = steps[index - 1];
        const on = chosen.has(step.reference);
        return (
          <li key={`${step.journal} ${step.reference}`} data-first-chosen={index === first || undefined}>
            {(before === undefined || f.day(before.at) !== day) && <h3 className="story-day">{day}</h3>}
            <div className={`story-step story-${step.kind} ${on ? 'story-on' : ''}`}>
              <button
                type="button"
                className="story-mark"
                aria-pressed={on}
                aria-label={`${t.words.story[step.kind]}: ${f.pick(step.text)}`}
                onClick={() => onChoose(step.reference === at ? undefined : step.reference)}
              >
                {step.severity === undefined ? (
                  <Icon name={ICONS[step.kind]} size={13} />
                ) : (
                  <RiskShape level={step.severity} size={12} />
                )}
              </button>
              <div className="story-words">
                <p>
                  <time dateTime={step.at} title={f.exact(step.at)}>
                    {f.clock(step.at)}
                  </time>{' '}
                  <Go href={hrefOf(step)}>{t.words.story[step.kind]}</Go>
                  {step.actor_name !== undefined && <span> · {step.actor_name}</span>}
                </p>
                <p className="story-text">{f.pick(step.text)}</p>
              </div>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
