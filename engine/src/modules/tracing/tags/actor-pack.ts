import { Document } from 'yaml';
import { readPackText } from './pack-yaml.ts';

/** Who is behind labels, as an ActorPack says. */
export interface ActorContent {
  readonly id: string;
  readonly label: string;
  readonly uri: string | null;
  readonly categories: readonly string[];
  /** ISO 3166-1 alpha-2. */
  readonly jurisdictions: readonly string[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const texts = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.map(text).filter((one) => one !== '')
    : text(value) === ''
      ? []
      : [text(value)];

/** A GraphSense ActorPack; an actor without an id is left out. Failure: tags.unparseable. */
export function readActorPack(content: string): {
  title: string;
  creator: string;
  actors: ActorContent[];
} {
  const { header, entries } = readPackText(content, 'actors');
  const actors = entries.flatMap(({ fields }) => {
    const id = text(fields.id);
    if (id === '') return [];
    return [
      {
        id,
        label: text(fields.label) || id,
        uri: text(fields.uri) || null,
        categories: texts(fields.categories ?? header.categories),
        jurisdictions: texts(fields.jurisdictions ?? header.jurisdictions),
      },
    ];
  });
  return { title: text(header.title), creator: text(header.creator), actors };
}

/** The same as an ActorPack that other tools read. */
export function writeActorPack(title: string, creator: string, actors: readonly ActorContent[]): string {
  const list = actors.map(({ uri, ...actor }) => ({ ...actor, ...(uri === null ? {} : { uri }) }));
  return new Document({ title, creator, actors: list }).toString();
}
