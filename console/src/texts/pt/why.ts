import { formatCount } from '../../format/numbers.ts';

const count = (n: number): string => formatCount(n, 'pt');

export const why = {
  title: 'Por que não outros?',
  ask: 'Buscar os cenários mais próximos',
  askAgain: 'Os mais próximos que não dispararam',
  lead: (silent: number) =>
    silent === 0
      ? 'Nenhum outro cenário julga este evento.'
      : silent === 1
        ? '1 cenário olhou este evento e não disparou.'
        : `${count(silent)} cenários olharam este evento e não dispararam.`,
  basis: {
    journal: 'As janelas foram reconstruídas do diário, como eram ao decidir.',
    record: 'A pessoa foi apagada: usam-se só os fatos guardados com a decisão.',
  },
  otherRules: 'Outro conjunto de regras decidiu; esta resposta é do vigente.',
  nearness: 'Proximidade',
  nearnessHint: 'Da condição mais longe de se cumprir; 100 % é cumprida.',
  met: 'cumprida',
  unmet: 'não cumprida',
  unknown: 'sem dado',
  unknownOf: (names: string) => `sem dado: ${names}`,
  enough: 'Teria bastado',
  or: 'ou então',
  together: 'Teriam bastado juntos',
  noWay: 'Nenhuma mudança de um só dado o teria feito disparar.',
  working: 'Reconstruindo as janelas…',
  windows: 'Os eventos dentro das janelas',
  windowTotal: (total: number, shown: number) =>
    shown < total
      ? `${count(total)} eventos; os ${count(shown)} mais novos`
      : total === 1
        ? '1 evento'
        : `${count(total)} eventos`,
  windowEmpty: 'Nenhum evento dentro.',
  keptBy: 'por',
  direction: { in: 'entra', out: 'sai', none: '—' },
  present: 'este evento',
  other: 'outro cliente',
  columns: { at: 'Ocorreu', what: 'Evento', direction: 'Sentido', amount: 'Valor', usd: 'USD' },
  limits: (min: string, max: string) => `entre ${min} e ${max}`,
  forTier: (tier: string) => `por risco ${tier}`,
  forJurisdiction: (code: string) => `por ${code}`,
  replay: 'Repetir a decisão',
  replayLead: 'Recalcula os fatos do diário e a decisão dos fatos, e compara byte a byte.',
  thorough: 'Ler tudo, sem índices',
  identical: 'Idêntica, byte a byte.',
  different: 'Diferente: isto não coincide com o lançamento.',
  notReplayable: 'Não se pode repetir.',
  because: {
    rule_set_unavailable: 'O conjunto de regras que decidiu não é mais conhecido.',
    policy_changed: 'A política de então era outra.',
    person_erased: 'A pessoa foi apagada e seus dados selados não se leem mais.',
    event_refused: 'Hoje o evento não seria aceito como foi informado.',
  },
  read: (n: number) => (n === 1 ? '1 lançamento lido' : `${count(n)} lançamentos lidos`),
  readAll: 'todos os que alcançam',
  erased: (n: number) => `${count(n)} de pessoas apagadas depois`,
  member: 'Membro',
  stored: 'No diário',
  made: 'Recalculado',
  sealedMember: 'selado',
} as const;
