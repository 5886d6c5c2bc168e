/**
 * The few places of a scenario's text that the form changes, found by line: its text stays the one truth, with its
 * comments and its order. What is written in another way than usual is left to the text itself.
 */
export interface WrittenParameter {
  readonly name: string;
  /** As written: `60m`, `85`, `[cash, kiosk]`. */
  readonly value: string;
  readonly unit: string;
  readonly min?: string;
  readonly max?: string;
  /** Values of its own for a tier, a jurisdiction or a time; of those that apply, the last wins. */
  readonly overrides: readonly WrittenOverride[];
  readonly line: number;
}

/** Its members as written, in their order: `tier`, `jurisdiction`, `from`, `until`, `value`, `source`. */
export type WrittenOverride = Readonly<Record<string, string>>;

const HEAD = /^parameters:\s*$/;
const PARAMETER = /^ {2}([a-z][a-z0-9_]*):\s*\{(.*)\}\s*$/;
const VALUE = /((?:^|,|\{)\s*value:\s*)("[^"]*"|'[^']*'|\[[^\]]*\]|[^,}]+)/;

const memberOf = (text: string, name: string): string | undefined =>
  new RegExp(`(?:^|,)\\s*${name}:\\s*("[^"]*"|'[^']*'|\\[[^\\]]*\\]|[^,}\\]]+)`).exec(text)?.[1]?.trim();

const MEMBER = /([a-z]+):\s*("[^"]*"|'[^']*'|\[[^\]]*\]|[^,}]+)/g;
const OVERRIDES = /,?\s*overrides:\s*\[((?:\s*,?\s*\{[^{}]*\})*)\s*\]/;

const overridesIn = (members: string): WrittenOverride[] =>
  [...(OVERRIDES.exec(members)?.[1] ?? '').matchAll(/\{([^{}]*)\}/g)].map(([, item = '']) =>
    Object.fromEntries([...item.matchAll(MEMBER)].map(([, name = '', value = '']) => [name, value.trim()])),
  );

export function parametersOf(text: string): readonly WrittenParameter[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => HEAD.test(line));
  if (start < 0) return [];
  const found: WrittenParameter[] = [];
  for (let i = start + 1; i < lines.length && /^( |$|#)/.test(lines[i] ?? ''); i += 1) {
    const [, name, members = ''] = PARAMETER.exec(lines[i] ?? '') ?? [];
    const value = memberOf(members, 'value');
    if (name === undefined || value === undefined) continue;
    const own = members.replace(/overrides:.*$/, '');
    const [min, max] = [memberOf(own, 'min'), memberOf(own, 'max')];
    found.push({
      name,
      value,
      unit: memberOf(own, 'unit') ?? '',
      ...(min === undefined ? {} : { min }),
      ...(max === undefined ? {} : { max }),
      overrides: overridesIn(members),
      line: i + 1,
    });
  }
  return found;
}

/** A value as a person changes it: a list without its brackets. */
export const shownValue = (written: string): string =>
  written.startsWith('[') ? written.slice(1).replace(/\]$/, '') : written;

/** What was typed as it is written where `before` stood, without anything that would end it. */
export const typedValue = (before: string, typed: string): string =>
  before.startsWith('[') ? `[${typed.replaceAll(/[{}[\]\n]/g, '')}]` : typed.replaceAll(/[{}[\],\n]/g, '');

/** The text with another value of one parameter. */
export function withParameter(text: string, { line }: WrittenParameter, value: string): string {
  const lines = text.split('\n');
  const before = lines[line - 1] ?? '';
  lines[line - 1] = before.replace(VALUE, (_whole, head: string) => `${head.trimEnd()} ${value}`);
  return lines.join('\n');
}

/** The text with other values of its own for some; none takes the member away. */
export function withOverrides(
  text: string,
  { line }: WrittenParameter,
  overrides: readonly WrittenOverride[],
): string {
  const lines = text.split('\n');
  const written = (lines[line - 1] ?? '').replace(OVERRIDES, '').replace(/\s*\}\s*$/, '');
  const items = overrides.map(
    (one) =>
      `{ ${Object.entries(one)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', ')} }`,
  );
  lines[line - 1] = `${written}${items.length === 0 ? '' : `, overrides: [${items.join(', ')}]`} }`;
  return lines.join('\n');
}

/** The value of a member at the top of the file written on its own line. */
export const topMember = (text: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*(\\S.*)$`, 'm').exec(text)?.[1]?.trim();

export const withTopMember = (text: string, name: string, value: string): string =>
  text.replace(new RegExp(`^(${name}:[ \\t]*)\\S.*$`, 'm'), (_whole, head: string) => `${head}${value}`);

/** The text with another outcome; a hold needs its hours, and nothing else has any. */
export function withOutcome(text: string, outcome: string): string {
  const changed = withTopMember(text, 'outcome', outcome);
  if (outcome !== 'hold') return changed.replace(/^hold_hours:.*\n/m, '');
  if (topMember(text, 'hold_hours') !== undefined) return changed;
  return changed.replace(/^(outcome:.*\n)/m, '$1hold_hours: 24\n');
}

/** Parameters written over several lines: they are changed in the text. */
export function parametersInText(text: string): readonly string[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => HEAD.test(line));
  const end = lines.findIndex((line, i) => i > start && !/^( |$|#)/.test(line));
  if (start < 0) return [];
  const written = new Set(parametersOf(text).map(({ name }) => name));
  return lines
    .slice(start + 1, end < 0 ? undefined : end)
    .flatMap((line) => /^ {2}([a-z][a-z0-9_]*):/.exec(line)?.[1] ?? [])
    .filter((name) => !written.has(name));
}

const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;

/** A plain number, or a duration in seconds; undefined for every other way of writing. */
function sizeOf(written: string): number | undefined {
  const text = written.trim();
  if (text !== '' && Number.isFinite(Number(text))) return Number(text);
  const parts = text === '' ? null : DURATION.exec(text);
  if (parts === null) return undefined;
  const [, d = 0, h = 0, m = 0, s = 0] = parts;
  return ((Number(d) * 24 + Number(h)) * 60 + Number(m)) * 60 + Number(s);
}

/** Whether a figure stands outside its bounds; what cannot be compared here is left to the checks of the server. */
export function isOutside(value: string, min: string, max: string): boolean {
  const [size, low, high] = [value, min, max].map(sizeOf);
  if (size === undefined || low === undefined || high === undefined) return false;
  return size < low || size > high;
}

/** Where between its bounds a figure stands, 0 to 1; undefined where they cannot be compared. */
export function placeBetween(value: string, min: string, max: string): number | undefined {
  const [size, low, high] = [value, min, max].map(sizeOf);
  if (size === undefined || low === undefined || high === undefined || high <= low) return undefined;
  return Math.max(0, Math.min(1, (size - low) / (high - low)));
}
