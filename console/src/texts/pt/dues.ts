import { formatCount } from '../../format/numbers.ts';

const count = (n: number): string => formatCount(n, 'pt');

export const dues = {
  title: 'Comunicações por obrigação',
  lead: 'A lei as pede porque um limite foi alcançado. Ninguém é suspeito, e não abrem alertas.',
  link: (n: number) => `Por obrigação (${count(n)})`,
  sentence: 'Comunicações {state} de {month}, primeiro as que vencem',
  states: { '': 'em qualquer estado', open: 'por apresentar', covered: 'cobertas', dismissed: 'descartadas' },
  stateWord: { open: 'Por apresentar', covered: 'Coberta', dismissed: 'Descartada' },
  labels: { state: 'Estado', month: 'Mês' },
  anyMonth: 'qualquer mês',
  columns: {
    due: 'Vence',
    customer: 'Cliente',
    basis: 'Por quê',
    amount: 'Alcançou',
    threshold: 'Limite',
    month: 'Mês',
    state: 'Estado',
  },
  monthLine: (open: number, customers: number) =>
    `${count(open)} ${open === 1 ? 'comunicação' : 'comunicações'} de ${count(customers)} ${customers === 1 ? 'cliente' : 'clientes'}`,
  monthDone: (covered: number, dismissed: number) =>
    `${count(covered)} cobertas, ${count(dismissed)} descartadas`,
  start: 'Redigir a comunicação',
  startHint:
    'Abre o caso do cliente, ou entra no que houver, e redige a comunicação do mês com suas operações.',
  started: 'Comunicação redigida.',
  toCase: 'Ver o caso',
  toReport: 'Ver o informe',
  dismiss: 'Descartar',
  dismissTitle: 'Descartar a obrigação',
  dismissLead: 'Diga por que não é preciso comunicar. Fica no diário com seu nome.',
  reason: 'Motivo',
  reasons: {
    already_reported: 'Já foi apresentada',
    not_reportable: 'A operação não é comunicável',
    below_threshold: 'Não alcança o limite',
    exempt: 'O cliente é isento',
    wrong_data: 'Os dados estavam errados',
  },
  note: 'Explicação',
  dismissed: 'Obrigação descartada.',
  closedBy: (name: string) => `por ${name}`,
  basis: {
    internal: (hours: number) => `política interna: ${count(hours)} h`,
    urgent: 'LFPIORPI arts. 17 XVI e 18: comunicação em 24 horas',
    rules: 'Regras gerais da LFPIORPI; desde o DOF de 16-07-2025, também as tentativas',
  },
  emptyTitle: 'Nenhuma comunicação por obrigação com estes filtros',
  emptyText:
    'Quando um cliente alcança um limite legal (acumulação de seis meses, tarifa), sua comunicação aparece aqui com o vencimento.',
  verb: 'Apresentar',
  ofMonth: (open: number, month: string) =>
    `${count(open)} ${open === 1 ? 'comunicação' : 'comunicações'} de ${month} por obrigação`,
} as const;
