import { formatCount } from '../../format/numbers.ts';
import type { Catalogue } from '../catalogue.ts';

const count = (n: number): string => formatCount(n, 'pt');

export const releases: Catalogue['releases'] = {
  title: 'Liberações',
  one: 'Liberação ao sair de uma lista',
  back: 'Coincidências',
  link: 'Liberações',
  total: (n: number) => (n === 1 ? '1 cliente' : `${count(n)} clientes`),
  sentence: 'São mostradas {state}',
  states: {
    'open,proposed': 'as que esperam uma decisão',
    proposed: 'as que esperam a segunda pessoa',
    released: 'as liberadas',
    kept: 'as que seguem detidas',
    lapsed: 'as que já não procedem',
    '': 'todas',
  },
  columns: {
    due: 'Vence',
    customer: 'Cliente',
    what: 'O que está detido',
    value: 'Valor',
    sources: 'Já não consta em',
    state: 'Estado',
    opened: 'Desde',
  },
  operations: (n: number) => (n === 1 ? '1 operação' : `${count(n)} operações`),
  restriction: 'restrição do cliente',
  restrictionNote:
    'A restrição do cliente se apoiava em uma coincidência confirmada que já não está na lista. Ao liberar, o cliente volta a ficar ativo.',
  stateWords: {
    open: 'A propor',
    proposed: 'Espera segunda pessoa',
    released: 'Liberada',
    kept: 'Segue detida',
    lapsed: 'Já não procede',
  },
  emptyTitle: 'Nada a liberar',
  emptyText:
    'Quando uma lista ou uma etiqueta deixa de apontar alguém, aparece aqui o que estava detido só por isso. Nada é liberado sozinho: duas pessoas decidem.',
  look: 'Rever agora',
  looking: 'O que está detido é revisto com as listas de agora',
  items: 'Operações',
  noItems: 'Nenhuma operação está detida só por isso.',
  history: 'História',
  itemColumns: {
    ended: 'Só por',
    grounds: 'O que mudou',
    standing: 'Também se encontrou',
  },
  returned: 'a lista a aponta outra vez',
  ground: {
    list: (code: string, version: string, day: string) =>
      `${code} já não o aponta${version === '' ? '' : ` desde a versão ${version}`}${day === '' ? '' : ` (${day})`}`,
    tag: (code: string, _version: string, _day: string) => `etiqueta ${code} retirada`,
    exposure: (code: string, _version: string, _day: string) => `já não leva a ${code}`,
  },
  proposals: {
    release: (who: string) => `${who} propôs liberar.`,
    keep: (who: string) => `${who} propôs manter detido.`,
  },
  decidedBy: (who: string) => `${who} concordou.`,
  waitsForSecond: 'Outra pessoa deve decidir',
  acts: { release: 'Propor liberar', keep: 'Propor manter', agree: 'De acordo', return: 'Devolver' },
  actLeads: {
    release: 'Outra pessoa deverá concordar. Antes de liberar, as listas são perguntadas de novo.',
    keep: 'Outra pessoa deverá concordar. O que está detido segue igual.',
    return: 'Volta a quem propôs, com suas palavras.',
  },
  leads: {
    release:
      'As retenções são liberadas e a restrição, se houver, é levantada. Do que foi bloqueado, a casa lê aqui que pode seguir.',
    keep: 'O que está detido segue detido, e não volta a ser proposto.',
  },
  reason: 'Motivo',
  reasonHint: 'Fica no registro, selado com a chave do cliente.',
  said: {
    release: 'Proposta enviada a uma segunda pessoa',
    keep: 'Proposta enviada a uma segunda pessoa',
    agree: 'Decidido',
    return: 'Devolvido',
  },
  remarkKinds: {
    proposed_release: 'propôs liberar',
    proposed_keep: 'propôs manter detido',
    agreed: 'concordou',
    returned: 'devolveu',
  },
  verb: 'Liberar ou manter',
  what: (n: number) =>
    n === 0
      ? 'Restrição sem fundamento'
      : n === 1
        ? '1 operação sem fundamento'
        : `${count(n)} operações sem fundamento`,
};
