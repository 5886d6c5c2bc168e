import type { FactValue } from '../facts/definition.ts';
import { factAt, factSlot } from '../facts/dictionary.ts';
import type { Unit } from '../facts/units.ts';
import { isPersonalFact } from '../personal.ts';
import type { Rule, RuleSet } from '../rule-set.ts';
import type { Frame } from '../rules/code.ts';
import type { Part } from './condition.ts';

/** Something of an event that could have been otherwise: one fact, or the value of one window. */
export interface Lever {
  readonly name: string;
  readonly kind: 'fact' | 'aggregate';
  readonly type: 'int' | 'string' | 'bool' | 'list<string>';
  readonly unit: Unit;
  readonly words: readonly string[] | undefined;
  readonly value: FactValue;
  /** The same event, but for this. */
  with(frame: Frame, value: FactValue): Frame;
}

/** What says which event it is and which law holds is no lever; nor is what would show a person. */
const FIXED = new Set(['event.at', 'event.type']);
const isFixed = (name: string): boolean =>
  FIXED.has(name) || name.startsWith('jurisdiction.') || isPersonalFact(name);

/** The levers that some of these parts look at. */
export function leversOf(parts: readonly Part[], rule: Rule, ruleSet: RuleSet, frame: Frame): Lever[] {
  const facts = new Set(parts.flatMap((part) => [...part.facts]));
  const windows = new Set(parts.flatMap((part) => [...part.windows]));
  return [
    ...[...facts].filter((name) => !isFixed(name)).map((name) => factLever(name, frame)),
    ...rule.windows
      .filter(({ name }) => windows.has(name))
      .map(({ name, slot }) => windowLever(name, slot, ruleSet, frame)),
  ];
}

function factLever(name: string, frame: Frame): Lever {
  const slot = factSlot(name) ?? -1;
  const { type, unit, words } = factAt(slot);
  return {
    name,
    kind: 'fact',
    type,
    unit,
    words,
    value: frame.fact(slot),
    with: (under, value) => ({
      profile: under.profile,
      fact: (asked) => (asked === slot ? value : under.fact(asked)),
      window: (asked) => under.window(asked),
    }),
  };
}

const windowLever = (name: string, slot: number, ruleSet: RuleSet, frame: Frame): Lever => ({
  name: `window.${name}`,
  kind: 'aggregate',
  type: 'int',
  unit: ruleSet.aggregates[slot]?.unit ?? 'count',
  words: undefined,
  value: frame.window(slot),
  with: (under, value) => ({
    profile: under.profile,
    fact: (asked) => under.fact(asked),
    window: (asked) => (asked === slot ? Number(value) : under.window(asked)),
  }),
});
