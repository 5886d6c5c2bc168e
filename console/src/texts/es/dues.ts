import { formatCount } from '../../format/numbers.ts';

const count = (n: number): string => formatCount(n, 'es');

export const dues = {
  title: 'Avisos por obligación',
  lead: 'La ley los pide porque se alcanzó un umbral. Nadie es sospechoso, y no abren alertas.',
  link: (n: number) => `Por obligación (${count(n)})`,
  sentence: 'Avisos {state} de {month}, primero los que vencen',
  states: {
    '': 'en cualquier estado',
    open: 'por presentar',
    covered: 'cubiertos',
    dismissed: 'descartados',
  },
  stateWord: { open: 'Por presentar', covered: 'Cubierto', dismissed: 'Descartado' },
  labels: { state: 'Estado', month: 'Mes' },
  anyMonth: 'cualquier mes',
  columns: {
    due: 'Vence',
    customer: 'Cliente',
    basis: 'Por qué',
    amount: 'Alcanzó',
    threshold: 'Umbral',
    month: 'Mes',
    state: 'Estado',
  },
  monthLine: (open: number, customers: number) =>
    `${count(open)} ${open === 1 ? 'aviso' : 'avisos'} de ${count(customers)} ${customers === 1 ? 'cliente' : 'clientes'}`,
  monthDone: (covered: number, dismissed: number) =>
    `${count(covered)} cubiertos, ${count(dismissed)} descartados`,
  start: 'Redactar el aviso',
  startHint:
    'Abre el caso del cliente, o se suma al que tenga, y redacta el aviso del mes con sus operaciones.',
  started: 'Aviso redactado.',
  toCase: 'Ver el caso',
  toReport: 'Ver el informe',
  dismiss: 'Descartar',
  dismissTitle: 'Descartar la obligación',
  dismissLead: 'Diga por qué no hace falta aviso. Queda en el diario con su nombre.',
  reason: 'Motivo',
  reasons: {
    already_reported: 'Ya se presentó',
    not_reportable: 'La operación no es avisable',
    below_threshold: 'No alcanza el umbral',
    exempt: 'El cliente está exento',
    wrong_data: 'Los datos estaban mal',
  },
  note: 'Explicación',
  dismissed: 'Obligación descartada.',
  closedBy: (name: string) => `por ${name}`,
  basis: {
    internal: (hours: number) => `política interna: ${count(hours)} h`,
    urgent: 'LFPIORPI arts. 17 XVI y 18: aviso de 24 horas',
    rules: 'Reglas generales de la LFPIORPI; desde el DOF del 16-07-2025, también los intentos',
  },
  emptyTitle: 'Ningún aviso por obligación con estos filtros',
  emptyText:
    'Cuando un cliente alcanza un umbral legal (acumulación de seis meses, comisión), su aviso aparece aquí con su fecha de vencimiento.',
  verb: 'Presentar avisos',
  ofMonth: (open: number, month: string) =>
    `${count(open)} ${open === 1 ? 'aviso' : 'avisos'} de ${month} por obligación`,
} as const;
