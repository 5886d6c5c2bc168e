import { canonicalText } from '../../../kernel/canonical.ts';
import { factSlot } from '../facts/dictionary.ts';
import type { Profiles } from '../facts/event-facts.ts';
import type { Unit } from '../facts/units.ts';
import type { SeriesSpec } from '../windows/series.ts';
import type { ParameterValue } from './parameters.ts';
import type { MeasureName } from './shape.ts';
import { canonicalNode, type Scope } from './translate.ts';
import { ALWAYS, type TestTree, treeOf } from './truth.ts';
import type { WindowDeclaration } from './windows.ts';

/** A figure per parameter profile. */
export type Figures = readonly number[];

/** What is asked of a series, resolved; equal requests of different scenarios are one. */
export interface Aggregate {
  /** Name in stored facts: number of the first scenario that asks, and its name for it: `31.ops`. */
  readonly name: string;
  /** Place among the rule-set's required series. */
  readonly series: number;
  readonly measure: MeasureName;
  /** Fact measured, or null. */
  readonly of: number | null;
  readonly unit: Unit;
  readonly within: Figures;
  readonly ago: Figures | null;
  readonly latest: Figures | null;
  /** Rank of a percentile, growth of a rising run; basis points. */
  readonly factor: Figures | null;
  readonly before: boolean;
  readonly like: { readonly fact: number; readonly tolerance: Figures } | null;
}

type Tables = Scope['parameters'];

const STATUS = slotOf('event.status');

/** Gathers the aggregates and series that the scenarios of a rule-set ask for, each once. */
export class AggregateCollector {
  readonly aggregates: Aggregate[] = [];
  readonly series: SeriesSpec[] = [];
  readonly #profiles: Profiles;
  readonly #aggregateSlots = new Map<string, number>();
  readonly #seriesSlots = new Map<string, number>();
  readonly #filters = new Map<string, SeriesSpec['filter']>();

  constructor(profiles: Profiles) {
    this.#profiles = profiles;
  }

  /** The slot of the aggregate a window asks for. */
  add(scenario: number, window: WindowDeclaration, tables: Tables): number {
    const { shape } = window;
    const figures = (name: string): Figures => numbersOf(tables.get(name)?.table ?? []);
    const maybe = (name: string | undefined): Figures | null => (name === undefined ? null : figures(name));
    const within = figures(shape.within);
    const ago = maybe(shape.ago);
    const like = shape.like && { fact: slotOf(shape.like.fact), tolerance: figures(shape.like.tolerance) };
    const aggregate: Aggregate = {
      name: `${scenario}.${window.name}`,
      series: this.#seriesFor(window, tables, Math.max(...within) + Math.max(0, ...(ago ?? []))),
      measure: shape.measure,
      of: shape.of === undefined ? null : slotOf(shape.of),
      unit: window.unit,
      within,
      ago,
      latest: maybe(shape.latest),
      factor: maybe(shape.rank ?? shape.growth),
      before: shape.before === true,
      like: like ?? null,
    };
    const { name, ...definition } = aggregate;
    const id = canonicalText(definition);
    const known = this.#aggregateSlots.get(id);
    if (known !== undefined) return known;
    this.#aggregateSlots.set(id, this.aggregates.length);
    return this.aggregates.push(aggregate) - 1;
  }

  #seriesFor(window: WindowDeclaration, tables: Tables, reachMs: number): number {
    const { shape } = window;
    const id = canonicalText(identityOf(window, tables));
    const of = shape.of === undefined ? [] : [slotOf(shape.of)];
    const isText = shape.measure === 'distinct';
    const places = shape.measure === 'top_speed' ? ['ip.latitude', 'ip.longitude'].map(slotOf) : [];
    const like = shape.like === undefined ? [] : [slotOf(shape.like.fact)];
    const wanted: SeriesSpec = {
      id,
      key: shape.key.map(slotOf),
      events: [...new Set(shape.events)].sort(),
      filter: this.#filterOf(window, tables),
      numbers: [...(isText ? [] : of), ...places, ...like],
      words: isText ? of : [],
      retainMs: reachMs,
    };
    const known = this.#seriesSlots.get(id);
    const there = known === undefined ? undefined : this.series[known];
    if (known !== undefined && there !== undefined) {
      this.series[known] = joined(there, wanted);
      return known;
    }
    this.#seriesSlots.set(id, this.series.length);
    return this.series.push(joined(wanted, wanted)) - 1;
  }

  /** Equal filters are one function, so that a store asks it once for all series that have it. */
  #filterOf(window: WindowDeclaration, tables: Tables): SeriesSpec['filter'] {
    const { status, where } = identityOf(window, tables);
    const id = canonicalText({ status, where });
    const made = this.#filters.get(id) ?? this.#newFilter(window, tables);
    this.#filters.set(id, made);
    return made;
  }

  #newFilter({ shape, where }: WindowDeclaration, tables: Tables): SeriesSpec['filter'] {
    const status = shape.status ?? 'settled';
    const settled: TestTree =
      status === 'any'
        ? ALWAYS
        : { kind: 'ask', test: (frame) => frame.fact(STATUS) === status, facts: [STATUS] };
    const passing = where === null ? ALWAYS : treeOf(where, quietScope(tables));
    return { tree: { kind: 'all', parts: [settled, passing] }, profiles: this.#profiles };
  }
}

/** Two requests for one series: all columns of both, the longer reach. */
export const joined = (a: SeriesSpec, b: SeriesSpec): SeriesSpec => ({
  ...a,
  numbers: [...new Set([...a.numbers, ...b.numbers])],
  words: [...new Set([...a.words, ...b.words])],
  retainMs: Math.max(a.retainMs, b.retainMs),
});

/** What makes two series the same: key, events, status and filter, with parameters by value. */
function identityOf({ shape, where }: WindowDeclaration, tables: Tables) {
  const resolve = (name: string): unknown => {
    const table = tables.get(name)?.table ?? [];
    const values = table.map((value) => (typeof value === 'number' ? value : value.join('\u0000')));
    return new Set(values).size === 1 ? values[0] : values;
  };
  return {
    key: shape.key,
    events: [...new Set(shape.events)].sort(),
    status: shape.status ?? 'settled',
    where: where === null ? null : canonicalNode(where, resolve),
  };
}

const quietScope = (parameters: Tables): Scope => ({
  windows: null,
  parameters,
  facts: new Set(),
  usedWindows: new Set(),
  usedParameters: new Set(),
  problem: (_, message) => {
    throw new Error(`a checked filter failed to compile: ${message}`);
  },
});

function slotOf(name: string): number {
  const slot = factSlot(name);
  if (slot === undefined) throw new Error(`a checked window names an unknown fact ${name}`);
  return slot;
}

function numbersOf(table: readonly ParameterValue[]): Figures {
  return table.map((value) => {
    if (typeof value !== 'number') throw new Error('a checked window uses a list as a figure');
    return value;
  });
}
