import { canonicalText } from '../../../kernel/canonical.ts';
import { Failure } from '../../../kernel/failure.ts';
import { type FactValue, plainValue } from '../facts/definition.ts';
import { FACTS, factAt } from '../facts/dictionary.ts';
import type { RecordMember, Rule, RuleSet } from '../rule-set.ts';
import type { Frame } from '../rules/code.ts';
import type { Observed } from '../window-store.ts';
import type { BoundRuleSet } from './bound.ts';

/** Facts as they are stored with a decision: names to integers, texts, flags; null is *not known*; lists joined by commas. */
export type FactRecord = Readonly<Record<string, string | number | boolean | null>>;

/** Where facts come from: a live event and its windows, or the record of a past decision. */
interface Origin {
  fact(slot: number): FactValue;
  window(slot: number): number | null;
}

/**
 * What rules look at. Each fact is fetched when a rule first asks, and what was asked is remembered: record() gives
 * exactly that, and the same rules over the record ask for the same and decide the same.
 * Live facts read the store's windows as they are now: detect before anything else is observed.
 */
export class Facts implements Frame {
  readonly ruleSet: RuleSet;
  readonly profile: number;
  readonly #origin: Origin;
  readonly #facts: (FactValue | undefined)[] = new Array(FACTS.length);
  readonly #windows: (number | null | undefined)[];
  /** Places in the record of what was asked, in the order of asking. */
  readonly #asked: number[] = [];

  /** The event takes another back: nothing is asked of it. */
  readonly isReversal: boolean;

  constructor(ruleSet: RuleSet, profile: number, origin: Origin, isReversal = false) {
    this.isReversal = isReversal;
    this.ruleSet = ruleSet;
    this.profile = profile;
    this.#origin = origin;
    this.#windows = new Array(ruleSet.aggregates.length);
  }

  fact(slot: number): FactValue {
    const known = this.#facts[slot];
    if (known !== undefined) return known;
    const value = this.#origin.fact(slot);
    this.#facts[slot] = value;
    this.#asked.push(this.ruleSet.recordPlaces[slot] ?? 0);
    return value;
  }

  window(slot: number): number | null {
    const known = this.#windows[slot];
    if (known !== undefined) return known;
    const value = this.#origin.window(slot);
    this.#windows[slot] = value;
    this.#asked.push(this.ruleSet.recordPlaces[FACTS.length + slot] ?? 0);
    return value;
  }

  /** The facts and windows of a rule that were asked for so far. */
  asked(rule: Rule): { name: string; value: FactValue }[] {
    const found: { name: string; value: FactValue }[] = [];
    for (const { name, slot } of rule.facts) {
      const value = this.#facts[slot];
      if (value !== undefined) found.push({ name, value });
    }
    for (const { name, slot } of rule.windows) {
      const value = this.#windows[slot];
      if (value !== undefined) found.push({ name: `window.${name}`, value });
    }
    return found;
  }

  /** Everything that was asked for so far, and what any decision can be replayed by. Members are in sorted order. */
  record(): FactRecord {
    const record: Record<string, string | number | boolean | null> = {};
    this.#tell(({ name }, value) => {
      record[name] = plainValue(value);
    });
    return record;
  }

  /** record() as canonical JSON text (RFC 8785), what can help to identify a person apart; null when nothing does. */
  recordTexts(): { readonly open: string; readonly personal: string | null } {
    let open = '';
    let personal = '';
    this.#tell(({ head, personal: isPersonal }, value) => {
      const text = head + (typeof value === 'number' ? value : textOf(value));
      if (isPersonal) personal += personal === '' ? text : `,${text}`;
      else open += open === '' ? text : `,${text}`;
    });
    return { open: `{${open}}`, personal: personal === '' ? null : `{${personal}}` };
  }

  #tell(tell: (member: RecordMember, value: FactValue) => void): void {
    for (const slot of ALWAYS) this.fact(slot);
    for (const place of sorted(this.#asked)) {
      const member = this.ruleSet.recordOrder[place];
      if (member === undefined) continue;
      tell(member, (member.fact >= 0 ? this.#facts[member.fact] : this.#windows[member.window]) ?? null);
    }
  }
}

/** Insertion sort in place: faster than sort() for the few dozen there are. */
function sorted(places: number[]): number[] {
  for (let i = 1; i < places.length; i += 1) {
    const place = places[i] ?? 0;
    let at = i;
    for (; at > 0 && (places[at - 1] ?? 0) > place; at -= 1) places[at] = places[at - 1] ?? 0;
    places[at] = place;
  }
  return places;
}

const textOf = (value: FactValue): string => {
  if (value === null) return 'null';
  const plain = plainValue(value);
  return typeof plain === 'string' ? canonicalText(plain) : String(plain);
};

/** What selects the parameters: in every record. */
const ALWAYS = ['event.at', 'event.type', 'jurisdiction.code', 'customer.risk'].map((name) =>
  FACTS.findIndex((fact) => fact.name === name),
);

/** The facts of an event that was just observed. */
export function factsOf(bound: BoundRuleSet, observed: Observed): Facts {
  const { facts } = observed;
  const profile = bound.ruleSet.profiles.indexOf(facts.observation);
  const origin = {
    fact: (slot: number) => facts.fact(slot),
    window: (slot: number) => bound.value(slot, observed, profile),
  };
  return new Facts(bound.ruleSet, profile, origin, facts.observation.reverses !== null);
}

/** The facts of a past decision. Failure: facts.incomplete when a rule asks for what the record does not have. */
export function factsFromRecord(record: FactRecord, ruleSet: RuleSet): Facts {
  const stored = (name: string): string | number | boolean | null => {
    const value = record[name];
    if (value !== undefined) return value;
    throw new Failure(
      'operator',
      'facts.incomplete',
      `the stored facts do not have ${name}: another rule-set decided`,
    );
  };
  const text = (name: string): string | null => {
    const value = stored(name);
    return value === null ? null : String(value);
  };
  const profile = ruleSet.profiles.index(
    Number(stored('event.at')),
    text('jurisdiction.code') ?? '',
    text('customer.risk'),
  );
  return new Facts(ruleSet, profile, {
    fact: (slot) => {
      const { name, type } = factAt(slot);
      const value = stored(name);
      if (type !== 'list<string>' || typeof value !== 'string') return value;
      return value === '' ? [] : value.split(',');
    },
    window: (slot) => {
      const value = stored(ruleSet.aggregates[slot]?.name ?? '');
      return typeof value === 'number' ? value : null;
    },
  });
}
