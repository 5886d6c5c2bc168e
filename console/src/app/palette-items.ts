import type { CaseRow } from '@atalaya/contract/cases.ts';
import type { CustomerRow } from '@atalaya/contract/customers.ts';
import { LANGUAGES } from '../format/locale.ts';
import type { IconName } from '../parts/icons.tsx';
import { path } from '../paths.ts';
import type { Catalogue } from '../texts/catalogue.ts';
import type { Preferences } from './preferences.tsx';
import type { RailItem } from './rail.tsx';

export interface PaletteItem {
  readonly id: string;
  readonly group: string;
  readonly icon: IconName;
  readonly text: string;
  readonly aside?: string;
  readonly href?: string;
  readonly run?: () => void;
}

/** Lower case without marks, so that `munoz` finds Muñoz. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Every word of the query begins some word of the text. */
export function matches(text: string, query: string): boolean {
  const words = folded(text).split(/[\s·_-]+/);
  return folded(query)
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((wanted) => words.some((word) => word.startsWith(wanted)));
}

const ADDRESS =
  /^(0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33}|bc1[02-9ac-hj-np-z]{11,87}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/;

/** What an identifier by itself can open, whether or not it exists: the view will say. */
export function identifierItems(query: string, t: Catalogue): PaletteItem[] {
  const p = t.frame.palette;
  const id = query.trim();
  const item = (icon: IconName, text: string, href: string): PaletteItem => ({
    id: href,
    group: p.identifiers,
    icon,
    text,
    href,
  });
  if (/^evt_\w+$/.test(id)) return [item('events', p.openEvent(id), path.event(id))];
  if (/^alr_\w+$/.test(id)) return [item('alerts', p.openAlert(id), path.alert(id))];
  if (/^cas_\w+$/.test(id)) return [item('cases', p.openCase(id), path.case(id))];
  if (/^cus_\w+$/.test(id)) return [item('customers', p.openCustomer(id), path.customer(id))];
  if (/^rep_\w+$/.test(id)) return [item('reports', p.openReport(id), path.report(id))];
  if (/^\d+$/.test(id)) return [item('journal', p.openEntry(id), path.entry(Number(id)))];
  if (ADDRESS.test(id)) return [item('lists', p.addressUsers(id), path.screen({ address: id }))];
  if (/^[\x21-\x7e]{6,}$/.test(id) && /\d/.test(id)) return [item('events', p.openEvent(id), path.event(id))];
  return [];
}

export function screenItems(query: string, t: Catalogue, rail: readonly RailItem[]): PaletteItem[] {
  return rail
    .map(({ name, href, key }) => ({
      id: href,
      group: t.frame.palette.goTo,
      icon: name,
      text: t.frame.screens[name],
      aside: `g ${key}`,
      href,
    }))
    .filter(({ text }) => matches(text, query));
}

export function actionItems(
  query: string,
  t: Catalogue,
  change: (change: Partial<Preferences>) => void,
): PaletteItem[] {
  const p = t.frame.palette;
  const group = p.actions;
  const themes = (['auto', 'light', 'dark'] as const).map((theme) => ({
    id: `theme ${theme}`,
    group,
    icon: 'today' as const,
    text: p.theme(t.frame.themes[theme]),
    run: () => change({ theme }),
  }));
  const languages = LANGUAGES.map((language) => ({
    id: `language ${language}`,
    group,
    icon: 'settings' as const,
    text: p.language(t.frame.languages[language]),
    run: () => change({ language }),
  }));
  const actions: PaletteItem[] = [
    { id: 'screen', group, icon: 'lists', text: p.screenSomeone, href: path.screen() },
    { id: 'import', group, icon: 'imports', text: p.importCsv, href: path.importNew() },
    { id: 'list', group, icon: 'imports', text: p.importList, href: path.listImport() },
    ...themes,
    ...languages,
  ];
  return actions.filter(({ text }) => matches(text, query));
}

export const customerItems = (rows: readonly CustomerRow[], t: Catalogue): PaletteItem[] =>
  rows.map((row) => ({
    id: row.id,
    group: t.frame.palette.customers,
    icon: 'customers',
    text: row.display_name,
    aside: row.reference,
    href: path.customer(row.id),
  }));

export function caseItems(
  query: string,
  rows: readonly CaseRow[],
  t: Catalogue,
  language: 'es' | 'pt' | 'en',
): PaletteItem[] {
  return rows
    .filter((row) =>
      matches(`${row.number} ${row.customer_name ?? ''} ${row.customer} ${row.title[language]}`, query),
    )
    .slice(0, 5)
    .map((row) => ({
      id: row.id,
      group: t.frame.palette.cases,
      icon: 'cases',
      text: `${t.frame.palette.caseNumber(String(row.number))} · ${row.title[language]}`,
      aside: row.customer_name ?? row.customer,
      href: path.case(row.id),
    }));
}
