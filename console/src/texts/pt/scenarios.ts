import { formatCount } from '../../format/numbers.ts';
import type { Catalogue } from '../catalogue.ts';

const count = (n: number): string => formatCount(n, 'pt');

export const scenarios: Catalogue['scenarios'] = {
  title: 'Cenários',
  total: (n) => (n === 1 ? '1 em vigor' : `${count(n)} em vigor`),
  ruleSet: 'Conjunto de regras',
  families: {
    exposure: 'Exposição na cadeia',
    transactions: 'Operações e fracionamento',
    identity: 'Identidade, dispositivo e rede',
    organised_crime: 'Crime organizado na região',
  },
  columns: {
    number: 'Núm.',
    title: 'O que detecta',
    severity: 'Gravidade',
    outcome: 'Decisão',
    applies: 'Aplica-se a',
    findings: 'Achados, 30 d',
    last: 'Último',
  },
  versions: 'Versões',
  propose: 'Propor uma mudança',
  never: 'nunca',
  catches: 'O que detecta',
  source: 'De onde vem',
  noSource: 'Sem fonte legal: é critério próprio.',
  applies: 'Aplica-se a',
  parameters: 'Parâmetros',
  parameterColumns: { name: 'Nome', value: 'Valor', range: 'Entre', text: 'O que é' },
  noParameters: 'Não tem parâmetros.',
  condition: 'Condição',
  conditionHint: 'CEL; avaliada sobre cada evento a que se aplica',
  aggregates: 'Janelas que usa',
  neededFacts: 'Dados de que precisa',
  neededFactsHint: 'O que não se sabe não aciona nada.',
  examples: 'Exemplos testados a cada mudança',
  fires: 'Cumpre-se',
  quiet: 'Não se cumpre',
  yaml: 'Texto completo (YAML)',
  findings: 'Achados em 30 dias',
  lastFired: 'Último achado',
  seeAlerts: 'Ver seus alertas abertos',
  emptyTitle: 'Não há cenários em vigor',
  emptyText: 'Os cenários são arquivos YAML em content/scenarios; ao iniciar são compilados e aparecem aqui.',
};
