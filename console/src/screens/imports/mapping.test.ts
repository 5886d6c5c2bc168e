import { expect, test } from 'vitest';
import { type Draft, guessSources, mappingOf, missingMembers } from './mapping.ts';

const draft: Draft = {
  kind: 'events',
  delimiter: ';',
  encoding: 'utf-8',
  sources: {
    id: { column: 'Folio' },
    type: { constant: 'withdrawal' },
    occurred_at: { column: 'Fecha' },
    amount: { column: 'Monto' },
  },
  idTemplate: '',
  time: 'rfc3339',
  stepStart: '2026-01-01T00:00:00Z',
  stepSeconds: 3600,
  register: true,
};

test('columns are recognised by their usual names, each taken once', () => {
  expect(guessSources('events', ['Folio', 'Fecha', 'Cliente', 'Monto', 'Dirección', 'Otra cosa'])).toEqual({
    id: { column: 'Folio' },
    occurred_at: { column: 'Fecha' },
    customer: { column: 'Cliente' },
    amount: { column: 'Monto' },
    'wallet.address': { column: 'Dirección' },
  });
  expect(guessSources('customers', ['cliente', 'Apellido Paterno', 'CORREO'])).toEqual({
    reference: { column: 'cliente' },
    'name.paternal': { column: 'Apellido Paterno' },
    email: { column: 'CORREO' },
  });
});

test('what is required and not given is named; a template stands for an id', () => {
  expect(missingMembers(draft)).toEqual(['customer']);
  expect(missingMembers({ ...draft, sources: {}, idTemplate: 'x-{row}' })).toEqual([
    'type',
    'occurred_at',
    'customer',
  ]);
});

test('a draft becomes a mapping of the contract', () => {
  expect(mappingOf(draft)).toEqual({
    kind: 'events',
    delimiter: ';',
    encoding: 'utf-8',
    columns: { id: 'Folio', occurred_at: 'Fecha', amount: 'Monto' },
    constants: { type: 'withdrawal' },
    time: { format: 'rfc3339' },
    register_missing_customers: true,
  });
  expect(mappingOf({ ...draft, time: 'step' }).time).toEqual({
    format: 'step',
    start: '2026-01-01T00:00:00Z',
    step_seconds: 3600,
  });
});

test('customers have no time and no invented ids', () => {
  const customers = mappingOf({
    ...draft,
    kind: 'customers',
    idTemplate: 'x-{row}',
    sources: { reference: { column: 'Cliente' } },
  });
  expect(customers).toEqual({
    kind: 'customers',
    delimiter: ';',
    encoding: 'utf-8',
    columns: { reference: 'Cliente' },
  });
});
