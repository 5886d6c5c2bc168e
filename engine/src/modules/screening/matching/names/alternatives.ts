/** Two names in one field: `Name/Other Name`, `Name a.k.a. Other Name`. Issuers and exchanges write both. */
const SEPARATOR = /\s*\/\s*|\s+[\s(]*(?:a\.?k\.?a|f\.?k\.?a|alias)[.:]?\s+/i;
const LETTERS_MIN = 4;
const PARTS_MAX = 4;

const isName = (part: string): boolean => part.replace(/[^\p{L}]/gu, '').length >= LETTERS_MIN;

/** The text itself, then each name in it where there are several; `A/S` and `c/o` are no separators. */
export function alternativesOf(text: string): readonly string[] {
  if (!SEPARATOR.test(text)) return [text];
  const parts = text.split(SEPARATOR);
  return parts.length > 1 && parts.length <= PARTS_MAX && parts.every(isName) ? [text, ...parts] : [text];
}
