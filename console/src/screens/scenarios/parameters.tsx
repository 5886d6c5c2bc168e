import type { ScenarioView } from '@atalaya/contract/monitoring.ts';
import { useFormats } from '../../app/formats.tsx';
import { useWritten } from '../../parts/why/figures.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { placeBetween } from '../rule-sets/yaml-lines.ts';

type Parameter = ScenarioView['parameters'][number];

/** Each parameter with its bounds, where in them it stands, and what it is for some risks or countries. */
export function Parameters({ view }: { view: ScenarioView }) {
  const c = useTexts().scenarios.parameterColumns;
  const written = useWritten();
  return (
    <table className="plain-table parameters">
      <thead>
        <tr>
          <th scope="col">{c.name}</th>
          <th scope="col" className="right">
            {c.value}
          </th>
          <th scope="col">{c.range}</th>
        </tr>
      </thead>
      <tbody>
        {view.parameters.map((parameter) => (
          <tr key={parameter.name}>
            <td>
              <code>{parameter.name}</code>
            </td>
            <td className="right num strong nowrap">{written(parameter.value, parameter.unit)}</td>
            <td>
              <Bounds parameter={parameter} />
              {parameter.source !== undefined && <p className="small soft">{parameter.source}</p>}
              <Overrides parameter={parameter} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Bounds({ parameter: { value, unit, min, max } }: { parameter: Parameter }) {
  const written = useWritten();
  if (min === undefined || max === undefined) return null;
  const place = placeBetween(String(value), String(min), String(max));
  return (
    <span className="bounds">
      <span className="num muted small">{written(min, unit)}</span>
      {place !== undefined && (
        <span className="bounds-line" aria-hidden="true">
          <i style={{ left: `${place * 100}%` }} />
        </span>
      )}
      <span className="num muted small">{written(max, unit)}</span>
    </span>
  );
}

function Overrides({ parameter: { overrides, unit } }: { parameter: Parameter }) {
  const t = useTexts();
  const f = useFormats();
  const written = useWritten();
  if (overrides.length === 0) return null;
  const day = (instant: string): string => f.date(instant.slice(0, 10));
  return (
    <ul className="overrides small">
      {overrides.map(({ tier, jurisdiction, from, until, value, source }) => (
        <li key={`${tier} ${jurisdiction} ${from} ${until}`} title={source}>
          <span className="soft">
            {[
              tier === undefined
                ? undefined
                : t.why.forTier(wordOf(t.words.severity, tier).toLocaleLowerCase()),
              jurisdiction === undefined ? undefined : t.why.forJurisdiction(jurisdiction),
              from === undefined ? undefined : t.scenarios.fromDay(day(from)),
              until === undefined ? undefined : t.scenarios.untilDay(day(until)),
            ]
              .filter((part) => part !== undefined)
              .join(', ')}
          </span>{' '}
          <strong className="num">{written(value, unit)}</strong>
        </li>
      ))}
    </ul>
  );
}
