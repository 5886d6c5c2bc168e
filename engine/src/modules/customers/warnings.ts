import type { CustomerView } from '@atalaya/contract/customers.ts';
import type { Texts } from '@atalaya/contract/schema.ts';

/** Something that does not fit and may be right all the same: shown to staff, never a reason to refuse anyone. */
export interface Warning {
  readonly code: WarningCode;
  /** JSON pointer into the customer. */
  readonly field: string;
}

const TEXTS = {
  identity_number_invalid: {
    es: 'El número no cumple su formato o su dígito verificador. Puede ser un error de captura; algunos números oficiales también traen dígitos equivocados.',
    pt: 'O número não segue seu formato ou dígito verificador. Pode ser erro de digitação; alguns números oficiais também têm dígitos errados.',
    en: 'The number does not follow its format or check digit. It may be a typing error; some official numbers carry wrong digits too.',
  },
  identity_number_generic: {
    es: 'Es un RFC genérico: no identifica a nadie.',
    pt: 'É um RFC genérico: não identifica ninguém.',
    en: 'This is a generic RFC: it identifies nobody.',
  },
  identity_number_other_kind: {
    es: 'El número es de otro tipo de persona (física o moral).',
    pt: 'O número é de outro tipo de pessoa (física ou jurídica).',
    en: 'The number belongs to the other kind of customer (person or organization).',
  },
  curp_name_differs: {
    es: 'Las letras de la CURP no corresponden al nombre y apellidos.',
    pt: 'As letras da CURP não correspondem ao nome e sobrenomes.',
    en: 'The letters of the CURP do not follow from the name and surnames.',
  },
  curp_birth_date_differs: {
    es: 'La fecha de la CURP no es la fecha de nacimiento.',
    pt: 'A data da CURP não é a data de nascimento.',
    en: 'The date in the CURP is not the birth date.',
  },
  rfc_date_differs: {
    es: 'La fecha del RFC no es la de nacimiento o constitución.',
    pt: 'A data do RFC não é a de nascimento ou constituição.',
    en: 'The date in the RFC is not the date of birth or incorporation.',
  },
  rfc_curp_differ: {
    es: 'El RFC y la CURP no comienzan igual.',
    pt: 'O RFC e a CURP não começam igual.',
    en: 'The RFC and the CURP do not begin alike.',
  },
} as const satisfies Record<string, Texts>;

export type WarningCode = keyof typeof TEXTS;

export const presentWarnings = (warnings: readonly Warning[]): CustomerView['warnings'] =>
  warnings.map(({ code, field }) => ({ code, field, text: TEXTS[code] }));
