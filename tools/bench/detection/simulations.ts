import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { ImportMapping } from '@atalaya/contract/imports.ts';
import { createRowReader } from '@atalaya/engine/modules/decisions/csv/mapping.ts';
import type { RuleSet } from '@atalaya/engine/modules/monitoring/rule-set.ts';
import { ExchangeInProcess } from './exchange.ts';

/** Simulations of money laundering by others, read as an import would: same mapping, same events, same rules. */
export interface SimulationRun {
  readonly customers: number;
  readonly labelled: number;
  readonly events: number;
  readonly alerted: number;
  /** Labelled customers among those alerted. */
  readonly right: number;
  /** Distinct pairs of customer and scenario: what a queue would hold. */
  readonly alerts: number;
  /** Patterns by their kind: how many there are, and in how many some member was alerted. */
  readonly patterns: ReadonlyMap<string, { readonly all: number; readonly found: number }>;
  /** Alerted customers by scenario. */
  readonly byScenario: ReadonlyMap<number, number>;
}

interface Labels {
  readonly customers: ReadonlySet<string>;
  /** Members of each pattern, by `kind pattern`. */
  readonly patterns: ReadonlyMap<string, ReadonlySet<string>>;
}

const TIME: ImportMapping['time'] = { format: 'step', start: '2024-01-01T00:00:00Z', step_seconds: 86_400 };
const shared = {
  kind: 'events',
  id_template: 'sim-{row}',
  time: TIME,
  register_missing_customers: true,
} as const;

/** Columns of a transfer inside, of money from outside and of money to outside. */
const mappingOf = (
  type: 'transfer' | 'deposit' | 'withdrawal',
  columns: Readonly<Record<string, string>>,
): ImportMapping => ({
  ...shared,
  columns,
  constants: { type, asset: 'USD', ...(type === 'transfer' ? {} : { rail: 'cash' }) },
});

function run(
  ruleSet: RuleSet,
  everyone: Iterable<string>,
  raws: Iterable<unknown>,
  labels: Labels,
): SimulationRun {
  const exchange = new ExchangeInProcess(ruleSet);
  const now = Date.UTC(2026, 0, 1);
  let customers = 0;
  for (const reference of everyone) {
    exchange.registerUnnamed(reference, now);
    customers += 1;
  }
  const reports = new Set(ruleSet.rules.filter((rule) => rule.report !== null).map((rule) => rule.number));
  const alerts = new Map<number, Set<string>>();
  let events = 0;
  for (const raw of raws) {
    events += 1;
    const customer = String(Reflect.get(Object(raw), 'customer'));
    // Told as it happens: windows reach back from the time an event was learnt of.
    const at = Date.parse(String(Reflect.get(Object(raw), 'occurred_at')));
    for (const { number } of exchange.observe(raw, at))
      if (!reports.has(number)) alerts.set(number, (alerts.get(number) ?? new Set()).add(customer));
  }
  const alerted = new Set([...alerts.values()].flatMap((set) => [...set]));
  const patterns = new Map<string, { all: number; found: number }>();
  for (const [name, members] of labels.patterns) {
    const kind = name.split(' ')[0] ?? '';
    const so = patterns.get(kind) ?? { all: 0, found: 0 };
    const hit = [...members].some((member) => alerted.has(member)) ? 1 : 0;
    patterns.set(kind, { all: so.all + 1, found: so.found + hit });
  }
  return {
    customers,
    labelled: labels.customers.size,
    events,
    alerted: alerted.size,
    right: [...alerted].filter((customer) => labels.customers.has(customer)).length,
    alerts: [...alerts.values()].reduce((sum, set) => sum + set.size, 0),
    patterns,
    byScenario: new Map([...alerts].map(([number, set]) => [number, set.size])),
  };
}

const linesOf = (text: string): string[][] =>
  text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));

/** AMLSim: transfers between accounts; labels are of accounts. */
export function runAmlsim(ruleSet: RuleSet, shared: string, set: string): SimulationRun {
  const folder = join(shared, 'data/ml/amlsim', set);
  const [header = [], ...rows] = linesOf(readFileSync(join(folder, 'transactions.csv'), 'utf8'));
  const [, ...nodes] = linesOf(readFileSync(join(folder, 'nodes.csv'), 'utf8'));
  const reader = createRowReader(
    mappingOf('transfer', {
      customer: 'sourceNodeId',
      to_customer: 'targetNodeId',
      amount: 'value',
      occurred_at: 'time',
    }),
    header,
  );
  const frauds = nodes.filter(([, fraud]) => fraud === '1').map(([id = '']) => id);
  return run(
    ruleSet,
    nodes.map(([id = '']) => id),
    rows.map((cells, row) => reader.read(cells, row + 1)),
    { customers: new Set(frauds), patterns: new Map() },
  );
}

const KINDS = [
  '',
  'fan_out',
  'fan_in',
  'cycle',
  'bipartite',
  'stack',
  'random',
  'scatter_gather',
  'gather_scatter',
];

/** AMLGentex: transfers, and cash from and to outside; labels are of transactions, with their pattern. */
export function runAmlgentex(ruleSet: RuleSet, shared: string): SimulationRun {
  const packed = readFileSync(join(shared, 'data/ml/amlgentex_e2/temporal/tx_log.csv.gz'));
  const [header = [], ...rows] = linesOf(gunzipSync(packed).toString('utf8'));
  const column = (name: string): number => header.indexOf(name);
  const [from, to, sar, pattern, model, amount] = [
    'nameOrig',
    'nameDest',
    'isSAR',
    'patternID',
    'modelType',
    'amount',
  ].map(column);
  const inside = { amount: 'amount', occurred_at: 'step' };
  const readers = {
    transfer: createRowReader(
      mappingOf('transfer', { customer: 'nameOrig', to_customer: 'nameDest', ...inside }),
      header,
    ),
    deposit: createRowReader(mappingOf('deposit', { customer: 'nameDest', ...inside }), header),
    withdrawal: createRowReader(mappingOf('withdrawal', { customer: 'nameOrig', ...inside }), header),
  };
  const everyone = new Set<string>();
  const frauds = new Set<string>();
  const patterns = new Map<string, Set<string>>();
  const raws: unknown[] = [];
  for (const [n, cells] of rows.entries()) {
    const ends = [cells[from ?? 0] ?? '', cells[to ?? 0] ?? ''] as const;
    const [sender, receiver] = ends.map((id) => !id.startsWith('-'));
    const members = ends.filter((id) => !id.startsWith('-'));
    for (const id of members) everyone.add(id);
    if (cells[sar ?? 0] === '1') {
      const kind = KINDS[Number(cells[model ?? 0])] ?? 'other';
      const name = `${kind} ${cells[pattern ?? 0]}`;
      const known = patterns.get(name) ?? new Set();
      for (const id of members) {
        frauds.add(id);
        known.add(id);
      }
      patterns.set(name, known);
    }
    // The log has fractions of cents, which are no money. What somebody had before the first step is no event; nothing can be sent to oneself.
    if (cells[1] === 'INITALBALANCE' || ends[0] === ends[1] || members.length === 0) continue;
    const type = sender && receiver ? 'transfer' : sender ? 'withdrawal' : 'deposit';
    const rounded = cells.with(amount ?? 0, Number(cells[amount ?? 0]).toFixed(2));
    raws.push(readers[type].read(rounded, n + 1));
  }
  return run(ruleSet, everyone, raws, { customers: frauds, patterns });
}
