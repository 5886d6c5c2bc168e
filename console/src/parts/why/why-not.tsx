import type { NearMiss, WhyNotView } from '@atalaya/contract/explain.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { unitOfFact } from '../../format/units.ts';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { Go } from '../go.tsx';
import { Risk } from '../marks.tsx';
import { ErrorNote, Loading } from '../notes.tsx';
import { Kbd } from '../values.tsx';
import { useFactName, useFactValue } from './facts.ts';
import { FactName } from './used-values.tsx';
import { WindowContents } from './window-contents.tsx';

/** The nearest scenarios that did not fire; asked for by the reader, for the windows are rebuilt for it. */
export function WhyNot({ event }: { event: string }) {
  const t = useTexts().why;
  const [asked, setAsked] = useState(false);
  useKeys([{ keys: 'w', text: t.ask, group: 'screen', run: () => setAsked(true) }], !asked);
  const { data, error, refetch } = useQuery({
    queryKey: ['why-not', event],
    queryFn: ({ signal }) => api.getWhyNot({ params: { id: event }, query: { limit: 5 } }, { signal }),
    enabled: asked,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (!asked)
    return (
      <button type="button" className="button" onClick={() => setAsked(true)}>
        {t.ask} <Kbd>w</Kbd>
      </button>
    );
  if (error !== null) return <ErrorNote error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  return <Nearest view={data} />;
}

function Nearest({ view }: { view: WhyNotView }) {
  const t = useTexts().why;
  return (
    <>
      <p className="soft">
        {t.lead(view.silent)} {t.basis[view.basis]}
        {view.rule_set !== view.decided_by && ` ${t.otherRules}`}
      </p>
      <ol className="near-misses" aria-label={t.askAgain}>
        {view.nearest.map((miss) => (
          <Miss key={miss.scenario} miss={miss} event={view.event_id} />
        ))}
      </ol>
    </>
  );
}

const percent = (nearness: number): string => `${Math.floor(nearness / 100)} %`;

function Miss({ miss, event }: { miss: NearMiss; event: string }) {
  const t = useTexts().why;
  const f = useFormats();
  const windows = miss.conditions.some(({ values }) => values.some(({ kind }) => kind === 'aggregate'));
  return (
    <li className="near-miss">
      <div className="near-meter" title={t.nearnessHint}>
        <meter min={0} max={10_000} value={miss.nearness} aria-label={t.nearness}>
          {percent(miss.nearness)}
        </meter>
        <strong className="num">{percent(miss.nearness)}</strong>
      </div>
      <div>
        <p className="near-title">
          <Go href={path.scenario(miss.scenario)}>{f.pick(miss.title)}</Go> <Risk level={miss.severity} />
        </p>
        <ul className="conjuncts">
          {miss.conditions.map((condition) => (
            <Condition key={condition.text} condition={condition} />
          ))}
        </ul>
        <Ways miss={miss} />
        {windows && <WindowContents event={event} scenario={miss.scenario} />}
      </div>
    </li>
  );
}

function Condition({ condition }: { condition: NearMiss['conditions'][number] }) {
  const t = useTexts().why;
  const factName = useFactName();
  const factValue = useFactValue();
  const { met, text, nearness, unknown, values } = condition;
  const word = met === true ? t.met : met === false ? t.unmet : t.unknown;
  const shown = values.filter(({ value }) => value !== null && value !== '…');
  return (
    <li className={met === true ? 'conjunct met' : 'conjunct unmet'}>
      <span className="conjunct-mark" aria-hidden="true">
        {met === true ? '✓' : met === false ? '✗' : '?'}
      </span>
      <div>
        <code>{text}</code> <span className="visually-hidden">{word}</span>
        {met !== true && (
          <span className="muted small">
            {' '}
            {nearness > 0 && `${percent(nearness)} · `}
            {unknown.length > 0
              ? t.unknownOf(unknown.map(factName).join(', '))
              : shown
                  .map(({ name, value, unit }) => `${factName(name)} ${factValue(name, value, unit)}`)
                  .join(' · ')}
          </span>
        )}
      </div>
    </li>
  );
}

function Ways({ miss }: { miss: NearMiss }) {
  const t = useTexts().why;
  if (miss.together !== null)
    return (
      <p className="ways">
        <span className="muted small">{t.together}</span>
        {miss.together.map((change) => (
          <ChangeMark key={change.name} change={change} />
        ))}
      </p>
    );
  if (miss.changes.length === 0) return <p className="muted small">{t.noWay}</p>;
  return (
    <p className="ways">
      <span className="muted small">{t.enough}</span>
      {miss.changes.map((change, i) => (
        <span key={change.name}>
          {i > 0 && <span className="muted small">{t.or} </span>}
          <ChangeMark change={change} />
        </span>
      ))}
    </p>
  );
}

function ChangeMark({ change }: { change: NearMiss['changes'][number] }) {
  const t = useTexts().why;
  const factValue = useFactValue();
  const unit = change.kind === 'fact' ? (unitOfFact(change.name) ?? change.unit) : change.unit;
  const text = (value: typeof change.from): string =>
    value === null ? t.unknown : factValue(change.name, value, unit);
  return (
    <span className="change">
      <FactName name={change.name} /> <span className="num">{text(change.from)}</span> →{' '}
      <strong className="num">{text(change.to)}</strong>
    </span>
  );
}
