import { formatCount } from '../../format/numbers.ts';
import type { Catalogue } from '../catalogue.ts';

const count = (n: number): string => formatCount(n, 'pt');

export const parts: Catalogue['parts'] = {
  copy: 'Copiar',
  copied: 'Copiado',
  copyThis: (what) => `Copiar ${what}`,
  loading: 'Carregando…',
  cancel: 'Cancelar',
  close: 'Fechar',
  save: 'Salvar',
  undo: 'Desfazer',
  yes: 'Sim',
  no: 'Não',
  selected: (n) => (n === 1 ? '1 selecionado' : `${count(n)} selecionados`),
  selectAll: 'Selecionar todos os visíveis',
  selectRow: 'Selecionar',
  left: (span) => `restam ${span}`,
  overdue: (span) => `venceu há ${span}`,
  unassigned: 'Sem responsável',
  approx: (dollars) => `≈ ${dollars} USD`,
  errors: {
    title: 'Não foi possível concluir',
    loadTitle: 'Não foi possível ler',
    unreachable: 'O servidor não respondeu.',
    lost: 'Nada do que estava salvo se perdeu; o que você escreveu continua na tela.',
    nothingLost: 'Nada se perdeu.',
    doRetry: 'Verifique sua conexão e tente de novo.',
    doDenied: 'Sua função não permite. Peça acesso a quem administra os usuários.',
    doMissing: 'Pode ter mudado de lugar ou pertencer a outra entidade obrigada.',
    doConflict: 'Alguém mudou antes. Recarregue e revise.',
    doFix: 'Corrija o que está indicado e envie de novo.',
    doLater: 'Tente de novo em instantes. Se continuar, avise a engenharia com o código abaixo.',
    retry: 'Tentar de novo',
    code: 'Código',
    request: 'Requisição',
    row: (n) => `Linha ${count(n)}`,
    boundary: 'Esta tela tropeçou em um erro nosso.',
    boundaryDo: 'Seus dados estão a salvo no servidor. Recarregue a página; se repetir, avise a engenharia.',
    reload: 'Recarregar',
    notFound: 'Aqui não há nenhuma tela.',
    notFoundDo: 'O endereço não existe. Volte para Hoje ou busque com Ctrl K.',
  },
  sparkline: (days, events) =>
    `Atividade de ${count(days)} dias: ${count(events)} ${events === 1 ? 'evento' : 'eventos'}`,
  optional: 'opcional',
};
