import { formatCount } from '../../format/numbers.ts';
import type { Catalogue } from '../catalogue.ts';

const count = (n: number): string => formatCount(n, 'en');

export const scenarios: Catalogue['scenarios'] = {
  title: 'Scenarios',
  total: (n) => `${count(n)} live`,
  ruleSet: 'Rule-set',
  families: {
    exposure: 'On-chain exposure',
    transactions: 'Transactions and structuring',
    identity: 'Identity, device and network',
    organised_crime: 'Organised crime in the region',
  },
  columns: {
    number: 'No.',
    title: 'What it catches',
    severity: 'Severity',
    outcome: 'Decision',
    applies: 'Applies to',
    findings: 'Findings, 30 d',
    last: 'Last',
  },
  versions: 'Versions',
  propose: 'Propose a change',
  never: 'never',
  catches: 'What it catches',
  source: 'Where it comes from',
  noSource: 'No legal source: our own judgement.',
  applies: 'Applies to',
  parameters: 'Parameters',
  parameterColumns: { name: 'Name', value: 'Value', range: 'Between', text: 'What it is' },
  noParameters: 'It has no parameters.',
  condition: 'Condition',
  conditionHint: 'CEL; evaluated on each event it applies to',
  aggregates: 'Windows it uses',
  neededFacts: 'Facts it needs',
  neededFactsHint: 'What is not known makes nothing fire.',
  examples: 'Examples tried at every change',
  fires: 'Fires',
  quiet: 'Stays silent',
  yaml: 'Full text (YAML)',
  findings: 'Findings in 30 days',
  lastFired: 'Last finding',
  seeAlerts: 'See its open alerts',
  emptyTitle: 'No scenarios are live',
  emptyText: 'Scenarios are YAML files in content/scenarios; they are compiled at start and appear here.',
};
