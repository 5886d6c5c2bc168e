import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  describeWith,
  java,
  type Requirement,
  sharedFolder,
} from '../../../../platform/testing/requirements.ts';
import { checkAgainstSchema, compileSchema } from '../../../jurisdictions/schemas.ts';
import { fictitiousCatalogues, shippedPack } from '../testing/content.ts';
import { MUTATIONS, type Mutant } from '../testing/mutations.ts';
import { seeded } from '../testing/random.ts';
import { RANDOM_NOW, randomCase } from '../testing/random-case.ts';
import { runsSources, validateWithXerces } from '../testing/xerces.ts';
import { writeTree } from '../xml-writer.ts';
import { AVI_LAYOUT } from './avi-layout.ts';
import { checkFile, parseAvi } from './check-avi.ts';
import { prepareAvi } from './prepare-avi.ts';

const CASES = 200;
const MUTANTS = 50;

const pack = shippedPack();
const catalogues = fictitiousCatalogues();
const options = { pack, catalogues, mode: 'filing', now: RANDOM_NOW } as const;

const prepared = Array.from({ length: CASES }, (_, index) => ({
  seed: index + 1,
  file: prepareAvi([randomCase(index + 1)], options),
}));

/** The n-th mutant: the n-th kind of mutation in turn, on the first case from its seed on that it applies to. */
function mutantOf(n: number): Mutant {
  const mutation = MUTATIONS[n % MUTATIONS.length];
  for (let seed = n; seed < n + CASES; seed += 1) {
    const { archivo } = prepared[seed % CASES]?.file ?? {};
    const mutant = archivo === undefined ? undefined : mutation?.(archivo, seeded(seed));
    if (mutant !== undefined) return mutant;
  }
  throw new Error(`mutation ${n} applies to no case`);
}

const mutants = Array.from({ length: MUTANTS }, (_, n) => mutantOf(n));

function official(shared: string) {
  const read = (name: string) => readFileSync(join(shared, 'data/regulation/mx-avi', name));
  return { xsd: read('avi.xsd'), example: read('ejemplo_avi.xml') };
}

describeWith(sharedFolder(), 'the aviso against the official schema', (shared) => {
  const { xsd, example } = official(shared);
  const schema = compileSchema(xsd);

  test(`${CASES} generated cases give ${CASES} files valid in libxml2, and no rule rejects one`, () => {
    const valid = prepared.filter(({ file }) => checkAgainstSchema(schema, file.xml).valid);
    expect(valid.length).toBe(200);
    expect(prepared.filter(({ file }) => !file.fileable).map(({ seed }) => seed)).toEqual([]);
    expect(new Set(prepared.map(({ file }) => file.sha256)).size).toBe(200);
  });

  test('the official example parses, is written again, and both are valid', () => {
    const archivo = parseAvi(example);
    const written = writeTree(AVI_LAYOUT, archivo);
    expect(checkAgainstSchema(schema, example)).toEqual({ valid: true, errors: [] });
    expect(checkAgainstSchema(schema, written)).toEqual({ valid: true, errors: [] });
    expect(parseAvi(written)).toEqual(archivo);
    expect(archivo.informe[0]?.aviso.length).toBe(1);
    expect(
      checkFile(example, options, schema).findings.filter(({ rule }) => rule.startsWith('AVI-X')),
    ).toEqual([]);
  });

  test(`${MUTANTS} mutated files are each rejected, at their place and with a rule id`, () => {
    expect(mutants.length).toBe(50);
    for (const { what, bytes, path, rule } of mutants) {
      const { findings } = checkFile(bytes, options, schema);
      const rejected = findings.filter(({ action }) => action === 'reject');
      const here = rejected.filter((finding) => finding.path.startsWith(path));
      expect([what, here.length > 0]).toEqual([what, true]);
      if (rule !== undefined)
        expect([what, here.map((finding) => finding.rule)]).toEqual([what, expect.arrayContaining([rule])]);
      for (const finding of rejected) expect(finding.rule).toMatch(/^AVI-X?\d{3}$/);
    }
  });

  test('our own rules reject what the schema rejects, so that a file is judged without it too', () => {
    for (const { what, bytes } of mutants) {
      const { findings } = checkFile(bytes, options);
      expect([what, findings.some(({ action }) => action === 'reject')]).toEqual([what, true]);
    }
  });
});

/** Both the shared data and a JDK, or the reason why not. */
function sharedAndJava(): Requirement {
  const data = sharedFolder();
  const { found, missing } = java();
  if (data.found === undefined) return data;
  const usable = found !== undefined && runsSources(found);
  return { found: usable ? `${data.found}\n${found}` : undefined, missing };
}

describeWith(sharedAndJava(), 'the aviso in a second engine, the Xerces of the JDK', (found) => {
  const [shared = '', jvm = ''] = found.split('\n');
  const { xsd, example } = official(shared);
  const schema = compileSchema(xsd);

  test('the same files are valid, and both engines agree on every mutant that is XML', () => {
    const files = prepared.map(({ file }) => file.xml);
    const spoilt = mutants.filter(({ rule }) => !['AVI-X001', 'AVI-X002'].includes(rule ?? ''));
    const verdicts = validateWithXerces(jvm, xsd, [...files, example, ...spoilt.map(({ bytes }) => bytes)]);
    expect(verdicts.slice(0, CASES).filter(({ valid }) => valid).length).toBe(200);
    expect(verdicts[CASES]).toEqual({ valid: true, line: 0, message: '' });
    const theirs = verdicts.slice(CASES + 1).map(({ valid }, index) => [spoilt[index]?.what, valid]);
    const ours = spoilt.map(({ what, bytes }) => [what, checkAgainstSchema(schema, bytes).valid]);
    expect(theirs).toEqual(ours);
    expect(ours.filter(([, valid]) => valid === false).length).toBeGreaterThan(10);
  });
});

describe('generated cases, without any schema', () => {
  test('the same seed gives the same bytes', () => {
    for (const { seed, file } of prepared.slice(0, 20)) {
      expect(prepareAvi([randomCase(seed)], options).sha256).toBe(file.sha256);
    }
  });

  test('every file is read back into the tree it was written from', () => {
    for (const { file } of prepared) expect(parseAvi(file.xml)).toEqual(file.archivo);
  });
});
