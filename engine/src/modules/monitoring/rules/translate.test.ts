import { EvaluationError } from '@marcbachmann/cel-js';
import { describe, expect, test } from 'vitest';
import type { FactValue } from '../facts/definition.ts';
import { FACTS } from '../facts/dictionary.ts';
import { readScenarios } from '../scenario.ts';
import { readScenarioFiles } from '../testing/catalogue.ts';
import {
  condition,
  contextOf,
  randomValue,
  SPOKEN,
  seeded,
  valueNear,
  type World,
} from '../testing/conditions.ts';
import { scenarioEnvironment } from './cel.ts';
import type { Frame } from './code.ts';
import { ParameterProfiles } from './parameters.ts';
import { type Scope, translate } from './translate.ts';
import { testOf, treeOf } from './truth.ts';

type Parsed = ReturnType<ReturnType<typeof scenarioEnvironment>['parse']>;

/** What the library makes of it: an error is *not known*. */
function reference(parsed: Parsed, world: World): unknown {
  try {
    return parsed(contextOf(world));
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof RangeError) return null;
    throw error;
  }
}

const WINDOWS = ['a', 'b', 'n'];
const UNITS = { low: 'usd', high: 'usd', ratio: 'percent', words: 'text' } as const;

function frameOf(world: World, windows: readonly string[]): Frame {
  return {
    profile: 0,
    fact: (slot) => world.get(FACTS[slot]?.name ?? '') ?? null,
    window: (slot) => {
      const value = world.get(`window.${windows[slot]}`);
      return typeof value === 'number' ? value : null;
    },
  };
}

/** Comparisons made by the tests below; the last one holds their number against what was promised. */
let cases = 0;
const CASES_MIN = 100_000;
const CONDITIONS = 4000;
const WORLDS = 20;
const SHIPPED_WORLDS = 250;

describe('compiled conditions against the CEL library', () => {
  test('random conditions over random facts, unknown ones and 64-bit overflows included', {
    timeout: 120_000,
  }, () => {
    const draw = seeded(20260301);
    const parameters = Object.entries(UNITS).map(([name, unit]) => ({ name, list: unit === 'text' }));
    const environment = scenarioEnvironment(WINDOWS, parameters);
    const seen = new Map<unknown, number>();
    for (let n = 0; n < CONDITIONS; n += 1) {
      const text = condition(draw, 3);
      const parsed = environment.parse(text);
      expect(parsed.check(), text).toMatchObject({ valid: true, type: 'bool' });
      for (let m = 0; m < WORLDS; m += 1) {
        cases += 1;
        const world: World = new Map();
        for (const name of SPOKEN) world.set(name, randomValue(draw, name));
        for (const name of WINDOWS) world.set(`window.${name}`, randomValue(draw, `window.${name}`));
        for (const { name } of parameters) world.set(`param.${name}`, randomValue(draw, `param.${name}`));
        const scope: Scope = {
          windows: new Map(
            WINDOWS.map((name, slot) => [name, { slot, unit: name === 'n' ? 'count' : 'usd' }]),
          ),
          parameters: new Map(
            Object.entries(UNITS).map(([name, unit]) => {
              const value: FactValue = world.get(`param.${name}`) ?? null;
              if (typeof value !== 'number' && !Array.isArray(value)) throw new Error(`no parameter ${name}`);
              return [name, { unit, table: [value] }];
            }),
          ),
          facts: new Set(),
          usedWindows: new Set(),
          usedParameters: new Set(),
          problem: (_, message) => {
            throw new Error(`${text}: ${message}`);
          },
        };
        const frame = frameOf(world, WINDOWS);
        const ours = translate(parsed.ast, scope)(frame);
        const theirs = reference(parsed, world);
        const holds = testOf(treeOf(parsed.ast, scope))(frame);
        if (holds !== (theirs === true)) expect({ text, world: [...world], holds }).toBe(theirs);
        if (ours !== theirs)
          expect({ text, world: [...world], ours }).toEqual({ text, world: [...world], ours: theirs });
        seen.set(ours, (seen.get(ours) ?? 0) + 1);
      }
    }
    // The comparison says something only when all three answers are common.
    for (const answer of [true, false, null]) expect(seen.get(answer) ?? 0).toBeGreaterThan(2500);
  });

  test.each([
    ['event.value_usd + 1 + 1 > event.value_usd + 1'],
    ['event.value_usd + event.value_usd - event.value_usd == event.value_usd'],
    ['event.value_usd * window.n - event.value_usd * window.n + 1 == 1'],
    ['event.value_usd * window.n % event.value_usd == 0'],
    ['event.value_usd * window.n * window.n * window.n * window.n > 0'],
    ['scaled(event.value_usd * window.n, param.ratio) > event.value_usd'],
    ['share(event.value_usd * window.n, event.value_usd) > param.ratio'],
    ['-event.value_usd - event.value_usd - 1 < -event.value_usd - event.value_usd'],
  ])('beyond 2^53: %s', (text) => {
    const parsed = scenarioEnvironment(['n'], [{ name: 'ratio', list: false }]).parse(text);
    expect(parsed.check().valid).toBe(true);
    const world: World = new Map([
      ['event.value_usd', Number.MAX_SAFE_INTEGER],
      ['window.n', 3001],
      ['param.ratio', 9999],
    ]);
    const code = translate(parsed.ast, {
      windows: new Map([['n', { slot: 0, unit: 'count' }]]),
      parameters: new Map([['ratio', { unit: 'percent', table: [9999] }]]),
      facts: new Set(),
      usedWindows: new Set(),
      usedParameters: new Set(),
      problem: (_, message) => {
        throw new Error(message);
      },
    });
    expect(code(frameOf(world, ['n']))).toBe(reference(parsed, world));
  });

  test('every condition and filter of the catalogue, over facts about its figures', {
    timeout: 120_000,
  }, () => {
    const draw = seeded(7);
    const answers = new Map<string, Set<unknown>>();
    for (const scenario of readScenarios(readScenarioFiles())) {
      const windows = scenario.windows.map((window) => window.name);
      const profiles = new ParameterProfiles(scenario.parameters.values());
      const lists = [...scenario.parameters.values()].map(({ name, unit }) => ({
        name,
        list: unit === 'text',
      }));
      const environment = scenarioEnvironment(windows, lists);
      const scope: Scope = {
        windows: new Map(scenario.windows.map(({ name, unit }, slot) => [name, { slot, unit }])),
        parameters: new Map(
          [...scenario.parameters].map(([name, parameter]) => [
            name,
            { unit: parameter.unit, table: profiles.table(parameter) },
          ]),
        ),
        facts: new Set(),
        usedWindows: new Set(),
        usedParameters: new Set(),
        problem: (_, message) => {
          throw new Error(message);
        },
      };
      const texts = [scenario.shape.when, ...scenario.windows.flatMap((window) => window.shape.where ?? [])];
      for (const text of texts) {
        const parsed = environment.parse(text);
        expect(parsed.check().valid).toBe(true);
        const code = translate(parsed.ast, scope);
        const holds = testOf(treeOf(parsed.ast, scope));
        const figures = [...scope.parameters.values()].flatMap(({ table: [value] }): (number | string)[] =>
          typeof value === 'number' ? [value] : [...(value ?? [])],
        );
        const seen = answers.get(text) ?? new Set();
        answers.set(text, seen);
        for (let n = 0; n < SHIPPED_WORLDS; n += 1) {
          cases += 1;
          const world: World = new Map();
          for (const name of scope.facts) world.set(name, valueNear(draw, name, figures));
          for (const name of windows) world.set(`window.${name}`, valueNear(draw, `window.${name}`, figures));
          for (const [name, { table }] of scope.parameters) world.set(`param.${name}`, table[0] ?? null);
          const ours = code(frameOf(world, windows));
          const theirs = reference(parsed, world);
          if (ours !== theirs)
            expect({ text, world: [...world], ours }).toEqual({ text, world: [...world], ours: theirs });
          if (holds(frameOf(world, windows)) !== (theirs === true))
            expect({ text, world: [...world], holds: true }).toEqual({ text, holds: theirs });
          seen.add(ours);
        }
      }
    }
    // Most conditions come true and come to nothing: the figures drawn are about theirs.
    const both = [...answers.values()].filter((seen) => seen.has(true) && seen.has(false));
    expect(both.length / answers.size).toBeGreaterThan(0.8);
  });

  test(`were compared in at least ${CASES_MIN} cases`, () => {
    expect(cases).toBeGreaterThanOrEqual(CASES_MIN);
  });
});

describe('what CEL allows and rules may not', () => {
  const problemsOf = (text: string): string[] => {
    const problems: string[] = [];
    const environment = scenarioEnvironment(
      ['n', 'usd'],
      [
        { name: 'ratio', list: false },
        { name: 'words', list: true },
      ],
    );
    const parsed = environment.parse(text);
    expect(parsed.check().valid, text).toBe(true);
    translate(parsed.ast, {
      windows: new Map([
        ['n', { slot: 0, unit: 'count' }],
        ['usd', { slot: 1, unit: 'usd' }],
      ]),
      parameters: new Map([
        ['ratio', { unit: 'percent', table: [5000] }],
        ['words', { unit: 'text', table: [['cash', 'barter']] }],
      ]),
      facts: new Set(),
      usedWindows: new Set(),
      usedParameters: new Set(),
      problem: (character, message) => problems.push(`${character}: ${message}`),
    });
    return problems;
  };

  test.each([
    ['event.value_usd > 1000', '18: a figure in a condition'],
    ['event.value_usd > event.value_local', '0: usd and local do not go together'],
    ['window.usd > window.n', '0: usd and count do not go together'],
    ['event.value_usd * param.ratio > window.usd', '0: usd times ratio has no meaning'],
    ['scaled(window.usd, window.n) > window.usd', '0: scaled() needs a ratio, not count'],
    ['share(window.usd, window.n) > param.ratio', '0: usd and count'],
    ['event.rail == "bnak"', '0: "bnak" is none of'],
    ['event.rail in ["bank", "csh"]', '0: "csh" is none of'],
    ['event.rail in param.words', '0: "barter" is none of'],
    ['has(event.vlue)', '4: no fact event.vlue'],
    ['event.asset < "B"', '0: texts have no order'],
    ['event.asset.startsWith("U")', '0: .startsWith() is not for rules'],
    ['string(event.value_usd) == "5"', '0: string() is not for rules'],
    ['screening.tags == screening.lists', '0: lists are compared'],
    ['event.at + event.at > event.at', '0: instants are not added'],
  ])('%s', (text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ['event.at - event.at < customer.account_age'],
    ['scaled(window.usd, param.ratio) * window.n <= event.value_usd'],
    ['window.usd / event.value_usd > 1 && window.n >= 0'],
    ['screening.tags.exists(tag, tag in param.words)'],
  ])('%s is fine', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});
