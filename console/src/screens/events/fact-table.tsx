import type { Decision } from '@atalaya/contract/decisions.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { unitOfFact } from '../../format/units.ts';
import { Go } from '../../parts/go.tsx';
import { DottedName, useFigure } from '../../parts/why/used-values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';

/** A window of a scenario is recorded as `<number of the scenario>.<name>`. */
const WINDOW = /^(\d+)\.(.+)$/;

/** The facts a decision was made from: those of the event first, then the windows of the scenarios. */
export function FactTable({ facts, reasons }: Pick<Decision, 'facts' | 'reasons'>) {
  const figure = useFigure();
  const names = Object.keys(facts).sort();
  const units = new Map(
    reasons.flatMap(({ values }) => values.map(({ name, unit }) => [name, unit] as const)),
  );
  const windows = names.filter((name) => WINDOW.test(name));
  return (
    <>
      <dl className="fact-columns">
        {names
          .filter((name) => !WINDOW.test(name))
          .map((name) => (
            <div key={name}>
              <dt>
                <DottedName name={name} />
              </dt>
              <dd className="num">{figure(facts[name] ?? null, units.get(name) ?? unitOfFact(name))}</dd>
            </div>
          ))}
      </dl>
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
