import { formatCount } from '../../format/numbers.ts';
import type { Catalogue } from '../catalogue.ts';

const count = (n: number): string => formatCount(n, 'pt');

export const today: Catalogue['today'] = {
  greeting: { morning: 'Bom dia', afternoon: 'Boa tarde', evening: 'Boa noite' },
  needsMe: 'Precisa de mim agora',
  needsMeAside: (n) => (n === 1 ? '1 assunto' : `${count(n)} assuntos`),
  nothing: 'Nada espera por você.',
  nothingDo:
    'Aqui aparecerão as decisões que pedem uma segunda pessoa, as comunicações a apresentar, as operações retidas e os casos a vencer.',
  toQueue: 'Ir para a fila',
  verbs: {
    approval: 'Decidir',
    report: {
      draft: 'Completar comunicação',
      proposed: 'Aprovar comunicação',
      approved: 'Apresentar comunicação',
    },
    hold: 'Liberar ou rejeitar',
    case: 'Resolver',
    alert: 'Revisar',
  },
  proposedBy: (name) => `proposto por ${name}`,
  held: (amount) => `Retém ${amount}`,
  caseNumber: (n) => `Caso ${n}`,
  groups: { overdue: 'Vencido', soon: 'Em breve', today: 'Hoje', later: 'Depois', none: 'Sem prazo' },
  queueLine: (open, unassigned) =>
    `${count(open)} ${open === 1 ? 'alerta aberto' : 'alertas abertos'}, ${count(unassigned)} sem responsável`,
  since: 'Desde ontem',
  lastDay: 'últimas 24 horas',
  events: (n) => (n === 1 ? 'evento' : 'eventos'),
  moved: 'movimentados',
  byHour: 'Eventos por hora; acesos, os que não foram simplesmente permitidos',
  alertsOpened: 'Alertas abertos',
  alertsCleared: 'Alertas descartados',
  casesOpened: 'Casos abertos',
  reportsFiled: 'Comunicações apresentadas',
  live: 'Agora mesmo',
  health: 'Saúde',
  perSecond: 'Eventos por segundo',
  p50: 'Decisão, mediana',
  p99: 'Decisão, p99',
  ruleSet: 'Regras',
  entries: 'Registros do diário',
  sealed: 'Último selo',
  sealedOver: (n) => `sobre ${n} registros`,
  noSeal: 'ainda nenhum',
  lists: 'Listas',
  listMissing: 'não importada',
  listStale: 'vencida',
  listAge: (span) => `há ${span}`,
};
