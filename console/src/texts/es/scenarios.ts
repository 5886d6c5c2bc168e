import { formatCount } from '../../format/numbers.ts';

const count = (n: number): string => formatCount(n, 'es');

export const scenarios = {
  title: 'Escenarios',
  total: (n: number) => (n === 1 ? '1 en vigor' : `${count(n)} en vigor`),
  ruleSet: 'Conjunto de reglas',
  families: {
    exposure: 'Exposición en la cadena',
    transactions: 'Operaciones y fraccionamiento',
    identity: 'Identidad, dispositivo y red',
    organised_crime: 'Crimen organizado en la región',
  },
  columns: {
    number: 'Núm.',
    title: 'Qué detecta',
    severity: 'Gravedad',
    outcome: 'Decisión',
    applies: 'Se aplica a',
    findings: 'Hallazgos, 30 d',
    last: 'Último',
  },
  versions: 'Versiones',
  propose: 'Proponer un cambio',
  never: 'nunca',
  catches: 'Qué detecta',
  source: 'De dónde sale',
  noSource: 'Sin fuente legal: es criterio propio.',
  applies: 'Se aplica a',
  parameters: 'Parámetros',
  parameterColumns: { name: 'Nombre', value: 'Valor', range: 'Entre', text: 'Qué es' },
  noParameters: 'No tiene parámetros.',
  condition: 'Condición',
  conditionHint: 'CEL; se evalúa sobre cada evento al que se aplica',
  aggregates: 'Ventanas que usa',
  neededFacts: 'Datos que necesita',
  neededFactsHint: 'Lo que no se sabe no activa nada.',
  examples: 'Ejemplos que se prueban en cada cambio',
  fires: 'Se cumple',
  quiet: 'No se cumple',
  yaml: 'Texto completo (YAML)',
  findings: 'Hallazgos en 30 días',
  lastFired: 'Último hallazgo',
  seeAlerts: 'Ver sus alertas abiertas',
  emptyTitle: 'No hay escenarios en vigor',
  emptyText:
    'Los escenarios son archivos YAML en content/scenarios; al arrancar se compilan y aparecen aquí.',
} as const;
