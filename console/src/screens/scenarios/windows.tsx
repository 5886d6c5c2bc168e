import type { ScenarioView } from '@atalaya/contract/monitoring.ts';
import { Fragment } from 'react';
import { useWritten } from '../../parts/why/figures.ts';
import { FactName } from '../../parts/why/used-values.tsx';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { Cel } from './cel.tsx';

type Window = ScenarioView['aggregates'][number];

/** What each window measures, of which events, kept by what, within how long. */
export function Windows({ view }: { view: ScenarioView }) {
  const parameters = new Map(view.parameters.map((one) => [one.name, one]));
  return (
    <dl className="aggregates">
      {view.aggregates.map((window) => (
        <div key={window.name}>
          <dt>
            <code>{window.name}</code>
          </dt>
          <dd>
            <Sentence window={window} parameters={parameters} />
            {window.where !== undefined && (
              <Cel text={window.where} parameters={new Set(parameters.keys())} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Sentence({
  window,
  parameters,
}: {
  window: Window;
  parameters: ReadonlyMap<string, ScenarioView['parameters'][number]>;
}) {
  const t = useTexts();
  const w = t.scenarios.windowWords;
  const written = useWritten();
  const figure = (name: string): string => {
    const found = parameters.get(name);
    return found === undefined ? name : written(found.value, found.unit);
  };
  const more = [
    window.before === true ? w.before : undefined,
    window.status === undefined ? undefined : wordOf(w.status, window.status),
    ...window.others.map(({ name, parameter }) => `${wordOf(w.options, name)} ${figure(parameter)}`),
  ].filter((part) => part !== undefined);
  return (
    <span>
      {wordOf(w.measures, window.measure)}
      {window.of !== undefined && (
        <>
          {': '}
          <FactName name={window.of} />
        </>
      )}
      {' · '}
      {window.events.map((type) => wordOf(t.words.eventType, type)).join(', ')}
      {` · ${w.by} `}
      <Names of={window.key} />
      {` · ${w.within} `}
      <span title={`param.${window.within}`}>{figure(window.within)}</span>
      {more.length > 0 && ` · ${more.join(' · ')}`}
    </span>
  );
}

function Names({ of }: { of: readonly string[] }) {
  return of.map((name, i) => (
    <Fragment key={name}>
      {i > 0 && ' + '}
      <FactName name={name} />
    </Fragment>
  ));
}

/** Once per what: how often a person hears of the same. */
export function Suppression({ suppress }: { suppress: ScenarioView['suppress'] }) {
  const t = useTexts().scenarios;
  const written = useWritten();
  return (
    <>
      <Names of={suppress.per} />
      {` · ${t.windowWords.within} ${written(suppress.for, 'duration')}`}
    </>
  );
}
