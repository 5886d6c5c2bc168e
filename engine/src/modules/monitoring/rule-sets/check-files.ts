import type { ScenarioProblem } from '@atalaya/contract/rule-sets.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { isScalar, LineCounter, parseDocument } from 'yaml';
import { canonicalText } from '../../../kernel/canonical.ts';
import { type FailureDetail, isFailure } from '../../../kernel/failure.ts';
import { sha256Hex } from '../../../kernel/hash.ts';
import { runScenarioExamples } from '../examples.ts';
import { compileRuleSet } from '../rule-set.ts';
import type { ScenarioFile } from '../rules/source.ts';
import { readScenario, type Scenario } from '../scenario.ts';

/** What a set of scenario files amounts to. Plain data: it crosses threads. */
export interface CheckedFiles {
  readonly problems: readonly ScenarioProblem[];
  /** Of the rule-set they make; null while there are problems. */
  readonly version: string | null;
  /** Those that can be read. */
  readonly scenarios: readonly CheckedScenario[];
}

export interface CheckedScenario {
  readonly file: string;
  readonly id: string;
  readonly number: number;
  readonly title: Texts;
}

export interface ExampleOutcome {
  readonly name: string;
  readonly expect: 'fires' | 'silent';
  readonly passed: boolean;
  readonly line: number;
  readonly message: string;
}

export interface CheckedText {
  readonly scenario: Scenario | null;
  readonly problems: readonly ScenarioProblem[];
  readonly examples: readonly ExampleOutcome[];
}

/** Of file names and texts; comments count, so that what was read is what was agreed to. */
export const contentOf = (files: Iterable<{ readonly file: string; readonly sha256: string }>): string =>
  sha256Hex(canonicalText(Object.fromEntries([...files].map(({ file, sha256 }) => [file, sha256]))));

/** Checks scenario files and remembers texts it has seen: a save costs what changed. Never fails. */
export class FileChecker {
  readonly #seen = new Map<string, CheckedText>();

  /** One file alone: shape, types, bounds, texts, and its examples. */
  text(file: ScenarioFile): CheckedText {
    const key = `${file.path}\n${file.text}`;
    const known = this.#seen.get(key);
    if (known !== undefined) return known;
    const checked = checkText(file);
    if (this.#seen.size >= SEEN_MAX) this.#seen.clear();
    this.#seen.set(key, checked);
    return checked;
  }

  /** All together: also ids and numbers that two files claim. */
  files(files: readonly ScenarioFile[]): CheckedFiles {
    const checked = files.map((file) => ({ file, ...this.text(file) }));
    const problems = [
      ...checked.flatMap((one) => one.problems),
      ...claimedTwice(checked),
      ...(files.length === 0 ? [NOTHING_WATCHED] : []),
    ];
    const read = checked.flatMap(({ scenario }) => (scenario === null ? [] : [scenario]));
    return {
      problems,
      version: problems.length > 0 ? null : compileRuleSet(read).version,
      scenarios: read.map(({ path, shape }) => ({
        file: path,
        id: shape.id,
        number: shape.number,
        title: shape.title,
      })),
    };
  }
}

const SEEN_MAX = 2000;

const NOTHING_WATCHED: ScenarioProblem = {
  file: '',
  line: 1,
  column: 1,
  message: 'there is no scenario: nothing would be watched',
};

function checkText(file: ScenarioFile): CheckedText {
  try {
    const scenario = readScenario(file);
    const places = new Places(file);
    const examples = runScenarioExamples([file]).results.map(
      ({ example, expect, passed, message }, i): ExampleOutcome => ({
        name: example,
        expect,
        passed,
        line: places.of(['examples', i, 'name']).line,
        message,
      }),
    );
    const failed = examples.flatMap((one, i): ScenarioProblem[] =>
      one.passed
        ? []
        : [
            {
              file: file.path,
              ...places.of(['examples', i, 'name']),
              field: `examples.${i}`,
              message: `example "${one.name}": ${one.message}`,
            },
          ],
    );
    return { scenario, problems: failed, examples };
  } catch (error) {
    if (!isFailure(error) || error.code !== 'scenarios.invalid') throw error;
    return { scenario: null, problems: error.details.map((one) => problemOf(file.path, one)), examples: [] };
  }
}

const PLACE = /:(\d+):(\d+): /;

/** A detail of `scenarios.invalid`, whose message begins with `path:line:column: `. */
export function problemOf(path: string, { field, row, message }: FailureDetail): ScenarioProblem {
  const told = message.startsWith(path) ? message.slice(path.length) : message;
  const place = PLACE.exec(told);
  return {
    file: path,
    line: Number(place?.[1] ?? row ?? 1),
    column: Number(place?.[2] ?? 1),
    ...(field === undefined || field === '' ? {} : { field }),
    message: place === null ? told : told.slice(place.index + place[0].length),
  };
}

interface Read {
  readonly file: ScenarioFile;
  readonly scenario: Scenario | null;
}

function claimedTwice(read: readonly Read[]): ScenarioProblem[] {
  const taken = new Map<string, string>();
  return read.flatMap(({ file, scenario }) => {
    if (scenario === null) return [];
    const { id, number } = scenario.shape;
    return (['id', 'number'] as const).flatMap((field): ScenarioProblem[] => {
      const claim = `${field} ${field === 'id' ? id : number}`;
      const other = taken.get(claim);
      if (other === undefined) {
        taken.set(claim, file.path);
        return [];
      }
      const place = new Places(file).of([field]);
      return [{ file: file.path, ...place, field, message: `${claim} is taken by ${other}` }];
    });
  });
}

/** Where values stand in a YAML text. */
class Places {
  readonly #lines = new LineCounter();
  readonly #document: ReturnType<typeof parseDocument>;

  constructor(file: ScenarioFile) {
    this.#document = parseDocument(file.text, { lineCounter: this.#lines, merge: true });
  }

  of(path: readonly (string | number)[]): { line: number; column: number } {
    const node: unknown = this.#document.getIn(path, true);
    const { line, col } = this.#lines.linePos(isScalar(node) ? (node.range?.[0] ?? 0) : 0);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}
