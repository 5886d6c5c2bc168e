import type { Catalogue } from './catalogue.ts';
import { alerts } from './en/alerts.ts';
import { cases } from './en/cases.ts';
import { coverage } from './en/coverage.ts';
import { customers } from './en/customers.ts';
import { dues } from './en/dues.ts';
import { events } from './en/events.ts';
import { facts } from './en/facts.ts';
import { frame } from './en/frame.ts';
import { imports } from './en/imports.ts';
import { journal } from './en/journal.ts';
import { lists } from './en/lists.ts';
import { map } from './en/map.ts';
import { parts } from './en/parts.ts';
import { releases } from './en/releases.ts';
import { reports } from './en/reports.ts';
import { ruleSets } from './en/rule-sets.ts';
import { scenarios } from './en/scenarios.ts';
import { screening } from './en/screening.ts';
import { settings } from './en/settings.ts';
import { signIn } from './en/sign-in.ts';
import { today } from './en/today.ts';
import { why } from './en/why.ts';
import { words } from './en/words.ts';

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
