import { sayCode, type Vocabulary } from '@atalaya/contract/words.ts';
import { useFormats } from '../../app/formats.tsx';
import type { Figure } from '../../format/units.ts';
import { type Catalogue, useTexts, wordOf } from '../../texts/catalogue.ts';
import { useFigure } from './figures.ts';

/** What a fact is called in the reader's language, or its code where it is none of the dictionary. */
export function useFactName(): (code: string) => string {
  const { facts } = useTexts();
  return (code) => wordOf(facts.names, code);
}

const vocabularyOf = (
  { words, facts }: Catalogue,
  code: string,
): Readonly<Record<string, string>> | undefined =>
  ({
    ...facts.words,
    'event.type': words.eventType,
    'event.rail': { ...words.rail, none: '—' },
    'customer.kind': words.customerKind,
    'customer.risk': words.severity,
    'customer.occupation': words.occupation,
    'customer.purpose': words.purpose,
    'device.credential_change': words.credentialChange,
    'ip.anonymizer': words.anonymizer,
  })[code];

/** Lists of codes: facts with their vocabulary; those of a parameter may be of any. */
const LISTS: Readonly<Record<string, Vocabulary>> = { 'screening.tags': 'category', 'event.memo': 'memo' };

const COUNTRY = /(?:^jurisdiction\.code|country)$/;

/** A fact's value as people write it: words for codes, countries by name, figures with their unit. */
export function useFactValue(): (code: string, value: Figure, unit?: string) => string {
  const texts = useTexts();
  const f = useFormats();
  const figure = useFigure();
  return (code, value, unit) => {
    if (typeof value !== 'string' || value === '') return figure(value, unit);
    if (COUNTRY.test(code)) return f.country(value);
    const list = code.startsWith('param.') ? 'any' : LISTS[code];
    if (list !== undefined)
      return value
        .split(',')
        .map((item) => sayCode(item.trim(), list, f.language))
        .join(', ');
    const words = vocabularyOf(texts, code);
    return words === undefined ? figure(value, unit) : wordOf(words, value);
  };
}
