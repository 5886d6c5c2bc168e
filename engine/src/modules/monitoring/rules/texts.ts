import type { Language, Texts } from '@atalaya/contract/schema.ts';
import type { Path } from './cel.ts';
import type { Source } from './source.ts';

/** A text with figures: `{param.min_ops} operaciones por {window.total}`. Strings stand as they are. */
export type Template = readonly (string | { readonly figure: string })[];
export type Templates = Readonly<Record<Language, Template>>;

export const LANGUAGES: readonly Language[] = ['es', 'pt', 'en'];

const FIGURE = /\{([^{}]*)\}/g;

/** Reads a text in three languages; every figure must be one of `known`, and the same ones in each language. */
export function readTemplates(
  source: Source,
  path: Path,
  texts: Texts,
  known: (figure: string) => boolean,
): Templates {
  const read = (language: Language): Template => {
    const text = texts[language];
    const parts: (string | { figure: string })[] = [];
    let end = 0;
    for (const match of text.matchAll(FIGURE)) {
      const figure = match[1] ?? '';
      if (match.index > end) parts.push(text.slice(end, match.index));
      parts.push({ figure });
      end = match.index + match[0].length;
      if (!known(figure))
        source.problemWithin([...path, language], match.index, `no figure {${figure}} here`);
    }
    if (end < text.length) parts.push(text.slice(end));
    const stray = text.replace(FIGURE, '').search(/[{}]/);
    if (stray >= 0)
      source.problem([...path, language], 'a brace stands alone: figures are written {param.name}');
    return parts;
  };
  const templates: Templates = { es: read('es'), pt: read('pt'), en: read('en') };
  const figures = (language: Language) => figuresOf(templates[language]).sort().join();
  for (const language of LANGUAGES) {
    if (figures(language) !== figures('es')) {
      source.problem(
        [...path, language],
        `figures differ from the Spanish text: ${figures('es').replaceAll(',', ', ') || 'none'}`,
      );
    }
  }
  return templates;
}

/** Names of the figures of a text, each once. */
export const figuresOf = (template: Template): string[] => [
  ...new Set(template.flatMap((part) => (typeof part === 'string' ? [] : [part.figure]))),
];

export const fill = (template: Template, figure: (name: string) => string): string =>
  template.map((part) => (typeof part === 'string' ? part : figure(part.figure))).join('');

/** The text in all three languages; `figure` gives a name's value as a person of that language reads it. */
export const fillAll = (
  templates: Templates,
  figure: (name: string, language: Language) => string,
): Texts => ({
  es: fill(templates.es, (name) => figure(name, 'es')),
  pt: fill(templates.pt, (name) => figure(name, 'pt')),
  en: fill(templates.en, (name) => figure(name, 'en')),
});
