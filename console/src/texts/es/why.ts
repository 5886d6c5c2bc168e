import { formatCount } from '../../format/numbers.ts';

const count = (n: number): string => formatCount(n, 'es');

export const why = {
  title: '¿Por qué no otros?',
  ask: 'Buscar los escenarios más cercanos',
  askAgain: 'Los más cercanos que no dispararon',
  lead: (silent: number) =>
    silent === 0
      ? 'Ningún otro escenario juzga este evento.'
      : silent === 1
        ? '1 escenario miró este evento y no disparó.'
        : `${count(silent)} escenarios miraron este evento y no dispararon.`,
  basis: {
    journal: 'Las ventanas se reconstruyeron desde el diario, como eran al decidir.',
    record: 'La persona fue borrada: se usan solo los hechos guardados con la decisión.',
  },
  otherRules: 'Decidió otro conjunto de reglas; esta respuesta es del vigente.',
  nearness: 'Cercanía',
  nearnessHint: 'De la condición más lejana de cumplirse; 100 % es cumplida.',
  met: 'cumplida',
  unmet: 'no cumplida',
  unknown: 'sin dato',
  unknownOf: (names: string) => `sin dato: ${names}`,
  enough: 'Habría bastado',
  or: 'o bien',
  together: 'Habrían bastado juntos',
  noWay: 'Ningún cambio de un solo dato lo habría hecho disparar.',
  working: 'Reconstruyendo las ventanas…',
  windows: 'Los eventos dentro de las ventanas',
  windowTotal: (total: number, shown: number) =>
    shown < total
      ? `${count(total)} eventos; los ${count(shown)} más nuevos`
      : total === 1
        ? '1 evento'
        : `${count(total)} eventos`,
  windowEmpty: 'Ningún evento adentro.',
  keptBy: 'por',
  direction: { in: 'entra', out: 'sale', none: '—' },
  present: 'este evento',
  other: 'otro cliente',
  columns: { at: 'Ocurrió', what: 'Evento', direction: 'Sentido', amount: 'Monto', usd: 'USD' },
  limits: (min: string, max: string) => `entre ${min} y ${max}`,
  forTier: (tier: string) => `por riesgo ${tier}`,
  forJurisdiction: (code: string) => `por ${code}`,
  replay: 'Repetir la decisión',
  replayLead: 'Recalcula los hechos desde el diario y la decisión desde los hechos, y compara byte por byte.',
  thorough: 'Leer todo, sin índices',
  identical: 'Idéntica, byte por byte.',
  different: 'Distinta: esto no coincide con el asiento.',
  notReplayable: 'No se puede repetir.',
  because: {
    rule_set_unavailable: 'El conjunto de reglas que decidió ya no se conoce.',
    policy_changed: 'La política de entonces era otra.',
    person_erased: 'La persona fue borrada y sus datos sellados ya no se leen.',
    event_refused: 'Hoy el evento no se aceptaría tal como se informó.',
  },
  read: (n: number) => (n === 1 ? '1 asiento leído' : `${count(n)} asientos leídos`),
  readAll: 'todos los que alcanzan',
  erased: (n: number) => `${count(n)} de personas borradas después`,
  member: 'Miembro',
  stored: 'En el diario',
  made: 'Recalculado',
  sealedMember: 'sellado',
} as const;
