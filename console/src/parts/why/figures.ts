import { useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { type Figure, formatFigure, formatWritten } from '../../format/units.ts';
import { useTexts } from '../../texts/catalogue.ts';

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
