import { describe, expect, it } from 'vitest';
import { answerFor } from './answers.ts';

const person = '/archivo/informe[1]/aviso[1]/operaciones_persona/persona_aviso/tipo_persona';
const bank =
  '/archivo/informe[1]/aviso[1]/detalle_operaciones/deposito[2]/datos_ordenante/nacionalidad_cuenta/nacional';

describe('what a missing element is answered by', () => {
  it.each([
    [`${person}/persona_fisica/documento_identificacion/tipo_identificacion`, 'document_type'],
    [`${person}/persona_fisica/apellido_materno`, 'maternal'],
    [`${person}/persona_moral/representante_apoderado/curp`, 'representative_curp'],
    [`${bank}/clave_institucion_financiera`, 'institution_012'],
    ['/archivo/informe[1]/sujeto_obligado/clave_sujeto_obligado', undefined],
  ])('%s', (path, answer) => {
    expect(answerFor(path, (at) => (at === `${bank}/clabe_destino` ? '012180001234567897' : undefined))).toBe(
      answer,
    );
  });
});
