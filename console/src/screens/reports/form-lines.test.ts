import { expect, test } from 'vitest';
import { elementOf, formGroups } from './form-lines.ts';

const label = { es: 'x', pt: 'x', en: 'x' };
const field = (path: string, value = 'V') => ({ path, label, value });
const rule = (path: string) => ({ rule: 'R1', action: 'reject' as const, path, message: label });

test('lines keep the order of the form, grouped by their element', () => {
  const groups = formGroups({
    preview: [
      field('informe/mes'),
      field('informe/aviso/ref'),
      field('informe/aviso/op[1]/monto'),
      field('informe/aviso/op[2]/monto'),
    ],
    rules: [],
    lossy: [],
  });
  expect(groups.map(({ path }) => path)).toEqual([
    'informe',
    'informe/aviso',
    'informe/aviso/op[1]',
    'informe/aviso/op[2]',
  ]);
});

test('losses and findings stand with their line', () => {
  const [group] = formGroups({
    preview: [field('a/nombre', 'JOSE'), field('a/rfc')],
    rules: [rule('a/rfc')],
    lossy: [{ path: 'a/nombre', original: 'José', filed: 'JOSE', rule: 'L2', text: label }],
  });
  expect(group?.lines.map(({ losses, findings }) => [losses.length, findings.length])).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

test('a finding about what the form does not show gets a line in its group', () => {
  const groups = formGroups({
    preview: [field('a/b/x'), field('a/c/y')],
    rules: [rule('a/b/missing'), rule('z')],
    lossy: [],
  });
  expect(groups.map(({ lines }) => lines.map(({ path }) => path))).toEqual([
    ['a/b/x', 'a/b/missing'],
    ['a/c/y'],
    ['z'],
  ]);
});

test('an element tells its name and place', () => {
  expect(elementOf('informe/aviso/deposito[2]')).toEqual({ name: 'deposito', place: '2' });
  expect(elementOf('informe')).toEqual({ name: 'informe', place: undefined });
});
