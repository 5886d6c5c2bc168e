import { setTimeout as sleep } from 'node:timers/promises';
import { startBacktest } from '@atalaya/engine/modules/decisions/backtest/backtests.ts';
import { checkRuleSet, submitRuleSet } from '@atalaya/engine/modules/monitoring/rule-sets/approval.ts';
import { FileChecker } from '@atalaya/engine/modules/monitoring/rule-sets/check-files.ts';
import { createDraft, setParameter } from '@atalaya/engine/modules/monitoring/rule-sets/drafts.ts';
import { allRuleSets, ruleSetOf } from '@atalaya/engine/modules/monitoring/rule-sets/queries.ts';
import { asSystem, DEPLOYMENT, one } from '@atalaya/engine/platform/database.ts';
import type { House } from '@atalaya/engine/programs/house.ts';

/** What the compliance team does to rule-sets while events come in, by the verbs behind its pages. */
const MAKER = 'usr_maker';
const CHECKER = 'usr_checker';
const ASKING_MS = 20;

const callOf = (actor: string, entity: string) => ({ actor, scope: { entities: [DEPLOYMENT, entity] } });

/** A draft in which one scenario looks back a little less far. */
async function changedDraft({ foundation }: House, entity: string, minutes: number): Promise<string> {
  const checker = new FileChecker();
  const ports = {
    db: foundation.db,
    journal: foundation.journal,
    check: async (files: Parameters<FileChecker['files']>[0]) => checker.files(files),
  };
  const call = callOf(MAKER, entity);
  const id = await createDraft(ports, call, { from: 'live', note: 'bench' });
  await setParameter(ports, call, id, {
    file: '034-rapid-in-out.yaml',
    name: 'window',
    value: `${60 - minutes}m`,
  });
  return id;
}

/** Versions to compare and to go live with, made before anything is measured. */
export interface Prepared {
  readonly draft: string;
  readonly checked: string;
}

export async function prepareRuleSets(house: House, entity: string): Promise<Prepared> {
  const { db, journal } = house.foundation;
  const draft = await changedDraft(house, entity, 1);
  const checked = await changedDraft(house, entity, 2);
  const ports = { db, journal };
  await submitRuleSet(ports, callOf(MAKER, entity), checked, 'bench');
  const { content } = await asSystem(db, (tx) => ruleSetOf(tx, checked));
  await checkRuleSet(ports, callOf(CHECKER, entity), checked, { agree: true, content, reason: 'bench' });
  return { draft, checked };
}

export interface ComparedWithLive {
  readonly events: number;
  readonly seconds: number;
  readonly per_s: number;
}

/** A changed rule-set over everything decided, held against live, as a person would start it. */
export async function compareWithLive(
  house: House,
  entity: string,
  { draft: rule_set }: Prepared,
): Promise<ComparedWithLive> {
  const { db, journal, now } = house.foundation;
  const ports = {
    db,
    journal,
    now,
    ruleSetOf,
    numberOf: async (tx: Parameters<typeof allRuleSets>[0]) =>
      new Map((await allRuleSets(tx)).map(({ id, number }) => [id, number])),
    actorNames: async () => new Map<string, string>(),
    wake: () => undefined,
    stop: () => undefined,
  };
  const began = performance.now();
  const id = await startBacktest(ports, callOf(MAKER, entity), { rule_set, against: 'live' });
  for (;;) {
    await sleep(ASKING_MS);
    const found = await asSystem(db, (tx) =>
      one<{ state: string | null; failure: string | null; events: number; per_s: number }>(
        tx,
        `select b.state, b.failure, p.events_done as events, p.events_per_second as per_s
         from decisions.backtest b join decisions.backtest_progress p on p.backtest = b.id where b.id = $1`,
        [id],
      ),
    );
    if (found === undefined || found.state === null) continue;
    if (found.state !== 'done') throw new Error(`the backtest ended ${found.state}: ${found.failure}`);
    const seconds = Math.round(performance.now() - began) / 1000;
    return { events: found.events, seconds, per_s: found.per_s };
  }
}

export interface WentLive {
  readonly events: number;
  readonly seconds: number;
  /** Deciding stood still for so long. */
  readonly pause_ms: number;
}

/** A checked version takes the place of the live one: windows filled beside, then exchanged between two commits. */
export async function goLiveWithAnother(
  house: House,
  entity: string,
  { checked: id }: Prepared,
): Promise<WentLive> {
  const began = performance.now();
  const { liveSwitch } = house.monitoring;
  await liveSwitch.start(callOf(CHECKER, entity), id, { reason: 'bench', withoutBacktest: true });
  await liveSwitch.settled();
  const state = liveSwitch.state(id);
  if (state?.phase !== 'done') throw new Error(`did not go live: ${state?.failure ?? state?.phase}`);
  return {
    events: state.events_total,
    seconds: Math.round(performance.now() - began) / 1000,
    pause_ms: state.pause_ms ?? 0,
  };
}
