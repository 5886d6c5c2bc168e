import type { Reason } from '@atalaya/contract/decisions.ts';
import { Fragment } from 'react';
import { useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { formatSpan } from '../../format/times.ts';
import { type Figure, formatFigure, formatWritten } from '../../format/units.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';

type Used = Reason['values'][number];

function useUnitContext() {
  const f = useFormats();
  const { words } = useTexts();
  const currency = useSession().entity?.currency ?? '';
  return { language: f.language, zone: f.zone, currency, words: words.unit };
}

/** A figure as people write it, in the reader's language, with the entity's currency and zone. */
export function useFigure(): (value: Figure, unit?: string) => string {
  const context = useUnitContext();
  return (value, unit) => (value === '' ? '—' : formatFigure(value, unit, context));
}

/** A parameter as its author wrote it, in the reader's language. */
export function useWritten(): (value: Figure, unit: string) => string {
  const context = useUnitContext();
  return (value, unit) => formatWritten(value, unit, context);
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
  const figure = useFigure();
  return (
    <table className="used-values">
      <tbody>
        {values.map((used) => (
          <tr key={`${used.kind} ${used.name}`} className={`used-${used.kind}`}>
            <th scope="row">
              <DottedName name={used.name} />{' '}
              {used.kind === 'parameter' && (
                <span className="muted small">{t.words.valueKind.parameter}</span>
              )}
              <WindowSpan used={used} />
              <Setting used={used} />
            </th>
            <td
              className={`num right strong ${typeof used.value === 'string' || used.unit === 'instant' ? '' : 'nowrap'}`}
            >
              {figure(used.value, used.unit)}
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
