import type { Decision } from '@atalaya/contract/decisions.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { unitOfFact } from '../../format/units.ts';
import { Go } from '../../parts/go.tsx';
import { useFactValue } from '../../parts/why/facts.ts';
import { useFigure } from '../../parts/why/figures.ts';
import { FactName } from '../../parts/why/used-values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';

/** A window of a scenario is recorded as `<number of the scenario>.<name>`. */
const WINDOW = /^(\d+)\.(.+)$/;

/** The facts a decision was made from: those of the event first, then the windows of the scenarios. */
export function FactTable({ facts, reasons }: Pick<Decision, 'facts' | 'reasons'>) {
  const t = useTexts().facts;
  const factValue = useFactValue();
  const names = Object.keys(facts).sort();
  const units = new Map(
    reasons.flatMap(({ values }) => values.map(({ name, unit }) => [name, unit] as const)),
  );
  const windows = names.filter((name) => WINDOW.test(name));
  const own = names.filter((name) => !WINDOW.test(name));
  const unknown = own.filter((name) => (facts[name] ?? null) === null);
  return (
    <>
      <dl className="fact-columns">
        {own
          .filter((name) => (facts[name] ?? null) !== null)
          .map((name) => (
            <div key={name}>
              <dt>
                <FactName name={name} />
              </dt>
              <dd className="num">
                {factValue(name, facts[name] ?? null, units.get(name) ?? unitOfFact(name))}
              </dd>
            </div>
          ))}
      </dl>
      {unknown.length > 0 && (
        <details className="windows">
          <summary>{t.unknown(unknown.length)}</summary>
          <ul className="unknown-facts muted">
            {unknown.map((name) => (
              <li key={name}>
                <FactName name={name} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {windows.length > 0 && <Windows names={windows} facts={facts} reasons={reasons} />}
    </>
  );
}

function Windows({
  names,
  facts,
  reasons,
}: Pick<Decision, 'facts' | 'reasons'> & { names: readonly string[] }) {
  const t = useTexts().events;
  const f = useFormats();
  const figure = useFigure();
  const scenarios = useQuery({
    queryKey: ['scenarios'],
    queryFn: () => api.listScenarios(),
    staleTime: 60_000,
  });
  const byNumber = new Map(scenarios.data?.items.map((scenario) => [scenario.number, scenario]));
  return (
    <details className="windows">
      <summary>{t.windows(names.length)}</summary>
      <dl className="fact-columns">
        {names.map((name) => {
          const [, number = '', window = ''] = WINDOW.exec(name) ?? [];
          const scenario = byNumber.get(Number(number));
          const fired = reasons.find((reason) => reason.scenario === scenario?.id);
          const unit = fired?.values.find((value) => value.name === `window.${window}`)?.unit;
          return (
            <div key={name}>
              <dt>
                {scenario === undefined ? (
                  number
                ) : (
                  <Go href={path.scenario(scenario.id)}>{f.pick(scenario.title)}</Go>
                )}{' '}
                <code>{window}</code>
              </dt>
              <dd className="num">{figure(facts[name] ?? null, unit)}</dd>
            </div>
          );
        })}
      </dl>
      <p className="small muted">{t.windowsHint}</p>
    </details>
  );
}
