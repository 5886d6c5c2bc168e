/**
 * The verifier's own reading of canonical JSON (RFC 8785 with safe integers only), written from
 * docs/concepts/journal-format.md. It shares nothing with the writer.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [member: string]: Json };
export type JsonObject = { readonly [member: string]: Json };

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** UTF-16 code unit order, as RFC 8785 asks; the default comparison of JavaScript strings is just that. */
const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The canonical text of a JSON value. */
export function canonicalOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalOf).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort(byCodeUnits);
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalOf(value[name] ?? null)}`).join(',')}}`;
}

function onlySafeIntegers(value: Json): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values<Json>(value).every(onlySafeIntegers);
}

/** Whether members stand in canonical order at every level of a value that was read in the order of the text. */
function isOrdered(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isOrdered);
  let before: string | undefined;
  for (const [name, member] of Object.entries<Json>(value)) {
    if (before !== undefined && before >= name) return false;
    before = name;
    if (!isOrdered(member)) return false;
  }
  return true;
}

/** Most texts are written again by the runtime just as they came; then only the order is left to see. */
const isCanonical = (value: Json, text: string): boolean =>
  JSON.stringify(value) === text && isOrdered(value) ? true : canonicalOf(value) === text;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The value of canonical bytes, or why they are not canonical. The value read is written again and compared with what
 * came, so that a doubled member, another order, a space or an odd escape is seen.
 */
export function readCanonical(
  bytes: Uint8Array,
):
  | { readonly value: Json; readonly fault?: string }
  | { readonly value?: undefined; readonly fault: string } {
  let value: Json;
  let text: string;
  try {
    text = decoder.decode(bytes);
    value = JSON.parse(text);
  } catch {
    return { fault: 'the bytes are not JSON in UTF-8' };
  }
  if (!isCanonical(value, text)) return { value, fault: 'the bytes are not in canonical form' };
  if (!onlySafeIntegers(value)) return { value, fault: 'a number is not a safe integer' };
  if (!text.isWellFormed()) return { value, fault: 'the text holds a lone surrogate' };
  return { value };
}

const steps = new Map<string, readonly string[]>();

function stepsOf(pointer: string): readonly string[] {
  let known = steps.get(pointer);
  if (known === undefined) {
    known = pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    steps.set(pointer, known);
  }
  return known;
}

/** RFC 6901. A member that is not there is undefined. */
export function resolvePointer(root: Json | undefined, pointer: string): Json | undefined {
  let at: Json | undefined = root;
  for (const name of stepsOf(pointer)) {
    if (Array.isArray(at)) at = /^(0|[1-9]\d*)$/.test(name) ? at[Number(name)] : undefined;
    else if (isJsonObject(at)) at = Object.hasOwn(at, name) ? at[name] : undefined;
    else return undefined;
  }
  return at;
}
