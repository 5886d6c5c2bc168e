import { formatCount } from '../../format/numbers.ts';

const count = (n: number): string => formatCount(n, 'es');

export const today = {
  greeting: { morning: 'Buenos días', afternoon: 'Buenas tardes', evening: 'Buenas noches' },
  needsMe: 'Me necesita ahora',
  needsMeAside: (n: number) => (n === 1 ? '1 asunto' : `${count(n)} asuntos`),
  nothing: 'Nada espera por usted.',
  nothingDo:
    'Aquí aparecerán las decisiones que piden una segunda persona, los avisos por presentar, las operaciones retenidas y los casos por vencer.',
  toQueue: 'Ir a la cola',
  verbs: {
    approval: 'Decidir',
    report: { draft: 'Completar aviso', proposed: 'Aprobar aviso', approved: 'Presentar aviso' },
    hold: 'Liberar o rechazar',
    case: 'Resolver',
    alert: 'Revisar',
  },
  proposedBy: (name: string) => `propuso ${name}`,
  held: (amount: string) => `Retiene ${amount}`,
  caseNumber: (n: number) => `Caso ${n}`,
  groups: { overdue: 'Vencido', soon: 'Pronto', today: 'Hoy', later: 'Después', none: 'Sin plazo' },
  queueLine: (open: number, unassigned: number) =>
    `${count(open)} ${open === 1 ? 'alerta abierta' : 'alertas abiertas'}, ${count(unassigned)} sin asignar`,
  since: 'Desde ayer',
  lastDay: 'últimas 24 horas',
  events: (n: number) => (n === 1 ? 'evento' : 'eventos'),
  moved: 'movidos',
  byHour: 'Eventos por hora; encendidos, los que no se permitieron sin más',
  alertsOpened: 'Alertas abiertas',
  alertsCleared: 'Alertas descartadas',
  casesOpened: 'Casos abiertos',
  reportsFiled: 'Avisos presentados',
  live: 'Ahora mismo',
  health: 'Salud',
  perSecond: 'Eventos por segundo',
  p50: 'Decisión, mediana',
  p99: 'Decisión, p99',
  ruleSet: 'Reglas',
  entries: 'Asientos del diario',
  sealed: 'Último sello',
  sealedOver: (n: string) => `sobre ${n} asientos`,
  noSeal: 'todavía ninguno',
  lists: 'Listas',
  listMissing: 'sin importar',
  listStale: 'vencida',
  listAge: (span: string) => `hace ${span}`,
} as const;
