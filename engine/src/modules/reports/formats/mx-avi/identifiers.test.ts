import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clabeCheckDigit,
  clabeChecks,
  curpBirthDate,
  curpChecks,
  curpEntityExists,
  rfcChecks,
  rfcDate,
} from './identifiers.ts';
import { rfcLetters } from './name-letters.ts';

/** Numbers that the issuing authorities print as examples. */
describe('check digits', () => {
  it.each(['GODE561231GR8', 'EKU9003173C9', 'XAXX010101000', 'XEXX010101000'])('RFC %s', (rfc) => {
    expect(rfcChecks(rfc)).toBe(true);
  });

  it.each(['GODE561231GR9', 'EKU9003173CA', '', 'GODE', 'HODE561231GR8'])('RFC %s is wrong', (rfc) => {
    expect(rfcChecks(rfc)).toBe(false);
  });

  it.each(['BOXW310820HNERXN09', 'BOXW310820MNERXN09'])('CURP %s', (curp) => {
    expect([curpChecks(curp), curpEntityExists(curp)]).toEqual([true, true]);
  });

  it.each(['BOXW310820HNERXN00', 'BOXW310820HNERXN0', ''])('CURP %s is wrong', (curp) => {
    expect(curpChecks(curp)).toBe(false);
  });

  it.each(['032180000118359719', '002010077777777771'])('CLABE %s', (clabe) => {
    expect(clabeChecks(clabe)).toBe(true);
  });

  it('of a CLABE find every single wrong digit', () => {
    const digits = fc.stringMatching(/^\d{17}$/);
    fc.assert(
      fc.property(digits, fc.nat(17), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const clabe = body + clabeCheckDigit(`${body}0`);
        const other = String((Number(clabe.charAt(at)) + by) % 10);
        expect(clabeChecks(clabe)).toBe(true);
        expect(clabeChecks(clabe.slice(0, at) + other + clabe.slice(at + 1))).toBe(false);
      }),
    );
  });
});

describe('dates inside', () => {
  it.each([
    ['BOXW310820HNERXN09', '19310820'],
    ['BOXW310820HNERXNA9', '20310820'],
  ])('CURP %s: %s', (curp, date) => {
    expect(curpBirthDate(curp)).toBe(date);
  });

  it.each([
    ['GODE561231GR8', '561231'],
    ['EKU9003173C9', '900317'],
    ['Ñ&A000229AB1', '000229'],
  ])('RFC %s: %s', (rfc, date) => {
    expect(rfcDate(rfc)).toBe(date);
  });
});

describe('the letters of an RFC', () => {
  it.each([
    ['EMMA', 'GOMEZ', 'DIAZ', 'GODE'],
    ['MARIA EMMA', 'DE LA GOMEZ', 'DEL DIAZ', 'GODE'],
    ['MARIA', 'GOMEZ', 'DIAZ', 'GODM'],
    ['JOSE', 'GOMEZ', 'DIAZ', 'GODJ'],
    ['EMMA', 'GOMEZ', 'XXXX', 'GOEM'],
    ['EMMA', 'OR', 'DIAZ', 'ODEM'],
    ['IRMA', 'BUENO', 'ESTRADA', 'BUEX'],
    ['EMMA', 'SMYTH', 'DIAZ', 'SXDE'],
  ])('of %s %s %s are %s', (nombre, apellido_paterno, apellido_materno, letters) => {
    expect(rfcLetters({ nombre, apellido_paterno, apellido_materno }, 'XXXX')).toBe(letters);
  });
});
