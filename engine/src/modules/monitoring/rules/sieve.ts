import type { FactValue } from '../facts/definition.ts';
import { FACTS, factAt, factSlot } from '../facts/dictionary.ts';
import type { EventFacts, Profiles } from '../facts/event-facts.ts';
import { decided, NEVER, PROFILE, type Test, type TestTree, testOf } from './truth.ts';

/** Something that has a test, and what is left of it. */
export interface Sifted<T> {
  readonly of: T;
  readonly test: Test;
}

interface Item<T> {
  readonly of: T;
  readonly tree: TestTree;
}

/** Asks one thing of an event. An answer settles facts: those of `settles(answer)` are then as they are in this event. */
interface Question {
  readonly kind: 'profile' | 'value' | 'known' | Group;
  /** The fact asked for; -1 where it is none. */
  readonly slot: number;
  readonly settles: (answer: FactValue) => readonly number[];
}

function answerOf({ kind, slot }: Question, event: EventFacts): FactValue {
  switch (kind) {
    case 'profile':
      return event.profile;
    case 'value':
      return event.fact(slot);
    case 'known': {
      const value = event.fact(slot);
      return value === null ? null : !isEmpty(value);
    }
    default:
      return event.observation[kind] !== null;
  }
}

class Node<T> {
  readonly items: readonly Item<T>[];
  /** Facts that are as they are in every event that comes here, and what was asked on the way. */
  readonly known: ReadonlySet<number>;
  readonly asked: ReadonlySet<Question>;
  readonly question: Question | null;
  /** Answers so far, and where each leads: so few that looking through them is the fastest. */
  readonly #answers: FactValue[] = [];
  readonly #next: Node<T>[] = [];
  #left: readonly Sifted<T>[] | null = null;

  /** `first`: the event that comes here first, by which it is judged what may be worth asking of others. */
  constructor(
    items: readonly Item<T>[],
    known: ReadonlySet<number>,
    asked: ReadonlySet<Question>,
    first: EventFacts,
  ) {
    this.items = items;
    this.known = known;
    this.asked = asked;
    this.question = bestQuestion(items, known, asked, first);
  }

  next(answer: FactValue): Node<T> | null {
    const answers = this.#answers;
    for (let i = 0; i < answers.length; i += 1) if (answers[i] === answer) return this.#next[i] ?? null;
    return null;
  }

  lead(answer: FactValue, to: Node<T>): void {
    this.#answers.push(answer);
    this.#next.push(to);
  }

  get isCrowded(): boolean {
    return this.#answers.length >= ANSWERS_MAX;
  }

  get left(): readonly Sifted<T>[] {
    this.#left ??= this.items.map(({ of, tree }) => ({ of, test: testOf(tree) }));
    return this.#left;
  }
}

/** Where events differ without end it stops asking: what is left then is tested. */
const NODES_MAX = 500;
const ANSWERS_MAX = 32;

/**
 * Which of many tests an event can pass at all, found by a few questions about what it is (its rail, its network, whether
 * anything is known of the chain) that decide most of them at once. The questions grow with the events that come; each
 * answer leaves of every test what it does not decide, so nothing is guessed: see decided().
 */
export class Sieve<T> {
  readonly #profiles: Profiles;
  readonly #items: readonly Item<T>[];
  readonly #known: readonly number[];
  #root: Node<T> | null = null;
  #nodes = 1;

  /** `known`: facts that are the same in all events it will see. */
  constructor(items: readonly Item<T>[], profiles: Profiles, known: readonly number[]) {
    this.#profiles = profiles;
    this.#items = items;
    this.#known = known;
  }

  /** What the event may pass, in the order given, with what is still to be asked. The event then uses the profiles. */
  at(event: EventFacts): readonly Sifted<T>[] {
    event.use(this.#profiles);
    this.#root ??= new Node(this.#items, new Set(this.#known), new Set(), event);
    let node = this.#root;
    while (node.question !== null) {
      const answer = answerOf(node.question, event);
      const next = node.next(answer) ?? this.#grow(node, node.question, answer, event);
      if (next === null) break;
      node = next;
    }
    return node.left;
  }

  #grow(from: Node<T>, question: Question, answer: FactValue, event: EventFacts): Node<T> | null {
    if (this.#nodes >= NODES_MAX || from.isCrowded) return null;
    this.#nodes += 1;
    const known = new Set([...from.known, ...question.settles(answer)]);
    const items = from.items
      .map(({ of, tree }) => ({ of, tree: decided(tree, event, (slot) => known.has(slot)) }))
      .filter(({ tree }) => tree !== NEVER);
    const made = new Node(items, known, new Set([...from.asked, question]), event);
    from.lead(answer, made);
    return made;
  }
}

/** Facts with few values: asking for the value decides everything about them. Of others only whether they are known. */
const FEW = new Set(
  ['event.asset', 'event.network', 'event.method', 'event.local_currency', 'jurisdiction.code'].map(factSlot),
);
const hasFewValues = (slot: number): boolean =>
  factAt(slot).words !== undefined || factAt(slot).type === 'bool' || FEW.has(slot);

const NO_FACTS: readonly number[] = [];

const profileQuestion: Question = { kind: 'profile', slot: -1, settles: () => [PROFILE] };

const valueQuestion = (slot: number): Question => ({ kind: 'value', slot, settles: () => [slot] });

/** Known, not known, or an empty list. */
const knownQuestion = (slot: number): Question => ({
  kind: 'known',
  slot,
  settles: (answer) => (answer === true ? NO_FACTS : [slot]),
});

function isEmpty(value: FactValue): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Groups of facts none of which is known where the observation has nothing of them. */
const GROUPS = ['exposure', 'chain'] as const;
type Group = (typeof GROUPS)[number];

const groupOf = (slot: number): Group | undefined =>
  GROUPS.find((group) => factAt(slot).name.startsWith(`${group}.`));

const groupQuestion = (group: Group): Question => {
  const slots = FACTS.flatMap((_, slot) => (groupOf(slot) === group ? [slot] : []));
  return { kind: group, slot: -1, settles: (answer) => (answer === true ? NO_FACTS : slots) };
};

const OF_GROUP = { exposure: groupQuestion('exposure'), chain: groupQuestion('chain') };

/** What can be asked about each fact, in the order it is asked. */
const QUESTIONS = FACTS.map((_, slot) => {
  const group = groupOf(slot);
  const itself = hasFewValues(slot) ? valueQuestion(slot) : knownQuestion(slot);
  return group === undefined ? [itself] : [OF_GROUP[group], itself];
});

/** Asking costs about what a test costs, and it is asked once for all. */
const WORTH = 1.05;

/** The question that may decide most of what is left, or null when none is worth asking. */
function bestQuestion<T>(
  items: readonly Item<T>[],
  known: ReadonlySet<number>,
  asked: ReadonlySet<Question>,
  first: EventFacts,
): Question | null {
  const worth = new Map<Question, number>();
  let profiled = false;
  const weigh = (tree: TestTree, weight: number): void => {
    if (tree.kind !== 'ask') {
      for (const [i, part] of tree.parts.entries()) weigh(part, i === 0 ? weight : weight / 2);
      return;
    }
    const open = (tree.facts ?? NO_FACTS).filter((slot) => !known.has(slot));
    if (open.includes(PROFILE)) profiled = true;
    for (const slot of open) {
      const question = QUESTIONS[slot]?.find(
        (one) => !asked.has(one) && one.settles(answerOf(one, first)).length > 0,
      );
      if (question !== undefined) worth.set(question, (worth.get(question) ?? 0) + weight / open.length);
    }
  };
  for (const { tree } of items) weigh(tree, 1);
  if (profiled && !asked.has(profileQuestion)) return profileQuestion;
  let best: Question | null = null;
  let most = WORTH;
  for (const [question, value] of worth) {
    if (value <= most) continue;
    best = question;
    most = value;
  }
  return best;
}
