import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blankObservation } from '../observation.ts';
import type { FactDefinition, FactValue } from './definition.ts';
import { FACTS } from './dictionary.ts';
import { distanceKm, ipGroup, lookalike, speedKmh } from './places.ts';
import { formatValue, parseFigure, type Unit } from './units.ts';

describe('figures as people write them', () => {
  test.each<[string, Unit, number | null]>([
    ['1000', 'usd', 100_000],
    ['999.99', 'usd', 99_999],
    ['0.005', 'usd', null],
    ['99.90', 'percent', 9990],
    ['1.5', 'times', 15_000],
    ['3', 'count', 3],
    ['3.5', 'count', null],
    ['-1.99', 'percent', -199],
    ['19.43', 'degrees', 194_300],
    ['24h', 'duration', 86_400_000],
    ['1d12h', 'duration', 129_600_000],
    ['-90m', 'duration', -5_400_000],
    ['90', 'duration', null],
    ['', 'duration', null],
    ['-', 'duration', null],
    ['1e3', 'usd', null],
    ['99999999999999999', 'usd', null],
  ])('%s %s is %s', (figure, unit, value) => {
    expect(parseFigure(figure, unit)).toBe(value);
  });

  test.each<[FactValue, Unit, string, string]>([
    [123_456_789, 'usd', '1,234,567.89 USD', '1.234.567,89 USD'],
    [-5, 'usd', '-0.05 USD', '-0,05 USD'],
    [2_463_510, 'local', '24,635.10 MXN', '24.635,10 MXN'],
    [9990, 'percent', '99.9 %', '99,9 %'],
    [50_000, 'times', '5 veces', '5 vezes'],
    [86_400_000, 'duration', '24 h', '24 h'],
    [7 * 86_400_000, 'duration', '7 días', '7 dias'],
    [3_725_000, 'duration', '1 h 2 min', '1 h 2 min'],
    [0, 'duration', '0 s', '0 s'],
    [1234, 'count', '1,234', '1.234'],
    [true, 'flag', 'sí', 'sim'],
    [['OFAC', 'UN'], 'text', 'OFAC, UN', 'OFAC, UN'],
    [null, 'usd', 'sin dato', 'sem dado'],
  ])('%s %s is shown as %s and %s', (value, unit, es, pt) => {
    expect([formatValue(value, unit, 'es', 'MXN'), formatValue(value, unit, 'pt', 'MXN')]).toEqual([es, pt]);
  });

  test('a currency without cents has none', () => {
    expect(formatValue(150_000, 'local', 'en', 'CLP')).toBe('150,000 CLP');
  });
});

describe('places', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:0:7::1', '2001:db8:0:7::/64'],
    ['2001:0DB8:0000:0007:ffff:1:2:3', '2001:db8:0:7::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['1:2:3', null],
    ['1:2:3:4:5:6:7:8::9', null],
    [null, null],
  ])('%s is one line with %s', (address, group) => {
    expect(ipGroup(address)).toBe(group);
  });

  test.each([
    ['tron', 'TAbcdXXXXXXXXXXXXXXXXXXXXXXXXXwxyz', 'tron:Abcd…wxyz'],
    ['ethereum', '0xABCD000000000000000000000000000000001234', 'ethereum:abcd…1234'],
    ['bitcoin', 'bc1qabcd00000000000000000000wxyz', 'bitcoin:abcd…wxyz'],
    ['tron', 'Tshort', null],
    ['tron', null, null],
  ])('%s %s looks like %s', (network, address, shown) => {
    expect(lookalike(network, address)).toBe(shown);
  });

  test('Mexico City to Madrid is some 9,060 km, in an hour 9,060 km/h', () => {
    const km = distanceKm(194_326, -991_332, 404_168, -37_038);
    expect(km).toBeGreaterThan(9030);
    expect(km).toBeLessThan(9090);
    expect(speedKmh(km, 3_600_000)).toBe(km);
    expect(distanceKm(10, 20, 10, 20)).toBe(0);
  });
});

describe('the dictionary', () => {
  const arbitrary = (fact: FactDefinition): fc.Arbitrary<FactValue> => {
    if (fact.type === 'int') return fc.integer({ min: 0, max: 2000 });
    if (fact.type === 'bool') return fc.boolean();
    if (fact.type === 'list<string>') return fc.array(fc.stringMatching(/^[a-z_]{1,10}$/));
    return fact.words === undefined
      ? fc.stringMatching(/^[A-Za-z0-9]{1,12}$/)
      : fc.constantFrom(...fact.words);
  };

  test.each(FACTS.filter((fact) => fact.write !== undefined).map((fact) => [fact.name, fact] as const))(
    'what is written to %s is read from it',
    (_, fact) => {
      fc.assert(
        fc.property(arbitrary(fact), (value) => {
          const o = blankObservation({
            eventId: 'e',
            entity: 'x',
            type: 'trade',
            at: Date.UTC(2026, 5, 1),
            customer: 'c',
          });
          fact.write?.(o, value);
          expect(fact.read(o)).toEqual(value);
        }),
        { numRuns: 20 },
      );
    },
  );

  test('has unique names in a namespace, a meaning for each, and refuses a value of the wrong type', () => {
    expect(new Set(FACTS.map((fact) => fact.name)).size).toBe(FACTS.length);
    const o = blankObservation({ eventId: 'e', entity: 'x', type: 'trade', at: 0, customer: 'c' });
    for (const fact of FACTS) {
      expect(fact.name).toMatch(/^[a-z]+\.[a-z][a-z_]*$/);
      expect(fact.meaning.length).toBeGreaterThan(8);
      const wrong: FactValue = fact.type === 'bool' ? 1 : true;
      if (fact.write !== undefined) expect(() => fact.write?.(o, wrong)).toThrow('cannot be');
    }
  });

  test('a comma inside a list item cannot split it', () => {
    const o = blankObservation({ eventId: 'e', entity: 'x', type: 'trade', at: 0, customer: 'c' });
    o.screening.lists = ['OFAC, SDN', 'UN'];
    expect(FACTS.find(({ name }) => name === 'screening.lists')?.read(o)).toEqual(['OFAC; SDN', 'UN']);
  });
});
