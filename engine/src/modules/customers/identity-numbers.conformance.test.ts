import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWith, sharedFolder } from '../../platform/testing/requirements.ts';
import { identityWarnings } from './identity-numbers.ts';

/** Real official numbers: why a wrong check digit is a warning and never a refusal. */
describeWith(sharedFolder(), 'real identity numbers', (shared) => {
  const read = (path: string): string => readFileSync(join(shared, 'data/lists', path), 'latin1');
  const clean = (type: 'curp' | 'rfc', values: readonly string[]): number =>
    values.filter(
      (value) =>
        identityWarnings(value.length === 12 ? 'organization' : 'person', {
          identity_numbers: [{ type, value }],
        }).length === 0,
    ).length;

  test('CURPs of the OFAC list: at least 99 of 100 pass', () => {
    const found = [...read('ofac-2023-01/sdn.csv').matchAll(/C\.U\.R\.P\. ([A-Z0-9]{18})\b/g)];
    const curps = [...new Set(found.map(([, value = '']) => value))];
    expect(curps.length).toBeGreaterThan(300);
    expect(clean('curp', curps) / curps.length).toBeGreaterThanOrEqual(0.99);
  });

  test('RFCs of the SAT’s own list: at least 99 of 100 pass, and some do not', () => {
    const found = read('mx-sat-69b-2023-07/Listado_Completo_69-B.csv').matchAll(
      /^\d+,([A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}),/gm,
    );
    const rfcs = [...found].map(([, value = '']) => value);
    expect(rfcs.length).toBeGreaterThan(12_000);
    const share = clean('rfc', rfcs) / rfcs.length;
    expect(share).toBeGreaterThanOrEqual(0.99);
    expect(share).toBeLessThan(1);
  });
});
