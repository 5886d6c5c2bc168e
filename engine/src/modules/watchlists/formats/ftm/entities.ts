/**
 * Entities of followthemoney JSON, flat: one JSON object per line (`entities.ftm.json`, `targets.nested.json`) or one
 * array. An entity is `{ id, schema, properties: { name: [values] } }`; a value that is an entity itself (nested form)
 * is taken out and replaced by its id. Source: the followthemoney model, https://followthemoney.tech.
 */
import type { OpenFile } from '../list-file.ts';
import { type Problems, unparseable } from '../problems.ts';

export interface FtmEntity {
  readonly id: string;
  readonly schema: string;
  readonly line: number;
  /** False where the file says that it is no target; undefined where it does not say. */
  readonly target?: boolean;
  readonly properties: Readonly<Record<string, readonly string[]>>;
}

/** An array stands in memory whole; larger sets come one entity per line. */
const ARRAY_CHARACTERS_MAX = 64 * 1024 * 1024;
const LINE_CHARACTERS_MAX = 8 * 1024 * 1024;
const DEPTH_MAX = 6;

interface Raw {
  readonly id?: unknown;
  readonly schema?: unknown;
  readonly target?: unknown;
  readonly properties?: unknown;
}

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null;

function flatten(raw: Raw, line: number, depth: number, found: FtmEntity[]): string | undefined {
  if (typeof raw.id !== 'string' || raw.id === '' || typeof raw.schema !== 'string') return undefined;
  if (!isObject(raw.properties) || depth > DEPTH_MAX) return undefined;
  const properties: Record<string, string[]> = {};
  for (const [name, values] of Object.entries(raw.properties)) {
    if (!Array.isArray(values)) continue;
    properties[name] = values.flatMap((value: unknown) => {
      if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
      return isObject(value) ? (flatten(value, line, depth + 1, found) ?? []) : [];
    });
  }
  const target = typeof raw.target === 'boolean' ? { target: raw.target } : {};
  found.push({ id: raw.id, schema: raw.schema, line, ...target, properties });
  return raw.id;
}

function parsed(text: string, place: { file: string; row: number }): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unparseable(place, 'not JSON: the file is cut off or of another format', error);
  }
}

async function* textLines(file: OpenFile): AsyncGenerator<{ text: string; line: number }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let line = 0;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      throw unparseable({ file: file.name, row: line + 1 }, 'not UTF-8', error);
    }
  };
  let isArray: boolean | undefined;
  for await (const chunk of file.chunks()) {
    rest += decode(chunk);
    isArray ??= rest.trimStart() === '' ? undefined : rest.trimStart().startsWith('[');
    if (rest.length > (isArray === true ? ARRAY_CHARACTERS_MAX : LINE_CHARACTERS_MAX))
      throw unparseable({ file: file.name, row: line + 1 }, 'too long: send one entity per line');
    if (isArray !== false) continue;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      yield { text, line };
    }
  }
  yield { text: rest + decode(), line: line + 1 };
}

/** Every entity of the file, the nested ones before those that hold them. Errors: `watchlists.unparseable` with its line. */
export async function ftmEntities(file: OpenFile, problems: Problems): Promise<FtmEntity[]> {
  const found: FtmEntity[] = [];
  for await (const { text, line } of textLines(file)) {
    if (text.trim() === '') continue;
    const value = parsed(text, { file: file.name, row: line });
    for (const raw of Array.isArray(value) ? value : [value])
      if (!isObject(raw) || flatten(raw, line, 0, found) === undefined)
        problems.quarantine(
          { file: file.name, row: line },
          'not_an_entity',
          'no id, schema or properties',
          JSON.stringify(raw),
        );
  }
  return found;
}
