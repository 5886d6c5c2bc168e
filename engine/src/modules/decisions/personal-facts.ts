import { isPersonalFact } from '../monitoring/personal.ts';
import type { Facts } from './events.ts';

/** What may stand in the open part of an entry, and what is sealed with the customer's key. */
export function splitFacts(facts: Facts): { open: Facts; personal: Facts | null } {
  const open: Record<string, string | number | boolean | null> = {};
  let personal: Record<string, string | number | boolean | null> | null = null;
  for (const name in facts) {
    const value = facts[name] ?? null;
    if (!isPersonalFact(name)) open[name] = value;
    else {
      personal ??= {};
      personal[name] = value;
    }
  }
  return { open, personal };
}
