import { alerts } from './es/alerts.ts';
import { cases } from './es/cases.ts';
import { coverage } from './es/coverage.ts';
import { customers } from './es/customers.ts';
import { dues } from './es/dues.ts';
import { events } from './es/events.ts';
import { facts } from './es/facts.ts';
import { frame } from './es/frame.ts';
import { imports } from './es/imports.ts';
import { journal } from './es/journal.ts';
import { lists } from './es/lists.ts';
import { map } from './es/map.ts';
import { parts } from './es/parts.ts';
import { releases } from './es/releases.ts';
import { reports } from './es/reports.ts';
import { ruleSets } from './es/rule-sets.ts';
import { scenarios } from './es/scenarios.ts';
import { screening } from './es/screening.ts';
import { settings } from './es/settings.ts';
import { signIn } from './es/sign-in.ts';
import { today } from './es/today.ts';
import { why } from './es/why.ts';
import { words } from './es/words.ts';

export const catalogue = {
  alerts,
  cases,
  coverage,
  customers,
  dues,
  events,
  facts,
  frame,
  imports,
  journal,
  lists,
  map,
  parts,
  releases,
  reports,
  ruleSets,
  scenarios,
  screening,
  settings,
  signIn,
  today,
  why,
  words,
} as const;
