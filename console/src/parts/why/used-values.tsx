import type { Reason } from '@atalaya/contract/decisions.ts';
import { Fragment } from 'react';
import { useFormats } from '../../app/formats.tsx';
import { formatSpan } from '../../format/times.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { useFactName, useFactValue } from './facts.ts';
import { useFigure } from './figures.ts';

type Used = Reason['values'][number];

/** A fact by its name in the reader's language; its code, as rules write it, on hover. */
export function FactName({ name }: { name: string }) {
  const text = useFactName()(name);
  return text === name ? <DottedName name={name} /> : <span title={name}>{text}</span>;
}

/** A dotted name that may break after its dots and underscores only. */
export function DottedName({ name }: { name: string }) {
  return (
    <code>
      {name.split(/(?<=[._])/).map((piece, index) => (
        // The pieces of a name never move: their place is their key.
        <Fragment key={index}>
          {piece}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}

/** The values a scenario looked at: name, value, for a window its length, for a parameter its bounds. */
export function UsedValues({ values }: { values: readonly Used[] }) {
  const t = useTexts();
  const factValue = useFactValue();
  return (
    <table className="used-values">
      <tbody>
        {values.map((used) => (
          <tr key={`${used.kind} ${used.name}`} className={`used-${used.kind}`}>
            <th scope="row">
              {used.kind === 'fact' ? <FactName name={used.name} /> : <DottedName name={used.name} />}{' '}
              {used.kind === 'parameter' && (
                <span className="muted small">{t.words.valueKind.parameter}</span>
              )}
              <WindowSpan used={used} />
              <Setting used={used} />
            </th>
            <td
              className={`num right strong ${typeof used.value === 'string' || used.unit === 'instant' ? '' : 'nowrap'}`}
            >
              {factValue(used.name, used.value, used.unit)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WindowSpan({ used }: { used: Used }) {
  const t = useTexts();
  const f = useFormats();
  const { from, to } = used;
  if (from === undefined || to === undefined) return null;
  return (
    <span className="muted small" title={t.alerts.figuresWindow(f.exact(from), f.exact(to))}>
      {formatSpan(Date.parse(to) - Date.parse(from))}
    </span>
  );
}

/** Bounds within which a parameter may be set, and the tier or jurisdiction it was set apart for. */
function Setting({ used }: { used: Used }) {
  const t = useTexts();
  const figure = useFigure();
  const { min, max, tier, jurisdiction, unit } = used;
  if (used.kind !== 'parameter') return null;
  const parts = [
    min === undefined || max === undefined ? undefined : t.why.limits(figure(min, unit), figure(max, unit)),
    tier === undefined ? undefined : t.why.forTier(wordOf(t.words.severity, tier).toLocaleLowerCase()),
    jurisdiction === undefined ? undefined : t.why.forJurisdiction(jurisdiction),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? null : <span className="muted small used-setting">{parts.join(' · ')}</span>;
}
