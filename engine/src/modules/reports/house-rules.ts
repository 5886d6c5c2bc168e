import type { RuleFinding } from '@atalaya/contract/reports.ts';
import type { Static } from 'typebox';

/** What the authority's rules cannot say because it never reaches the format: our own findings about what is left out. */
type Found = Static<typeof RuleFinding>;

const HOUSE = {
  unvalued: {
    rule: 'ATA-001',
    action: 'reject',
    message: {
      es: 'La operación no tiene valor en pesos: registre el precio de ese día o quítela del aviso.',
      pt: 'A operação não tem valor em pesos: registre o preço desse dia ou retire-a do aviso.',
      en: 'The operation has no value in pesos: record that day’s price, or take it out of the report.',
    },
  },
  noPlace: {
    rule: 'ATA-002',
    action: 'warn',
    message: {
      es: 'El formato no tiene lugar para esta operación: no se presenta; descríbala si importa.',
      pt: 'O formato não tem lugar para esta operação: não é apresentada; descreva-a se importar.',
      en: 'The format has no place for this operation: it is left out; describe it if it matters.',
    },
  },
  splitName: {
    rule: 'ATA-003',
    action: 'warn',
    message: {
      es: 'El nombre de la contraparte llegó en una sola pieza y se separó por posición: confirme los apellidos.',
      pt: 'O nome da contraparte chegou em uma só peça e foi separado por posição: confirme os sobrenomes.',
      en: 'The counterparty’s name came in one piece and was split by position: confirm the surnames.',
    },
  },
  noEvents: {
    rule: 'ATA-004',
    action: 'reject',
    message: {
      es: 'El aviso no tiene operaciones.',
      pt: 'O aviso não tem operações.',
      en: 'The report has no operations.',
    },
  },
} as const;

export type HouseRule = keyof typeof HOUSE;

/** `path`: which event, or which part of the report. */
export const houseFinding = (rule: HouseRule, path: string): Found => ({ ...HOUSE[rule], path });
