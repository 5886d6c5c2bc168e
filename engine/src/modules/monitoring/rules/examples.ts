import { type FactValue, WrongFactType } from '../facts/definition.ts';
import { factAt, factSlot } from '../facts/dictionary.ts';
import { parseFigure } from '../facts/units.ts';
import { blankObservation, type Observation } from '../observation.ts';
import type { Path } from './cel.ts';
import { didYouMean } from './nearest.ts';
import type { ExampleShape, ScenarioShape } from './shape.ts';
import type { Source } from './source.ts';

/** A story that must, or must not, make its scenario fire: events in order of arrival. */
export interface Example {
  readonly name: string;
  /** `fires`: on its last event; `silent`: never. */
  readonly expect: 'fires' | 'silent';
  readonly observations: readonly Observation[];
}

/** The instant `at: 0` of every example. */
const NOW = Date.UTC(2026, 2, 16, 15);
const OWN = new Set(['at', 'type', 'repeat', 'every']);

type Given = string | number | boolean | null | string[];

/** Reads the examples of a scenario into observations; the words are those of the dictionary of facts. */
export function readExamples(source: Source, shape: ScenarioShape): Example[] {
  return shape.examples.map((example, i) => {
    const reader = new ExampleReader(source, ['examples', i], example);
    return { name: example.name, expect: example.expect, observations: reader.observations };
  });
}

class ExampleReader {
  readonly observations: Observation[] = [];
  readonly #source: Source;

  constructor(source: Source, path: Path, example: ExampleShape) {
    this.#source = source;
    example.events.forEach((event, i) => {
      const at = [...path, 'events', i];
      const offset = this.#duration([...at, 'at'], String(event.at));
      const every = event.every === undefined ? 0 : this.#duration([...at, 'every'], event.every);
      for (let n = 0; n < (event.repeat ?? 1); n += 1) {
        const observation = blankObservation({
          eventId: `e${this.observations.length + 1}`,
          entity: 'example',
          type: event.type,
          at: NOW + offset + n * every,
          customer: 'c1',
        });
        this.#fill([...path, 'given'], observation, example.given ?? {}, n);
        const own = Object.entries(event).filter(([name]) => !OWN.has(name));
        this.#fill(at, observation, Object.fromEntries(own), n);
        this.observations.push(observation);
      }
    });
  }

  #duration(path: Path, text: string): number {
    const ms = text === '0' ? 0 : parseFigure(text, 'duration');
    if (ms === null) this.#source.problem(path, `"${text}" is no time such as 0, -90m, -20h or -3d4h`);
    return ms ?? 0;
  }

  /** Sets facts; in a repeated event `{n}` in a text is its number, from 1. */
  #fill(path: Path, observation: Observation, given: Record<string, Given>, n: number): void {
    for (const [name, value] of Object.entries(given)) {
      const slot = factSlot(name);
      const fact = slot === undefined ? undefined : factAt(slot);
      if (fact?.write === undefined) {
        const meant = fact === undefined ? didYouMean(name) : '';
        if (n === 0)
          this.#source.problemAtName([...path, name], `${name} is no fact that can be given${meant}`);
        continue;
      }
      try {
        fact.write(observation, readValue(fact.type, fact.unit, value, n + 1));
      } catch (error) {
        if (!(error instanceof WrongFactType)) throw error;
        if (n === 0) this.#source.problem([...path, name], error.message);
      }
    }
  }
}

function readValue(
  type: string,
  unit: Parameters<typeof parseFigure>[1],
  value: Given,
  n: number,
): FactValue {
  if (value === null || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value;
  if (type !== 'int') return typeof value === 'string' ? value.replaceAll('{n}', String(n)) : value;
  const figure = parseFigure(String(value), unit);
  if (figure === null) throw new WrongFactType(`"${value}" is not a figure in ${unit}`);
  return figure;
}
