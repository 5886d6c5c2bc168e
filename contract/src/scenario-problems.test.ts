import { expect, test } from 'vitest';
import { problemIn } from './scenario-problems.ts';

test.each([
  [
    'no fact event.value_locl: did you mean event.value_local?',
    'no existe el dato event.value_locl: ¿quiso decir event.value_local?',
    'não existe o dado event.value_locl: você quis dizer event.value_local?',
  ],
  ['parameter ratio needs min', 'al parámetro ratio le falta min', 'ao parâmetro ratio falta min'],
  ['"7d" is not a figure in count', '«7d» no es una cifra en count', '«7d» não é uma cifra em count'],
  [
    'a brace stands alone: figures are written {param.name}',
    'hay una llave suelta: las cifras se escriben {param.name}',
    'há uma chave solta: as cifras se escrevem {param.name}',
  ],
  [
    'Flow map in block collection must be sufficiently indented and end with a }',
    'YAML: falta la } o sangría',
    'YAML: falta a } ou recuo',
  ],
  [
    "found no matching overload for 'share(int)'",
    "ninguna función recibe 'share(int)'",
    "nenhuma função recebe 'share(int)'",
  ],
])('%s', (message, es, pt) => {
  expect(problemIn('es', message)).toBe(es);
  expect(problemIn('pt', message)).toBe(pt);
  expect(problemIn('en', message)).toBe(message);
});

test('what is in no line stays as it was told', () => {
  expect(problemIn('es', 'something of another library')).toBe('something of another library');
});
