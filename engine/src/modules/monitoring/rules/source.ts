import { type Document, isScalar, LineCounter, parseDocument } from 'yaml';
import { Failure, type FailureDetail } from '../../../kernel/failure.ts';

/** A scenario file as text. `path` is what messages name, e.g. `content/scenarios/031-structuring.yaml`. */
export interface ScenarioFile {
  readonly path: string;
  readonly text: string;
}

type Path = readonly (string | number)[];

/** A parsed YAML file that knows where each value stands, and gathers what is wrong with it. */
export class Source {
  readonly file: ScenarioFile;
  readonly problems: FailureDetail[] = [];
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;

  constructor(file: ScenarioFile) {
    this.file = file;
    this.#document = parseDocument(file.text, { lineCounter: this.#lines, merge: true });
    for (const error of this.#document.errors) {
      this.#report('', error.pos[0], error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? 'not YAML');
    }
  }

  get value(): unknown {
    return this.#document.toJS();
  }

  /** Something is wrong with the value at `path`, or with the nearest place that exists. */
  problem(path: Path, message: string): void {
    this.#report(path.join('.'), this.#offsetOf(path), message);
  }

  /** Something is wrong with a member's name rather than with its value. */
  problemAtName(path: Path, message: string): void {
    const holder = this.#document.getIn(path.slice(0, -1), true);
    const name = path.at(-1);
    let offset = this.#offsetOf(path);
    if (typeof holder === 'object' && holder !== null && 'items' in holder && Array.isArray(holder.items)) {
      const pair = holder.items.find((item) => isScalar(item?.key) && item.key.value === name);
      if (isScalar(pair?.key) && pair.key.range) offset = pair.key.range[0];
    }
    this.#report(path.join('.'), offset, message);
  }

  /** Something is wrong at a character of a text value (of an expression, say). */
  problemWithin(path: Path, character: number, message: string): void {
    this.#report(path.join('.'), this.#offsetWithin(path, character), message);
  }

  /** Failure: scenarios.invalid, with every problem found, when there is one. */
  refuse(): void {
    refuseProblems(this.problems);
  }

  #report(field: string, offset: number, message: string): void {
    const { line, col } = this.#lines.linePos(offset);
    this.problems.push({ field, row: line, message: `${this.file.path}:${line}:${col}: ${message}` });
  }

  #offsetOf(path: Path): number {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown =
        length === 0 ? this.#document.contents : this.#document.getIn(path.slice(0, length), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
        return Number(node.range[0]);
      }
    }
    return 0;
  }

  /**
   * The value of a block text has lost its indentation: the character is found again by counting what is not white
   * space, which YAML keeps.
   */
  #offsetWithin(path: Path, character: number): number {
    const node: unknown = this.#document.getIn(path, true);
    if (!isScalar(node) || !node.range || typeof node.value !== 'string') return this.#offsetOf(path);
    const [start, end] = node.range;
    const raw = this.file.text.slice(start, end);
    let i = /^[|>][^\n]*\n/.exec(raw)?.[0].length ?? (/^["']/.test(raw) ? 1 : 0);
    let rest = node.value.slice(0, character).replace(/\s/g, '').length;
    while (i < raw.length && (rest > 0 || /\s/.test(raw[i] ?? ''))) {
      if (!/\s/.test(raw[i] ?? '')) rest -= 1;
      i += 1;
    }
    return start + Math.min(i, raw.length);
  }
}

export function refuseProblems(problems: readonly FailureDetail[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  throw new Failure('caller', 'scenarios.invalid', `${first.message}${more}`, problems);
}
