import type { Reason } from '@atalaya/contract/decisions.ts';
import { useFormats } from '../../app/formats.tsx';
import { formatSpan } from '../../format/times.ts';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { Go } from '../go.tsx';

type Used = Reason['values'][number];
export type PlainValue = Used['value'];

const UNITS_UNSAID = new Set(['count', 'ratio', 'boolean', 'text', 'duration', 'events', 'none', '']);

/** A value as people write it: numbers with separators, yes and no, a dash for what was not known. */
export function usePlainValue(): (value: PlainValue, unit?: string) => string {
  const f = useFormats();
  const { parts, words } = useTexts();
  return (value, unit) => {
    if (value === null) return '—';
    if (typeof value === 'boolean') return value ? parts.yes : parts.no;
    if (unit === 'ratio' && typeof value === 'number') return f.percent(value);
    const text = String(value);
    const shown = /^-?\d+(\.\d+)?$/.test(text) ? f.amount(text, unit ?? '') : text;
    return unit === undefined || UNITS_UNSAID.has(unit) ? shown : `${shown} ${wordOf(words.unit, unit)}`;
  };
}

/** The values a scenario looked at: name, value, and for a window its length and the events inside it. */
export function UsedValues({ values, events = true }: { values: readonly Used[]; events?: boolean }) {
  const t = useTexts();
  const f = useFormats();
  const plain = usePlainValue();
  return (
    <table className="used-values">
      <tbody>
        {values.map((used) => (
          <tr key={`${used.kind} ${used.name}`} className={`used-${used.kind}`}>
            <th scope="row">
              <code>{used.name}</code>
            </th>
            <td className="num right strong nowrap">{plain(used.value, used.unit)}</td>
            <td className="muted small">
              {t.words.valueKind[used.kind]}
              {used.from !== undefined && used.to !== undefined && (
                <span title={t.alerts.figuresWindow(f.exact(used.from), f.exact(used.to))}>
                  {' '}
                  {formatSpan(Date.parse(used.to) - Date.parse(used.from))}
                </span>
              )}
              {events && (used.events?.length ?? 0) > 0 && (
                <details className="inside">
                  <summary>{t.alerts.insideEvents(used.events?.length ?? 0)}</summary>
                  {used.events?.map((id) => (
                    <Go key={id} href={path.event(id)} className="mono">
                      {id}
                    </Go>
                  ))}
                </details>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
