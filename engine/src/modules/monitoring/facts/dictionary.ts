import { CHAIN_FACTS } from './chain.ts';
import { CHANNEL_FACTS } from './channels.ts';
import type { FactDefinition } from './definition.ts';
import { EXPOSURE_FACTS } from './exposure.ts';
import { FLOW_FACTS } from './flows.ts';
import { PARTY_FACTS } from './parties.ts';

/**
 * The typed dictionary of facts: the only words a rule can use about an event. A fact's slot is its place in this list.
 * Window values (`window.x`) and parameters (`param.x`) are declared by each scenario.
 */
export const FACTS: readonly FactDefinition[] = [
  ...FLOW_FACTS,
  ...PARTY_FACTS,
  ...CHANNEL_FACTS,
  ...EXPOSURE_FACTS,
  ...CHAIN_FACTS,
];

const SLOTS = new Map(FACTS.map((fact, slot) => [fact.name, slot]));

export const factSlot = (name: string): number | undefined => SLOTS.get(name);

export function factAt(slot: number): FactDefinition {
  const fact = FACTS[slot];
  if (fact === undefined) throw new RangeError(`no fact has slot ${slot}`);
  return fact;
}

/** Namespaces of the dictionary: `event`, `customer` … */
export const NAMESPACES: readonly string[] = [...new Set(FACTS.map((fact) => fact.name.split('.')[0] ?? ''))];
