import type { Catalogue } from './catalogue.ts';
import { alerts } from './pt/alerts.ts';
import { cases } from './pt/cases.ts';
import { coverage } from './pt/coverage.ts';
import { customers } from './pt/customers.ts';
import { dues } from './pt/dues.ts';
import { events } from './pt/events.ts';
import { facts } from './pt/facts.ts';
import { frame } from './pt/frame.ts';
import { imports } from './pt/imports.ts';
import { journal } from './pt/journal.ts';
import { lists } from './pt/lists.ts';
import { map } from './pt/map.ts';
import { parts } from './pt/parts.ts';
import { releases } from './pt/releases.ts';
import { reports } from './pt/reports.ts';
import { ruleSets } from './pt/rule-sets.ts';
import { scenarios } from './pt/scenarios.ts';
import { screening } from './pt/screening.ts';
import { settings } from './pt/settings.ts';
import { signIn } from './pt/sign-in.ts';
import { today } from './pt/today.ts';
import { why } from './pt/why.ts';
import { words } from './pt/words.ts';

export const catalogue: Catalogue = {
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
};
