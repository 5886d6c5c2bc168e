import type { WhyNotView, WindowContents } from '@atalaya/contract/explain.ts';
import { canonicalText } from '../../kernel/canonical.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { read, rows, type Scope, type Tx } from '../../platform/database.ts';
import { directionOf } from '../activity/event.ts';
import { bindRuleSet, detect, gatherFacts } from '../monitoring/detection.ts';
import type { RuleSet } from '../monitoring/rule-set.ts';
import { type NearMiss, type WhyNot, whyNot, whyNotFromRecord } from '../monitoring/why-not.ts';
import { type WindowHeld, windowContents } from '../monitoring/window-contents.ts';
import { type PastDecision, type PastPorts, pastDecision, rebuildFor } from './past.ts';
import { dollars } from './queries.ts';

export interface ExplainPorts extends PastPorts {
  /** The rule-set that decides now. */
  readonly liveRuleSet: () => RuleSet;
}

/**
 * The windows as rebuilt, with the event just taken in. Where the rule-set that decided finds other facts over them than
 * are stored, the index may have missed something, and everything within reach is read.
 */
async function observedAgain(ports: ExplainPorts, scope: Scope, past: PastDecision, ruleSet: RuleSet) {
  const taken = async (thorough: boolean) => {
    const { monitor } = await rebuildFor(ports, scope, past, ruleSet, thorough);
    const { store } = monitor;
    store.begin();
    return { bound: bindRuleSet(ruleSet, store), observed: store.observe(past.observation) };
  };
  const quick = await taken(false);
  if (ruleSet.version !== past.data.rule_set || past.erased) return quick;
  const facts = gatherFacts(quick.bound, quick.observed);
  detect(facts, ruleSet);
  return facts.recordTexts().open === canonicalText(past.data.facts) ? quick : taken(true);
}

const WINDOW_EVENTS = 50;

/**
 * The events inside the windows of the scenarios that fired, or of one asked for, as they were when it was decided.
 * Failures: not_found, decisions.rule_set_unavailable.
 */
export async function eventWindows(
  ports: ExplainPorts,
  scope: Scope,
  id: string,
  { scenario, limit = WINDOW_EVENTS }: { scenario?: string | undefined; limit?: number | undefined },
): Promise<{ rule_set: string; windows: WindowContents[] }> {
  const past = await pastDecision(ports, scope, id);
  const version = past.data.rule_set;
  const ruleSet = await ports.ruleSetOf(version);
  if (ruleSet === null)
    throw new Failure(
      'conflict',
      'decisions.rule_set_unavailable',
      `rule-set ${version.slice(0, 12)} is not known any more`,
    );
  const wanted = new Set(scenario === undefined ? past.data.scenarios : [scenario]);
  const { bound, observed } = await observedAgain(ports, scope, past, ruleSet);
  const held = windowContents(bound, observed, wanted, limit);
  const events = await read(ports.db, scope, (tx) => insideEvents(tx, past, held));
  const titles = new Map(ruleSet.rules.map((rule) => [rule.id, rule.title]));
  return {
    rule_set: version,
    windows: held.map(({ ids, key, from, to, ...window }) => ({
      ...window,
      title: titles.get(window.scenario) ?? { es: '', pt: '', en: '' },
      fired: past.data.scenarios.includes(window.scenario),
      key: [...key],
      from: formatInstant(instantOf(from)),
      to: formatInstant(instantOf(to)),
      events: ids.flatMap((one) => events.get(one) ?? []),
    })),
  };
}

interface StoredEvent {
  readonly id: string;
  readonly reference: string;
  readonly customer: string;
  readonly type: Parameters<typeof directionOf>[0];
  readonly occurred_at: Instant;
  readonly asset: string | null;
  readonly amount: string | null;
  readonly value_usd: number | null;
}

async function insideEvents(
  tx: Tx,
  { id, data }: PastDecision,
  held: readonly WindowHeld[],
): Promise<ReadonlyMap<string, WindowContents['events'][number]>> {
  const found = await rows<StoredEvent>(
    tx,
    `select id, reference, customer, type, occurred_at, asset, amount, value_usd from decisions.decision
     where id = any ($1)`,
    [[...new Set(held.flatMap(({ ids }) => ids))]],
  );
  return new Map(
    found.map((row) => [
      row.id,
      {
        id: row.id,
        reference: row.reference,
        type: row.type,
        direction: row.type === 'transfer' && row.customer !== data.customer ? 'in' : directionOf(row.type),
        occurred_at: formatInstant(row.occurred_at),
        ...(row.asset === null ? {} : { asset: row.asset }),
        ...(row.amount === null ? {} : { amount: row.amount }),
        ...(row.value_usd === null ? {} : { value_usd: dollars(row.value_usd) }),
        customer_id: row.customer,
        own: row.customer === data.customer,
        present: row.id === id,
      },
    ]),
  );
}

const NEAREST = 5;

/**
 * Why the other scenarios did not fire. Asked of the rule-set that decided, where it is known, else of the live one. Of an
 * erased person what was sealed cannot be read: then the facts stored with the decision speak. Failure: not_found.
 */
export async function eventWhyNot(
  ports: ExplainPorts,
  scope: Scope,
  id: string,
  { scenario, limit = NEAREST }: { scenario?: string | undefined; limit?: number | undefined },
): Promise<WhyNotView> {
  const past = await pastDecision(ports, scope, id);
  const own = await ports.ruleSetOf(past.data.rule_set);
  const ruleSet = own ?? ports.liveRuleSet();
  const options = { limit, scenario };
  const view = (basis: WhyNotView['basis'], { fired, silent, nearest }: WhyNot): WhyNotView => ({
    event_id: past.id,
    rule_set: ruleSet.version,
    decided_by: past.data.rule_set,
    basis,
    fired: [...fired],
    silent,
    nearest: nearest.map(presentMiss),
  });
  if (past.erased && own !== null) return view('record', whyNotFromRecord(past.data.facts, own, options));
  const { bound, observed } = await observedAgain(ports, scope, past, ruleSet);
  return view('journal', whyNot(gatherFacts(bound, observed), ruleSet, options));
}

const presentMiss = ({ conjuncts, changes, together, ...miss }: NearMiss): WhyNotView['nearest'][number] => ({
  ...miss,
  conditions: conjuncts.map(({ values, unknown, ...one }) => ({
    ...one,
    values: [...values],
    unknown: [...unknown],
  })),
  changes: [...changes],
  together: together === null ? null : [...together],
});
