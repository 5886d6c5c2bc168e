import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { FACTS, NAMESPACES } from '../facts/dictionary.ts';
import { didYouMean } from './nearest.ts';
import type { Source } from './source.ts';

/** The language of conditions: CEL over the dictionary of facts, a scenario's windows and its parameters. */

export type Path = readonly (string | number)[];

/** CEL integers have 64 bits; beyond them is an error. */
function within64(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new RangeError('integer overflow');
  return value;
}

/** Our additions to the language, as the library runs them; code.ts has the compiled twins. Division is towards zero. */
const FUNCTIONS = {
  /** part / whole in basis points; not known when whole is not positive. */
  share: (part: bigint, whole: bigint): bigint => {
    if (whole <= 0n) throw new RangeError('share of nothing');
    return within64((part * 10_000n) / whole);
  },
  /** amount × ratio. */
  scaled: (amount: bigint, ratio: bigint): bigint => within64((amount * ratio) / 10_000n),
  overlaps: (left: readonly string[], right: readonly string[]): boolean =>
    left.some((item) => right.includes(item)),
} as const;

const base = new Environment({ limits: { maxAstNodes: 400, maxDepth: 24 } })
  .registerFunction('share(int, int): int', FUNCTIONS.share)
  .registerFunction('scaled(int, int): int', FUNCTIONS.scaled)
  .registerFunction('overlaps(list<string>, list<string>): bool', FUNCTIONS.overlaps);
for (const namespace of NAMESPACES) {
  const own = FACTS.filter((fact) => fact.name.startsWith(`${namespace}.`));
  const schema = Object.fromEntries(own.map((fact) => [fact.name.slice(namespace.length + 1), fact.type]));
  base.registerVariable({ name: namespace, schema });
}

/** The dictionary plus what one scenario declares. `windows`: their names; `parameters`: name to whether it is a list. */
export function scenarioEnvironment(
  windows: readonly string[],
  parameters: readonly { name: string; list: boolean }[],
): Environment {
  const environment = base.clone();
  if (windows.length > 0) {
    environment.registerVariable({
      name: 'window',
      schema: Object.fromEntries(windows.map((name) => [name, 'int'])),
    });
  }
  if (parameters.length > 0) {
    environment.registerVariable({
      name: 'param',
      schema: Object.fromEntries(parameters.map(({ name, list }) => [name, list ? 'list<string>' : 'int'])),
    });
  }
  return environment;
}

/**
 * Parses and type-checks a condition; problems go to the source, with line and column, and null comes back. `declared`:
 * `window.x` and `param.y` of the scenario, to help a typo along.
 */
export function parseCondition(
  environment: Environment,
  source: Source,
  path: Path,
  text: string,
  declared: readonly string[],
): ASTNode | null {
  const report = (error: CelError | undefined): void => {
    const at = error?.range?.start ?? 0;
    source.problemWithin(path, at, messageOf(error, text, declared));
  };
  try {
    const parsed = environment.parse(text);
    const { valid, type, error } = parsed.check();
    if (!valid) report(error);
    else if (type !== 'bool') source.problemWithin(path, 0, `a condition is true or false, this is ${type}`);
    else return parsed.ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    report(error);
  }
  return null;
}

interface CelError {
  readonly code: string;
  readonly summary: string;
  readonly range?: { readonly start: number } | undefined;
}

const KINDS: Readonly<Record<string, string>> = { window: 'window', param: 'parameter' };

/** What the library says; a name that does not exist with what may have been meant. */
function messageOf(error: CelError | undefined, text: string, declared: readonly string[]): string {
  if (error === undefined) return 'does not type-check';
  const [, key] = /^No such key: (.+)$/.exec(error.summary) ?? [];
  const [, space] = /([a-z]+)\s*\.\s*$/.exec(text.slice(0, error.range?.start)) ?? [];
  if (key === undefined || space === undefined) return error.summary;
  const name = `${space}.${key}`;
  return `no ${KINDS[space] ?? 'fact'} ${name}${didYouMean(name, declared)}`;
}
