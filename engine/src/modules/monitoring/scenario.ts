import type { ASTNode } from '@marcbachmann/cel-js';
import { Compile } from 'typebox/compile';
import { factAt, factSlot } from './facts/dictionary.ts';
import { parseFigure } from './facts/units.ts';
import { type Path, parseCondition, scenarioEnvironment } from './rules/cel.ts';
import { type Example, readExamples } from './rules/examples.ts';
import { type Parameter, ParameterProfiles, readParameter } from './rules/parameters.ts';
import { type ScenarioShape, ScenarioShape as Shape } from './rules/shape.ts';
import { refuseProblems, type ScenarioFile, Source } from './rules/source.ts';
import { figuresOf, readTemplates, type Templates } from './rules/texts.ts';
import { type Scope, translate } from './rules/translate.ts';
import { parametersOf, readWindow, type WindowDeclaration } from './rules/windows.ts';

/** A scenario that has passed every check that needs no other scenario. */
export interface Scenario {
  readonly path: string;
  readonly yaml: string;
  readonly shape: ScenarioShape;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly windows: readonly WindowDeclaration[];
  readonly when: ASTNode;
  readonly explanation: Templates;
  readonly reason: Templates;
  readonly suppressMs: number;
  readonly examples: readonly Example[];
}

const shapeCheck = Compile(Shape);

/**
 * Reads one scenario file and checks it against the dictionary of facts: shape, parameters within bounds, CEL syntax
 * and types, units, vocabulary, texts in three languages with the same figures, examples (one firing and two near
 * misses at least; the example runner says whether they come true).
 * Failure: scenarios.invalid, with one detail per problem naming file, line and column.
 */
export function readScenario(file: ScenarioFile): Scenario {
  const source = new Source(file);
  source.refuse();
  const { value } = source;
  if (!shapeCheck.Check(value)) {
    reportShape(source, value);
    source.refuse();
    throw new Error(`${file.path} has a shape that could not be explained`);
  }
  const scenario = readMeaning(source, value);
  source.refuse();
  if (scenario === null) throw new Error(`${file.path} was refused without a reason`);
  return scenario;
}

/** Reads many; problems of all files come together. Ids and numbers must be unique. */
export function readScenarios(files: readonly ScenarioFile[]): Scenario[] {
  const problems: Parameters<typeof refuseProblems>[0][number][] = [];
  const scenarios: Scenario[] = [];
  const seen = new Map<string, string>();
  for (const file of files) {
    const source = new Source(file);
    if (source.problems.length === 0) {
      const { value } = source;
      if (shapeCheck.Check(value)) {
        const scenario = readMeaning(source, value);
        if (scenario !== null) scenarios.push(scenario);
        for (const [name, text] of [
          ['id', value.id],
          ['number', `number ${value.number}`],
        ] as const) {
          const other = seen.get(text);
          if (other !== undefined) source.problem([name], `${text} is taken by ${other}`);
          seen.set(text, file.path);
        }
      } else reportShape(source, value);
    }
    problems.push(...source.problems);
  }
  refuseProblems(problems);
  return scenarios.sort((a, b) => a.shape.number - b.shape.number);
}

function reportShape(source: Source, value: unknown): void {
  const errors = shapeCheck.Errors(value);
  for (const error of errors) {
    const path = error.instancePath
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = path.at(-1) ?? 'the file';
    if (error.keyword === 'required') {
      for (const name of error.params.requiredProperties) source.problemAtName(path, `${name} is missing`);
    } else if (error.keyword === 'additionalProperties') {
      for (const name of error.params.additionalProperties) {
        source.problemAtName([...path, name], `unknown member ${name}`);
      }
    } else if (error.keyword === 'enum') {
      source.problem(path, `${last} must be one of ${error.params.allowedValues.join(', ')}`);
    } else if (error.keyword === 'anyOf') {
      source.problem(path, `${last} is of a kind that does not belong here`);
    } else if (error.keyword !== 'boolean' && !error.schemaPath.includes('/anyOf/')) {
      source.problem(path, `${last} ${error.message}`);
    }
  }
}

function readMeaning(source: Source, shape: ScenarioShape): Scenario | null {
  const parameters = new Map(
    Object.entries(shape.parameters).map(([name, given]) => [
      name,
      readParameter(source, ['parameters', name], name, given),
    ]),
  );
  const lists = [...parameters.values()].map(({ name, unit }) => ({ name, list: unit === 'text' }));
  const declared = Object.entries(shape.windows ?? {});
  const filters = scenarioEnvironment([], lists);
  const conditions = scenarioEnvironment(
    declared.map(([name]) => name),
    lists,
  );
  const figures = [...parameters.keys()].map((name) => `param.${name}`);
  const before = source.problems.length;
  const windows = declared.map(([name, window]) => {
    const path = ['windows', name];
    const where =
      window.where === undefined
        ? null
        : parseCondition(filters, source, [...path, 'where'], window.where, figures);
    return readWindow(source, path, name, window, where, parameters);
  });
  const spoken = [...declared.map(([name]) => `window.${name}`), ...figures];
  const when = parseCondition(conditions, source, ['when'], shape.when, spoken);
  const readable = source.problems.length === before;
  const isFigure = (name: string): boolean => {
    const [space, last = ''] = name.split('.');
    if (space === 'param') return parameters.has(last);
    if (space === 'window') return windows.some((window) => window.name === last);
    return factSlot(name) !== undefined;
  };
  const title = readTemplates(source, ['title'], shape.title, () => false);
  const explanation = readTemplates(
    source,
    ['explanation'],
    shape.explanation,
    (name) => name.startsWith('param.') && isFigure(name),
  );
  const reason = readTemplates(source, ['reason'], shape.reason, isFigure);
  const scenario = {
    path: source.file.path,
    yaml: source.file.text,
    shape,
    parameters,
    windows,
    when,
    explanation,
    reason,
    suppressMs: readSuppression(source, shape),
    examples: readExamples(source, shape),
  };
  checkExamples(source, shape);
  checkHold(source, shape);
  checkReport(source, shape, windows);
  // What cannot be read would make what it speaks of look unused, and of another unit.
  if (readable)
    checkUse(source, scenario, [
      ...figuresOf(title.es),
      ...figuresOf(explanation.es),
      ...figuresOf(reason.es),
      ...Object.values(shape.report ?? {}),
    ]);
  return when === null ? null : { ...scenario, when };
}

function readSuppression(source: Source, shape: ScenarioShape): number {
  shape.suppress.per.forEach((name, i) => {
    const slot = factSlot(name);
    if (slot === undefined || factAt(slot).type !== 'string') {
      source.problem(['suppress', 'per', i], `${name} is no text of the dictionary`);
    }
  });
  const ms = parseFigure(shape.suppress.for, 'duration');
  if (ms === null || ms <= 0) source.problem(['suppress', 'for'], 'a duration such as 24h or 7d');
  return ms ?? 0;
}

function checkHold(source: Source, shape: ScenarioShape): void {
  if ((shape.outcome === 'hold') === (shape.hold_hours !== undefined)) return;
  source.problemAtName(['outcome'], 'hold_hours goes with outcome hold, and hold needs it');
}

/** What a report is due for is told in local currency, and nothing is stopped for it. */
function checkReport(source: Source, { report, outcome }: ScenarioShape, windows: Scenario['windows']): void {
  if (report === undefined) return;
  for (const [name, figure] of Object.entries(report)) {
    const slot = factSlot(figure);
    const unit =
      slot === undefined ? windows.find((one) => `window.${one.name}` === figure)?.unit : factAt(slot).unit;
    if (unit !== 'local') source.problem(['report', name], `${figure} is no amount in local currency`);
  }
  if (outcome !== 'allow') source.problem(['outcome'], 'a duty to report stops nothing: outcome allow');
}

function checkExamples(source: Source, shape: ScenarioShape): void {
  const count = (expect: string) => shape.examples.filter((example) => example.expect === expect).length;
  if (count('fires') < 1) source.problem(['examples'], 'at least one example that fires is needed');
  if (count('silent') < 2)
    source.problem(['examples'], 'at least two near misses (expect: silent) are needed');
  shape.examples.forEach((example, i) => {
    const last = example.events.at(-1);
    if (last !== undefined && !shape.applies_to.includes(last.type)) {
      source.problem(
        ['examples', i, 'events', example.events.length - 1, 'type'],
        `the scenario does not apply to ${last.type}`,
      );
    }
  });
}

type Unfinished = Omit<Scenario, 'when'> & { readonly when: ASTNode | null };

/** Compiles every condition once for what it says about units and words, and reports what is declared and never used. */
function checkUse(source: Source, scenario: Unfinished, figures: readonly string[]): void {
  const used = new Set(figures);
  const profiles = new ParameterProfiles(scenario.parameters.values());
  const parameters = new Map(
    [...scenario.parameters].map(([name, parameter]) => [
      name,
      { unit: parameter.unit, table: profiles.table(parameter) },
    ]),
  );
  const slots = new Map(scenario.windows.map(({ name, unit }, slot) => [name, { slot, unit }]));
  const check = (node: ASTNode | null, path: Path, windows: Scope['windows']): void => {
    if (node === null) return;
    const scope: Scope = {
      windows,
      parameters,
      facts: new Set(),
      usedWindows: new Set(),
      usedParameters: new Set(),
      problem: (character, message) => source.problemWithin(path, character, message),
    };
    translate(node, scope);
    for (const name of scope.usedWindows) used.add(`window.${name}`);
    for (const name of scope.usedParameters) used.add(`param.${name}`);
  };
  check(scenario.when, ['when'], slots);
  for (const { name, shape, where } of scenario.windows) {
    check(where, ['windows', name, 'where'], null);
    for (const parameter of parametersOf(shape)) used.add(`param.${parameter}`);
  }
  for (const name of scenario.parameters.keys()) {
    if (!used.has(`param.${name}`))
      source.problemAtName(['parameters', name], `parameter ${name} is never used`);
  }
  for (const { name } of scenario.windows) {
    if (!used.has(`window.${name}`)) source.problemAtName(['windows', name], `window ${name} is never used`);
  }
}
