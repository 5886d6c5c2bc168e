import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../kernel/failure.ts';
import { fictitiousCatalogues, shippedPack } from '../testing/content.ts';
import { SAMPLE_NOW, sampleCases } from '../testing/sample-case.ts';
import { checkFile, parseAvi } from './check-avi.ts';
import { prepareAvi } from './prepare-avi.ts';

const options = {
  pack: shippedPack(),
  catalogues: fictitiousCatalogues(),
  mode: 'filing',
  now: SAMPLE_NOW,
} as const;
const prepared = prepareAvi(sampleCases, options);
const file = new TextDecoder().decode(prepared.xml);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const BAD: readonly (readonly [string, string, Uint8Array, string, string])[] = [
  ['nothing', 'AVI-X001', encode(''), '/archivo', 'xml.malformed'],
  ['a CSV', 'AVI-X001', encode('mes,aviso\n202603,1\n'), '/archivo', 'xml.malformed'],
  ['a cut file', 'AVI-X001', encode(file.slice(0, 900)), '/archivo', 'xml.malformed'],
  ['a wrong encoding', 'AVI-X001', Buffer.from(file, 'latin1'), '/archivo', 'xml.encoding'],
  [
    'an undeclared entity',
    'AVI-X001',
    encode(file.replace('EXFICTIA', '&nombre;')),
    '/archivo',
    'xml.malformed',
  ],
  [
    'an external entity',
    'AVI-X002',
    encode(file.replace('\n', '\n<!DOCTYPE archivo [<!ENTITY e SYSTEM "file:///etc/passwd">]>')),
    '/archivo',
    'xml.doctype',
  ],
  [
    'elements too deep',
    'AVI-X001',
    encode('<a>'.repeat(5000) + '</a>'.repeat(5000)),
    '/archivo',
    'xml.too_deep',
  ],
  [
    'another format',
    'AVI-X003',
    encode(file.replace('recepcion/avi', 'recepcion/inm')),
    '/archivo',
    'reports.not_an_aviso',
  ],
  [
    'an element twice',
    'AVI-X004',
    encode(file.replace(/(<prioridad>1<\/prioridad>)/, '$1$1')),
    '/archivo/informe[1]/aviso[1]/prioridad',
    'reports.not_an_aviso',
  ],
  [
    'a missing element',
    'AVI-X005',
    encode(file.replace(/<prioridad>1<\/prioridad>/, '')),
    '/archivo/informe[1]/aviso[1]/prioridad',
    'reports.not_an_aviso',
  ],
  [
    'an attribute',
    'AVI-X006',
    encode(file.replace('<prioridad>', '<prioridad nota="x">')),
    '/archivo/informe[1]/aviso[1]/prioridad/@nota',
    'reports.not_an_aviso',
  ],
  [
    'stray text',
    'AVI-X007',
    encode(file.replace('<prioridad>', 'texto<prioridad>')),
    '/archivo/informe[1]/aviso[1]',
    'reports.not_an_aviso',
  ],
];

describe('a file from elsewhere', () => {
  it('that is good is read and found good', () => {
    expect(checkFile(prepared.xml, options)).toEqual({ archivo: prepared.archivo, findings: [] });
    expect(parseAvi(prepared.xml)).toEqual(prepared.archivo);
  });

  it.each(BAD)('with %s is a finding %s with its place, never a crash', (_, rule, bytes, path) => {
    const { archivo, findings } = checkFile(bytes, options);
    expect(archivo).toBe(undefined);
    expect(findings).toContainEqual(expect.objectContaining({ rule, path, action: 'reject' }));
    expect(findings.every(({ message, line }) => message.es !== '' && line !== undefined)).toBe(true);
  });

  it.each(BAD)(
    'with %s is refused with a code when its tree is asked for',
    (_what, _rule, bytes, _path, code) => {
      let failure: unknown;
      try {
        parseAvi(bytes);
      } catch (error) {
        failure = error;
      }
      expect(isFailure(failure) && [failure.kind, failure.code]).toEqual(['caller', code]);
    },
  );
});

describe('a prepared aviso', () => {
  it('without an imported schema says so, and the numbered rules still speak', () => {
    expect(prepared.schema).toEqual({ imported: false });
    expect(prepared.fileable).toBe(true);
    const [first] = sampleCases;
    const spoilt = prepareAvi(first === undefined ? [] : [{ ...first, alert: { code: 'A1' } }], options);
    expect([spoilt.fileable, spoilt.findings.map(({ rule }) => rule)]).toEqual([false, ['AVI-040']]);
  });

  it('shows the form in its own order, with labels and what was written originally', () => {
    const lines = prepared.preview;
    expect(lines[0]).toEqual({
      path: '/archivo/informe[1]/mes_reportado',
      label: { es: 'Mes reportado', pt: 'Mês reportado', en: 'Month reported' },
      value: '202603',
    });
    const surname = lines.find(({ path }) => path.endsWith('apellido_paterno'));
    expect([surname?.value, surname?.original]).toEqual(['NUÑEZ', 'Núñez']);
  });

  it('has a label for every element of the format', () => {
    const names = new Set(prepared.preview.map(({ label }) => label.en));
    expect([...names].filter((name) => name.includes('_'))).toEqual([]);
  });
});
