import { FACTS } from './facts/dictionary.ts';

const PERSONAL: ReadonlySet<string> = new Set(FACTS.filter((fact) => fact.personal).map((fact) => fact.name));

/** Facts that can help to identify a person are stored in the sealed part of an entry and never answered in the open. */
export const isPersonalFact = (name: string): boolean => PERSONAL.has(name);
