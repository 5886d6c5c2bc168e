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
 * What rules look at. Each fact is fetched when a rule asks, and what was asked is remembered: record() gives exactly
 * that, and the same rules over the record ask for the same and decide the same.
 * Live facts read the store's windows as they are now: detect before anything else is observed.
 */
export class Facts implements Frame {
  readonly ruleSet: RuleSet;
  readonly profile: number;
  readonly #origin: Origin;
  /** A bit for each place in the record: what was asked, in its order. */
  readonly #asked: number[];
  /** The windows that were asked for: a few of many. */
  readonly #slots: number[] = [];
  readonly #values: (number | null)[] = [];

  /** The event takes another back: nothing is asked of it. */
  readonly isReversal: boolean;

  constructor(ruleSet: RuleSet, profile: number, origin: Origin, isReversal = false) {
    this.isReversal = isReversal;
    this.ruleSet = ruleSet;
    this.profile = profile;
    this.#origin = origin;
    this.#asked = new Array(Math.ceil(ruleSet.recordOrder.length / 32)).fill(0);
  }

  fact(slot: number): FactValue {
    this.#ask(slot);
    return this.#origin.fact(slot);
  }

  window(slot: number): number | null {
    for (let i = 0; i < this.#slots.length; i += 1)
      if (this.#slots[i] === slot) return this.#values[i] ?? null;
    const value = this.#origin.window(slot);
    this.#slots.push(slot);
    this.#values.push(value);
    this.#ask(FACTS.length + slot);
    return value;
  }

  #ask(member: number): void {
    const place = this.ruleSet.recordPlaces[member] ?? 0;
    this.#asked[place >>> 5] = (this.#asked[place >>> 5] ?? 0) | (1 << (place & 31));
  }

  #wasAsked(member: number): boolean {
    const place = this.ruleSet.recordPlaces[member] ?? 0;
    return (((this.#asked[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1;
  }

  /** The facts and windows of a rule that were asked for so far. */
  asked(rule: Rule): { name: string; value: FactValue }[] {
    return [
      ...rule.facts
        .filter(({ slot }) => this.#wasAsked(slot))
        .map(({ name, slot }) => ({ name, value: this.#origin.fact(slot) })),
      ...rule.windows
        .filter(({ slot }) => this.#wasAsked(FACTS.length + slot))
        .map(({ name, slot }) => ({ name: `window.${name}`, value: this.window(slot) })),
    ];
  }

  /** Everything that was asked for so far, and what any decision can be replayed by. Members are in sorted order. */
  record(): FactRecord {
    const record: Record<string, string | number | boolean | null> = {};
    for (const member of this.#members()) record[member.name] = plainValue(this.#valueOf(member));
    return record;
  }

  /** record() as canonical JSON text (RFC 8785), what can help to identify a person apart; null when nothing does. */
  recordTexts(): { readonly open: string; readonly personal: string | null } {
    let open = '';
    let personal = '';
    for (const member of this.#members()) {
      const value = this.#valueOf(member);
      const text = member.head + (typeof value === 'number' ? value : textOf(value));
      if (member.personal) personal += personal === '' ? text : `,${text}`;
      else open += open === '' ? text : `,${text}`;
    }
    return { open: `{${open}}`, personal: personal === '' ? null : `{${personal}}` };
  }

  /** What was asked, and what is in every record, in the order of canonical JSON. */
  #members(): RecordMember[] {
    for (const slot of ALWAYS) this.#ask(slot);
    const members: RecordMember[] = [];
    for (let word = 0; word < this.#asked.length; word += 1) {
      let bits = this.#asked[word] ?? 0;
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        const member = this.ruleSet.recordOrder[word * 32 + bit];
        if (member !== undefined) members.push(member);
      }
    }
    return members;
  }

  #valueOf({ fact, window }: RecordMember): FactValue {
    return fact >= 0 ? this.#origin.fact(fact) : this.window(window);
  }
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

/** An event and the windows of a store, each window as it is when it is asked for. */
class Live implements Origin {
  readonly #bound: BoundRuleSet;
  readonly #observed: Observed;
  readonly #profile: number;

  constructor(bound: BoundRuleSet, observed: Observed, profile: number) {
    this.#bound = bound;
    this.#observed = observed;
    this.#profile = profile;
  }

  fact(slot: number): FactValue {
    return this.#observed.facts.fact(slot);
  }

  window(slot: number): number | null {
    return this.#bound.value(slot, this.#observed, this.#profile);
  }
}

/** The facts of an event that was just observed. */
export function factsOf(bound: BoundRuleSet, observed: Observed): Facts {
  const { observation } = observed.facts;
  const profile = bound.ruleSet.profiles.indexOf(observation);
  const origin = new Live(bound, observed, profile);
  return new Facts(bound.ruleSet, profile, origin, observation.reverses !== null);
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
