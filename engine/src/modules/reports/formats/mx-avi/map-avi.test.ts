import { describe, expect, it } from 'vitest';
import { Failure } from '../../../../kernel/failure.ts';
import { type Instant, parseInstant } from '../../../../kernel/instant.ts';
import type { LossyEntry } from '../lossy-ledger.ts';
import type { AssetLeg, ReportableCase, ReportableOperation, ReportableSubject } from '../reportable.ts';
import { fictitiousCatalogues, shippedPack } from '../testing/content.ts';
import { RANDOM_NOW, randomCase } from '../testing/random-case.ts';
import { sampleCases, sampleOperations } from '../testing/sample-case.ts';
import { placesOf } from './check-context.ts';
import { mapToAvi } from './map-avi.ts';
import { prepareAvi } from './prepare-avi.ts';

const pack = shippedPack();
const catalogues = fictitiousCatalogues();
const map = (...cases: ReportableCase[]) => mapToAvi(cases, pack, catalogues);

const [personCase, organizationCase, trustCase] = sampleCases;
if (personCase === undefined || organizationCase === undefined || trustCase === undefined)
  throw new Error('no sample');
const person = personCase.subjects[0] as ReportableSubject;

const withSubject = (change: Partial<ReportableSubject>): ReportableCase => ({
  ...personCase,
  subjects: [{ ...person, ...change }],
});

const buy = (leg: Partial<AssetLeg>, instant?: Instant): ReportableOperation => {
  const sample = sampleOperations[0];
  if (sample?.kind !== 'buy') throw new Error('the first sample operation is a purchase');
  return { ...sample, ...(instant === undefined ? {} : { instant }), leg: { ...sample.leg, ...leg } };
};

const bought = (leg: Partial<AssetLeg>, instant?: Instant) => {
  const { archivo, ledger } = map(withSubject({ operations: [buy(leg, instant)] }));
  const purchase =
    archivo.informe[0]?.aviso[0]?.operaciones_persona.detalle_operaciones.operaciones_compra?.compra[0];
  const entry = (element: string): LossyEntry | undefined =>
    ledger.find(({ path }) => path.endsWith(`/${element}`));
  return { purchase, entry, asset: purchase?.activo_virtual };
};

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a file', () => {
  it('has one informe for each obliged entity and month, and one aviso for each subject', () => {
    const february = { ...personCase, month: '2026-02', reference: 'F' };
    const other = {
      ...personCase,
      reporter: { ...personCase.reporter, taxId: 'EKU9003173C9' },
      reference: 'O',
    };
    const two = { ...organizationCase, subjects: [...organizationCase.subjects, ...trustCase.subjects] };
    const { archivo, references } = map(personCase, february, other, two);
    expect(archivo.informe.map(({ mes_reportado, aviso }) => [mes_reportado, aviso.length])).toEqual([
      ['202603', 3],
      ['202602', 1],
      ['202603', 1],
    ]);
    expect(references.map(({ reference, subject, path }) => [reference, subject, path])).toEqual([
      ['CASO-001', 0, '/archivo/informe[1]/aviso[1]'],
      ['CASO-002', 0, '/archivo/informe[1]/aviso[2]'],
      ['CASO-002', 1, '/archivo/informe[1]/aviso[3]'],
      ['F', 0, '/archivo/informe[2]/aviso[1]'],
      ['O', 0, '/archivo/informe[3]/aviso[1]'],
    ]);
    expect(new Set(references.map(({ referencia_aviso }) => referencia_aviso)).size).toBe(5);
  });

  it('without subjects is a report in zeros', () => {
    const { archivo, ledger } = map({ ...personCase, subjects: [] });
    expect(archivo.informe[0]?.aviso).toEqual([]);
    expect(ledger.map(({ rule }) => rule)).toEqual(['AVI-L18']);
  });

  it('does not depend on the order in which operations are given', () => {
    const turned = withSubject({ operations: [...person.operations].reverse() });
    expect(map(turned).archivo).toEqual(map(personCase).archivo);
  });
});

describe('a quantity', () => {
  it.each([
    [50_000_000n, 8, '0.50', undefined],
    [123_456_789_012_345_678n, 18, '0.123456789', 'AVI-L08'],
    [1_500_000_000_050_000_000n, 18, '1.5000000001', 'AVI-L08'],
    [1_000_000_000_000_000_000n, 18, '1.00', undefined],
    [50_000_000n, 18, '0.0000000001', 'AVI-L08'],
    [49_999_999n, 18, '0.00', 'AVI-L09'],
    [0n, 18, '0.00', undefined],
    [7n, 0, '7.00', undefined],
  ])('%s × 10^-%s is filed as %s', (minor, decimals, filed, rule) => {
    const { asset, entry } = bought({ quantity: { minor, decimals } });
    expect(asset?.cantidad_activo_virtual).toBe(filed);
    expect(entry('cantidad_activo_virtual')?.rule).toBe(rule);
  });

  it('that rounds to zero is refused by a rule', () => {
    const { findings } = prepareAvi(
      [withSubject({ operations: [buy({ quantity: { minor: 1n, decimals: 18 } })] })],
      { pack, catalogues, mode: 'draft', now: RANDOM_NOW },
    );
    expect(findings.map(({ rule }) => rule)).toContain('AVI-120');
  });
});

describe('a rate', () => {
  it.each([
    [{ minor: 150_000_000n, decimals: 2 }, '1500000.00', undefined],
    [{ minor: 12_345n, decimals: 4 }, '1.23', 'AVI-L10'],
    [{ minor: 12_350n, decimals: 4 }, '1.24', 'AVI-L10'],
    [{ minor: 4n, decimals: 3 }, '0.00', 'AVI-L10'],
    [undefined, '1500000.00', 'AVI-L11'],
  ])('%s is filed as %s', (rate, filed, rule) => {
    const { asset, entry } = bought({ rate });
    expect([asset?.tipo_cambio_mn, entry('tipo_cambio_mn')?.rule]).toEqual([filed, rule]);
  });

  it('is worked out from value and quantity, exactly', () => {
    const { asset, entry } = bought({ rate: undefined, quantity: { minor: 3n, decimals: 18 } });
    expect(asset?.tipo_cambio_mn).toBe('250000000000000000000000.00');
    expect(entry('tipo_cambio_mn')?.original).toBe('750000.00 ÷ 0.000000000000000003');
  });

  it('of nothing is not worked out', () => {
    expect(bought({ rate: undefined, quantity: { minor: 0n, decimals: 8 } }).asset?.tipo_cambio_mn).toBe('');
  });
});

describe('the time of an operation', () => {
  it.each([
    ['2026-03-01T05:59:59.999Z', '20260228235959'],
    ['2026-03-01T06:00:00.000Z', '20260301000000'],
    ['2022-07-01T05:30:00Z', '20220701003000'], // summer time, until October 2022
    ['2022-12-01T05:30:00Z', '20221130233000'],
  ])('%s is %s in Mexico City', (instant, filed) => {
    const { purchase, entry } = bought({}, parseInstant(instant));
    expect(purchase?.fecha_hora_operacion).toBe(filed);
    expect(entry('fecha_hora_operacion')?.rule).toBe('AVI-L07');
  });
});

describe('codes', () => {
  it('come from the imported catalogue, then from our dated defaults', () => {
    expect(bought({ asset: 'USDT' }).asset?.activo_virtual_operado).toBe('1777');
    expect(bought({ asset: 'XRP' }).asset?.activo_virtual_operado).toBe('1003');
  });

  it('of an asset nobody knows is that of others, with its name', () => {
    const { asset, entry } = bought({ asset: 'ÑAM', assetName: 'Ñam (prueba)' });
    expect([asset?.activo_virtual_operado, asset?.descripcion_activo_virtual]).toEqual([
      '999999',
      'ÑAM ÑAM PRUEBA',
    ]);
    expect([entry('activo_virtual_operado')?.rule, entry('activo_virtual_operado')?.original]).toEqual([
      'AVI-L23',
      'ÑAM',
    ]);
    expect(bought({ asset: 'DOGE' }).asset?.descripcion_activo_virtual).toBe('DOGE DOGECOIN');
  });

  it('that are not known are left out, said, and refused', () => {
    const barter = withSubject({ account: { ...person.account, currency: 'XTS' } });
    const { findings, ledger } = prepareAvi([barter], { pack, catalogues, mode: 'draft', now: RANDOM_NOW });
    const path = expect.stringMatching(/moneda_cuenta$/);
    expect(ledger).toContainEqual(
      expect.objectContaining({ path, original: 'XTS', filed: '', rule: 'AVI-L27' }),
    );
    expect(findings).toContainEqual(expect.objectContaining({ path, rule: 'AVI-023', action: 'reject' }));
  });
});

describe('what has no place in the format', () => {
  const lossOf = (change: Partial<ReportableSubject>) =>
    map(withSubject(change))
      .ledger.filter(({ filed }) => filed === '')
      .map(({ rule, original }) => [rule, original]);

  it('is in the ledger: wallet addresses, city and state, other identity numbers', () => {
    if (person.party.kind !== 'person') throw new Error('the first sample is a person');
    const party = { ...person.party, identityNumbers: [{ type: 'cpf', value: '000.000.000-00' }] };
    expect(lossOf({ party })).toEqual([
      ['AVI-L28', 'cpf 000.000.000-00'],
      ['AVI-L26', 'Coyoacán'],
      ['AVI-L26', 'Ciudad de México'],
      ['AVI-L22', '9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin'],
    ]);
  });

  it('leaves the whole contact out when one part does not fit', () => {
    const contact = { phoneCountry: 'BR', phone: '+55 11 91234 5678', email: 'ana@example.com' };
    expect(
      map(withSubject({ contact })).archivo.informe[0]?.aviso[0]?.operaciones_persona.persona_aviso.telefono,
    ).toBe(undefined);
    expect(lossOf({ contact })).toEqual(
      expect.arrayContaining([
        ['AVI-L21', contact.phone],
        ['AVI-L21', contact.email],
      ]),
    );
  });

  it('gets a filler where the format asks for it', () => {
    const { archivo, ledger } = map(withSubject({ address: { country: 'PA' } }));
    const { tipo_domicilio } = archivo.informe[0]?.aviso[0]?.operaciones_persona.persona_aviso ?? {};
    expect(tipo_domicilio?.extranjero).toEqual({
      pais: 'PA',
      estado_provincia: 'NO APLICA',
      ciudad_poblacion: 'NO APLICA',
      colonia: 'SIN COLONIA',
      calle: 'SIN CALLE',
      numero_exterior: 'SN',
      codigo_postal: '00000',
    });
    expect(ledger.filter(({ rule }) => rule === 'AVI-L29').length).toBe(6);
  });
});

describe('the ledger', () => {
  it('holds what was changed and nothing else, at places of the tree, in three languages', () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      const { archivo, ledger } = map(randomCase(seed));
      const values = new Map(placesOf(archivo).map(({ path, value }) => [path, value]));
      for (const { path, original, filed, rule, text } of ledger) {
        expect(original).not.toBe(filed);
        expect(pack.conversions.get(rule)?.message).toEqual(text);
        if (filed !== '') expect(values.get(path)).toBe(filed);
      }
      expect(new Set(ledger.filter(({ filed }) => filed !== '').map(({ path }) => path)).size).toBe(
        ledger.filter(({ filed }) => filed !== '').length,
      );
    }
  });

  it('speaks of every text that is not filed as it was written', () => {
    const { archivo, ledger } = map(...sampleCases);
    const changed = new Set(ledger.map(({ path }) => path));
    const given = JSON.stringify(sampleCases, (_, value) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    const texts = placesOf(archivo).filter(
      ({ value = '', name }) => /[A-Z]/.test(value) && !/^clave_/.test(name),
    );
    expect(texts.length).toBeGreaterThan(60);
    for (const { path, value } of texts) {
      if (!changed.has(path)) expect([path, given.includes(`"${value}"`)]).toEqual([path, true]);
    }
  });
});

describe('bad input', () => {
  it.each<[string, Partial<ReportableCase>, string]>([
    ['a month that is none', { month: '2026-13' }, '/month'],
    ['an empty reference', { reference: '' }, '/reference'],
    [
      'an amendment of two subjects',
      { amendment: { folio: '2026-1', description: 'X' }, subjects: [person, person] },
      '/amendment',
    ],
    [
      'a negative quantity',
      { subjects: [{ ...person, operations: [buy({ quantity: { minor: -1n, decimals: 8 } })] }] },
      '/subjects/0/operations/0/leg/quantity',
    ],
    [
      'impossible decimals',
      { subjects: [{ ...person, operations: [buy({ quantity: { minor: 1n, decimals: 99 } })] }] },
      '/subjects/0/operations/0/leg/quantity',
    ],
    [
      'an instant that is none',
      { subjects: [{ ...person, operations: [buy({}, 1.5 as Instant)] }] },
      '/subjects/0/operations/0/instant',
    ],
  ])('%s is refused and named', (_, change, field) => {
    const failure = failureOf(() => map({ ...personCase, ...change }));
    expect([failure.kind, failure.code, failure.details[0]?.field]).toEqual([
      'caller',
      'reports.not_reportable',
      field,
    ]);
  });

  it('in which a leg is not valued in pesos is refused', () => {
    const dollars = { currency: 'USD', minor: 100n, decimals: 2 };
    expect(failureOf(() => bought({ value: dollars })).code).toBe('reports.value_not_in_mxn');
  });
});
