import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseInstant } from '../../../../kernel/instant.ts';
import type { LossyEntry } from '../lossy-ledger.ts';
import { fictitiousCatalogues, shippedPack } from '../testing/content.ts';
import { editTree } from '../testing/edit-tree.ts';
import { SAMPLE_NOW, sampleCases } from '../testing/sample-case.ts';
import { type CheckMode, checkArchivo, type Finding } from './check-avi.ts';
import { AVI_CHECKS } from './checks.ts';
import { mapToAvi } from './map-avi.ts';

interface Case {
  readonly set?: Record<string, unknown>;
  readonly remove?: string[];
  readonly copy?: Record<string, string>;
  readonly now?: string;
  readonly filed?: string[];
  readonly ledger?: Record<string, string>;
  readonly catalogues?: 'none';
  readonly finds: string | null;
}

interface RuleCases {
  readonly at?: string;
  readonly good?: string[];
  readonly bad?: string[];
  readonly cases?: Case[];
}

interface CaseTable {
  readonly paths: Record<string, string>;
  readonly rules: Record<string, RuleCases>;
}

const table: CaseTable = parse(readFileSync(join(import.meta.dirname, 'rules.cases.yaml'), 'utf8'));
const pack = shippedPack();
const catalogues = fictitiousCatalogues();
const { archivo } = mapToAvi(sampleCases, pack, catalogues);

const full = (path: string): string =>
  path.replace(/^\$([A-Z\d]+)/, (_, name: string) => table.paths[name] ?? `unknown path $${name}`);

const fullKeys = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([path, value]) => [full(path), value]));

function casesOf({ at = '', good = [], bad = [], cases = [] }: RuleCases): Case[] {
  return [
    ...good.map((value): Case => ({ set: { [at]: value }, finds: null })),
    ...bad.map((value): Case => ({ set: { [at]: value }, finds: at })),
    ...cases,
  ];
}

const ledgerOf = (entries: Record<string, string>): LossyEntry[] =>
  Object.entries(entries).map(([path, rule]) => ({
    path: full(path),
    original: 'a',
    filed: 'b',
    rule,
    also: [],
    weight: 'content',
    text: { es: '', pt: '', en: '' },
  }));

function findingsOf(one: Case, mode: CheckMode = 'filing'): Finding[] {
  const copy = Object.entries(one.copy ?? {}).map(([from, to]) => [full(from), full(to)]);
  const tree = editTree(archivo, {
    set: fullKeys(one.set ?? {}),
    remove: (one.remove ?? []).map(full),
    copy: Object.fromEntries(copy),
  });
  return checkArchivo(tree, {
    pack,
    catalogues: one.catalogues === 'none' ? new Map() : catalogues,
    mode,
    now: one.now === undefined ? SAMPLE_NOW : parseInstant(one.now),
    filedReferences: new Set(one.filed ?? []),
    ledger: ledgerOf(one.ledger ?? {}),
  });
}

const named = Object.entries(table.rules).flatMap(([rule, cases]) =>
  casesOf(cases).map((one) => {
    const { finds, ...change } = one;
    return { rule, one, what: JSON.stringify(change), verdict: finds === null ? 'passes' : 'is found' };
  }),
);

describe('the numbered rules', () => {
  it('are at least 45, and each has a case that passes and one that is found', () => {
    const ids = Object.keys(AVI_CHECKS).sort();
    expect(ids.length).toBeGreaterThanOrEqual(45);
    expect(Object.keys(table.rules).sort()).toEqual(ids);
    for (const [rule, cases] of Object.entries(table.rules)) {
      const verdicts = new Set(casesOf(cases).map(({ finds }) => finds === null));
      expect([rule, verdicts.size]).toEqual([rule, 2]);
    }
  });

  it('find nothing in the sample, which everything else is a change of', () => {
    expect(findingsOf({ finds: null })).toEqual([]);
  });

  it.each(named)('$rule: $what $verdict', ({ rule, one }) => {
    const found = findingsOf(one).filter((finding) => finding.rule === rule);
    const paths = found.map(({ path }) => path);
    if (one.finds === null) {
      expect(paths).toEqual([]);
      return;
    }
    expect(paths).toContain(full(one.finds));
    const row = pack.rules.get(rule);
    expect([found[0]?.action, found[0]?.message]).toEqual([row?.action, row?.message]);
  });

  it('warn about codes outside the catalogue in a draft and refuse them at filing', () => {
    const change: Case = { set: { '$A1/alerta/tipo_alerta': '4104' }, finds: null };
    const actionIn = (mode: CheckMode) => findingsOf(change, mode).map(({ rule, action }) => [rule, action]);
    expect(actionIn('draft')).toEqual([['AVI-201', 'warn']]);
    expect(actionIn('filing')).toEqual([['AVI-201', 'reject']]);
  });

  it('speak only of months in which they were in force', () => {
    const rules = new Map(pack.rules);
    const row = rules.get('AVI-015');
    if (row === undefined) throw new Error('AVI-015 is gone');
    const tree = editTree(archivo, { remove: [full('$P1/tipo_domicilio')] });
    const from = (valid_from: string) => {
      rules.set('AVI-015', { ...row, valid_from: valid_from as typeof row.valid_from });
      return checkArchivo(tree, { pack: { ...pack, rules }, catalogues, mode: 'draft', now: SAMPLE_NOW })
        .length;
    };
    expect([from('2026-03-31'), from('2026-04-01')]).toEqual([1, 0]);
  });
});
