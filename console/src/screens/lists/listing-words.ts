import { type Formats, useFormats } from '../../app/formats.tsx';
import { type Catalogue, useTexts, wordOf } from '../../texts/catalogue.ts';

/** What lists say in codes, in the reader's words: kinds of parties and countries; identity numbers by their usual name. */
export interface ListingWords {
  kind(code: string): string;
  country(code: string): string;
  /** Short names (CURP, RFC) in capitals. */
  identifier(type: string): string;
  /** What a reason or a fact says, by what it is about. */
  value(about: string, text: string): string;
}

const SHORT_NAME = /^[a-z]{2,5}$/;

function wordsOf(t: Catalogue, f: Formats): ListingWords {
  const identifier = (type: string): string =>
    SHORT_NAME.test(type) ? type.toUpperCase() : type.replaceAll('_', ' ');
  const kind = (code: string): string => wordOf(t.lists.kinds, code);
  return {
    kind,
    country: f.country,
    identifier,
    value: (about, text) => {
      if (about === 'kind') return kind(text);
      if (about === 'country') return text.replace(/\b[A-Z]{2}\b/g, (code) => f.country(code));
      if (about === 'identifier')
        return text.replace(/(^| · )([a-z_]+)(?= )/g, (_, before, type) => `${before}${identifier(type)}`);
      return text;
    },
  };
}

export const useListingWords = (): ListingWords => wordsOf(useTexts(), useFormats());
