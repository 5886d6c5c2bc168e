import { FACTS } from '../monitoring/facts/dictionary.ts';
import type { Facts } from './events.ts';

const PERSONAL: ReadonlySet<string> = new Set(FACTS.filter((fact) => fact.personal).map((fact) => fact.name));

/** Facts that can help to identify a person are stored in the sealed part of an entry and never answered in the open. */
export const isPersonalFact = (name: string): boolean => PERSONAL.has(name);

export function splitFacts(facts: Facts): { open: Facts; personal: Facts | null } {
  const open: Record<string, string | number | boolean | null> = {};
  const personal: Record<string, string | number | boolean | null> = {};
  for (const name in facts) (PERSONAL.has(name) ? personal : open)[name] = facts[name] ?? null;
  return { open, personal: Object.keys(personal).length === 0 ? null : personal };
}
