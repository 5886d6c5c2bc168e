import type { Reason } from '@atalaya/contract/decisions.ts';
import { useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { formatSpan } from '../../format/times.ts';
import { type Figure, formatFigure, formatWritten } from '../../format/units.ts';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { Go } from '../go.tsx';

type Used = Reason['values'][number];

/** A figure as people write it, in the reader's language, with the entity's currency and zone. */
export function useFigure(): (value: Figure, unit?: string) => string {
  const f = useFormats();
  const { words } = useTexts();
  const currency = useSession().entity?.currency ?? '';
  const context = { language: f.language, zone: f.zone, currency, words: words.unit };
  return (value, unit) => formatFigure(value, unit, context);
}

/** A parameter as its author wrote it, in the reader's language. */
export function useWritten(): (value: Figure, unit: string) => string {
  const f = useFormats();
  const { words } = useTexts();
  const currency = useSession().entity?.currency ?? '';
  return (value, unit) =>
    formatWritten(value, unit, { language: f.language, zone: f.zone, currency, words: words.unit });
}

/** The values a scenario looked at: name, value, and for a window its length and the events inside it. */
export function UsedValues({ values, events = true }: { values: readonly Used[]; events?: boolean }) {
  const t = useTexts();
  const f = useFormats();
  const figure = useFigure();
  return (
    <table className="used-values">
      <tbody>
        {values.map((used) => (
          <tr key={`${used.kind} ${used.name}`} className={`used-${used.kind}`}>
            <th scope="row">
              <code>{used.name}</code>
            </th>
            <td className="num right strong">{figure(used.value, used.unit)}</td>
            <td className="used-note muted small">
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
