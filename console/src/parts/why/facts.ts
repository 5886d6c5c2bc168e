import { sayCode, vocabularyOf } from '@atalaya/contract/words.ts';
import { useFormats } from '../../app/formats.tsx';
import type { Figure } from '../../format/units.ts';
import { type Catalogue, useTexts, wordOf } from '../../texts/catalogue.ts';
import { useFigure } from './figures.ts';

/** What a fact is called in the reader's language, or its code where it is none of the dictionary. */
export function useFactName(): (code: string) => string {
  const { facts } = useTexts();
  return (code) => wordOf(facts.names, code);
}

const wordsOf = ({ words, facts }: Catalogue, code: string): Readonly<Record<string, string>> | undefined =>
  ({ ...facts.words, 'customer.kind': words.customerKind, 'customer.risk': words.severity })[code];

const COUNTRY = /(?:^jurisdiction\.code|country)$/;

/** A fact's value as people write it: words for codes, countries by name, figures with their unit. */
export function useFactValue(): (code: string, value: Figure, unit?: string) => string {
  const texts = useTexts();
  const f = useFormats();
  const figure = useFigure();
  return (code, value, unit) => {
    if (typeof value !== 'string' || value === '') return figure(value, unit);
    if (COUNTRY.test(code)) return f.country(value);
    const vocabulary = vocabularyOf(code);
    if (vocabulary !== undefined)
      return value
        .split(',')
        .map((item) => sayCode(item.trim(), vocabulary, f.language))
        .join(', ');
    const words = wordsOf(texts, code);
    return words === undefined ? figure(value, unit) : wordOf(words, value);
  };
}
