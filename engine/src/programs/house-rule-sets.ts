import { actorNames } from '../modules/access/users.ts';
import { mountBacktests } from '../modules/decisions/backtest/routes.ts';
import { compileRuleSet, type RuleSet } from '../modules/monitoring/rule-set.ts';
import { allRuleSets, ruleSetOf } from '../modules/monitoring/rule-sets/queries.ts';
import { mountRuleSets } from '../modules/monitoring/rule-sets/routes.ts';
import { liveRuleSet, offerShipped, type ShippedPorts } from '../modules/monitoring/rule-sets/shipped.ts';
import type { Reader } from '../platform/feed.ts';
import type { Http } from '../platform/http.ts';
import { createBacktestRunner } from './backtest-runner.ts';
import type { Clockwork } from './clockwork.ts';
import type { Deciding } from './deciding.ts';
import type { Foundation } from './foundation.ts';
import { createLiveSwitch, type LiveSwitch } from './going-live.ts';
import { pastRuleSets } from './past-rule-sets.ts';
import { openBench, type RuleSetBench } from './rule-set-bench.ts';
import { scenarioFiles } from './scenario-files.ts';
import { createShadowing } from './shadowing.ts';

/** Rule-sets before anything is decided: the live one, and the thread that reads scenarios. */
export interface RuleSetsOpened {
  readonly ruleSet: RuleSet;
  readonly bench: RuleSetBench;
  readonly ports: ShippedPorts;
}

/** The name of a file without its folder: what versions know it by. */
const shippedFiles = () =>
  scenarioFiles().map(({ path, text }) => ({ path: path.slice(path.lastIndexOf('/') + 1), text }));

export async function openRuleSets(foundation: Foundation): Promise<RuleSetsOpened> {
  const { connection, home } = foundation;
  const bench = openBench({ connection, home });
  const ports: ShippedPorts = {
    db: foundation.db,
    journal: foundation.journal,
    compile: compileRuleSet,
    check: bench.check,
  };
  const { ruleSet } = await liveRuleSet(ports, shippedFiles());
  return { ruleSet, bench, ports };
}

export interface HouseRuleSets {
  readonly readers: readonly Reader[];
  readonly liveSwitch: LiveSwitch;
  /** The rule-set of a version that decisions carry, live or of before; null when its texts are not known. */
  readonly ofPast: (version: string) => Promise<RuleSet | null>;
  /** Begins what runs beside the decisions: shadow, backtests, and the offer of newer scenarios. */
  start(clockwork: Clockwork): Promise<void>;
  close(): Promise<void>;
}

const BACKTEST_MS = 1000;

/** Routes of rule-sets and backtests, and what works behind them. */
export function mountHouseRuleSets(
  http: Http,
  foundation: Foundation,
  deciding: Deciding,
  { bench, ports }: RuleSetsOpened,
): HouseRuleSets {
  const { db, journal, now, log } = foundation;
  const shadowing = createShadowing(foundation, bench.check);
  const runner = createBacktestRunner(foundation);
  const looked = (work: Promise<void>): void =>
    void work.catch((error: unknown) => log.warn({ err: error }, 'shadow'));
  const liveSwitch = createLiveSwitch({
    foundation,
    deciding,
    changed: () => looked(shadowing.look(true)),
  });
  let wake = (): void => undefined;
  let behind: Promise<void> = Promise.resolve();
  let closed = false;
  mountRuleSets(http, {
    db,
    journal,
    actorNames,
    check: bench.check,
    tryScenario: bench.tryScenario,
    goLive: liveSwitch.start,
    goingLive: liveSwitch.state,
    shadowChanged: () => looked(shadowing.look()),
  });
  mountBacktests(http, {
    db,
    journal,
    now,
    actorNames,
    ruleSetOf,
    numberOf: async (tx) => new Map((await allRuleSets(tx)).map(({ id, number }) => [id, number])),
    wake: () => wake(),
    stop: runner.stop,
    shadowView: shadowing.view,
  });
  return {
    readers: [eraser(bench)],
    liveSwitch,
    ofPast: pastRuleSets(foundation.db, () => deciding.monitor.ruleSet),
    async start(clockwork) {
      const loop = clockwork.start('backtests', runner.step, BACKTEST_MS);
      wake = loop.wake;
      await shadowing.look();
      behind = offerShipped(ports, shippedFiles()).then(
        () => undefined,
        (error: unknown) => {
          if (!closed) log.warn({ err: error }, 'newer scenarios could not be read');
        },
      );
    },
    async close() {
      closed = true;
      await behind;
      await Promise.all([liveSwitch.stop(), runner.close(), shadowing.close()]);
      await bench.close();
    },
  };
}

/** What is kept of an erased person's events beside the journal goes with the key. */
const eraser = (bench: RuleSetBench): Reader => ({
  name: 'observation-archive',
  types: ['customers.erased'],
  async handle(_tx, entries) {
    for (const { body } of entries) await bench.forget(body.subject);
  },
});
