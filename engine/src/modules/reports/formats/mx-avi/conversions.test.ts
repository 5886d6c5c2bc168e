import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Converted } from '../lossy-ledger.ts';
import { fitsFormat, TEXT_FORMS } from './avi-formats.ts';
import {
  convertDomain,
  convertHash,
  convertIdentifier,
  convertInternalReference,
  convertReference,
  convertText,
  digestCode,
} from './conversions.ts';
import { emailToFile, phoneDigits } from './map-contact.ts';

interface Row {
  readonly given: string;
  readonly filed?: string;
  readonly length?: number;
  readonly rules: string[];
  readonly country?: string;
  readonly subaddressed?: boolean;
}

const table: Record<string, Row[]> = parse(
  readFileSync(join(import.meta.dirname, 'conversions.cases.yaml'), 'utf8'),
);

const CONVERTERS: Record<string, (given: string) => Converted> = {
  names: (given) => convertText(given, TEXT_FORMS.nombre),
  descriptions: (given) => convertText(given, TEXT_FORMS.descripcion),
  identifiers: (given) => convertIdentifier(given, /^[A-Z\d_-]{1,30}$/),
  references: convertReference,
  hashes: convertHash,
  domains: convertDomain,
};

describe.each(Object.entries(CONVERTERS))('%s', (kind, convert) => {
  it.each(table[kind] ?? [])('$given', ({ given, filed, length, rules }) => {
    const converted = convert(given);
    expect(converted.rules).toEqual(rules.map((rule) => `AVI-${rule}`));
    if (filed === undefined) expect(converted.filed).toMatch(new RegExp(`^[A-Z2-7]{${length}}$`));
    else expect(converted.filed).toBe(filed);
  });
});

describe('telephone and e-mail', () => {
  it.each(table.phones ?? [])('$given of $country', ({ given, country = '', filed }) => {
    expect(phoneDigits(given, country)).toBe(filed);
  });

  it.each(table.emails ?? [])('$given', ({ given, filed, subaddressed = false }) => {
    expect(emailToFile(given)).toEqual(filed === undefined ? undefined : { filed, subaddressed });
  });
});

const FORMS = [
  'nombre',
  'denominacion',
  'descripcion',
  'colonia',
  'direccion',
  'numero_exterior',
  'nombre_banco',
] as const;

describe('any text', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.string({ unit: 'grapheme', maxLength: 400 }),
  );

  it.each(FORMS)('as %s is empty or fits the field', (form) => {
    fc.assert(
      fc.property(anyText, (given) => {
        const { filed } = convertText(given, TEXT_FORMS[form]);
        return filed === '' || fitsFormat(form, filed);
      }),
    );
  });

  it('names a rule exactly when it is changed, and is not changed again', () => {
    fc.assert(
      fc.property(anyText, fc.constantFrom(...FORMS), (given, form) => {
        const once = convertText(given, TEXT_FORMS[form]);
        const again = convertText(once.filed, TEXT_FORMS[form]);
        expect(once.rules.length > 0).toBe(once.filed !== given);
        expect(again).toEqual({ filed: once.filed, rules: [] });
      }),
    );
  });

  it('keeps every Ñ', () => {
    const letters = fc.array(fc.constantFrom('ñ', 'Ñ', 'a', 'é', '-', ' '), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(letters, (given) => {
        const { filed } = convertText(given.join(''), TEXT_FORMS.nombre);
        expect([...filed].filter((letter) => letter === 'Ñ').length).toBe(
          given.filter((letter) => /ñ/i.test(letter)).length,
        );
      }),
    );
  });

  it('is cut at the length of the field, and the ledger knows', () => {
    const { filed, rules } = convertText('A'.repeat(3001), TEXT_FORMS.descripcion);
    expect([filed.length, rules]).toEqual([3000, ['AVI-L04']]);
  });

  it('as identifier, reference and hash fits its field', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), (given) => {
        expect(fitsFormat('id_usuario', convertIdentifier(given, /^[A-Z\d_-]{1,30}$/).filed)).toBe(true);
        expect(fitsFormat('cuenta', convertIdentifier(given, /^[A-Z\d]{1,100}$/).filed)).toBe(true);
        expect(fitsFormat('referencia', convertReference(given).filed)).toBe(true);
        expect(fitsFormat('hash', convertInternalReference(given).filed)).toBe(true);
      }),
    );
  });
});

describe('a digest', () => {
  it('depends on every character and on nothing else', () => {
    expect(digestCode('ana@example.com', 26)).toBe(digestCode('ana@example.com', 26));
    const all = Array.from({ length: 5000 }, (_, n) => digestCode(`user ${n}`, 14));
    expect(new Set(all).size).toBe(5000);
  });
});
