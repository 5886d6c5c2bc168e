import { asSystem, type Database, rows } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import type { Observation } from '../monitoring/observation.ts';
import type { RuleSet } from '../monitoring/rule-set.ts';
import { LiveMonitor } from './monitor.ts';
import { openEntries, type PastDecision } from './past.ts';
import { notReplayable, type Obstacle, obstacleOf, type Remade, remake } from './remake.ts';

export interface JournalReplayPorts {
  readonly db: Database;
  readonly vault: Vault;
  readonly ruleSetOf: (version: string) => RuleSet | null;
}

/** Entries compared; those before `from` are only taken into the windows. */
export interface ReplayRange {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface JournalReplay {
  /** Number of the last entry seen. */
  readonly last: number;
  /** Decisions compared. */
  readonly decisions: number;
  readonly identical: number;
  readonly different: number;
  /** Those that could not be made again, by what stood in the way. */
  readonly not_replayable: Readonly<Partial<Record<Obstacle, number>>>;
  /** The first hundred that differ, with what differs. */
  readonly differing: readonly (Pick<Remade, 'differences'> & {
    readonly journal: number;
    readonly reference: string;
  })[];
}

const PAGE = 1000;
const DIFFERING_MAX = 100;

/**
 * Every decision of the journal made again, in one pass over windows that begin empty; yields the count so far after each
 * page, and last the whole. Independent of all that is in memory and of every table but the journal.
 */
export async function* replayJournal(
  ports: JournalReplayPorts,
  { from = 0, to = Number.MAX_SAFE_INTEGER }: ReplayRange,
): AsyncGenerator<JournalReplay> {
  const replaying = new Replaying(ports.ruleSetOf, (before) => observationsBefore(ports, before));
  for (let after = 0; ; ) {
    const page = await readPage(ports, after, to);
    const last = page.at(-1);
    if (last === undefined) break;
    for (const past of page) await replaying.take(past, past.number >= from);
    after = last.number;
    yield replaying.soFar();
  }
  yield replaying.soFar();
}

async function* observationsBefore(ports: JournalReplayPorts, number: number): AsyncGenerator<Observation> {
  for (let after = 0; ; ) {
    const page = await readPage(ports, after, number - 1);
    for (const { observation } of page) yield observation;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.number;
  }
}

const readPage = ({ db, vault }: JournalReplayPorts, after: number, to: number): Promise<PastDecision[]> =>
  asSystem(db, async (tx) =>
    openEntries(
      tx,
      vault,
      await rows<{ number: number; bytes: Buffer }>(
        tx,
        `select number, bytes from journal.entry where type in ('decisions.decided', 'decisions.flagged')
           and number > $1 and number <= $2 order by number limit ${PAGE}`,
        [after, to],
      ),
    ),
  );

class Replaying {
  readonly #monitors = new Map<string, LiveMonitor | null>();
  readonly #differing: JournalReplay['differing'][number][] = [];
  readonly #obstacles: Partial<Record<Obstacle, number>> = {};
  #last = 0;
  #decisions = 0;
  #identical = 0;
  #different = 0;

  readonly #ruleSetOf: JournalReplayPorts['ruleSetOf'];
  readonly #before: (number: number) => AsyncIterable<Observation>;

  constructor(
    ruleSetOf: JournalReplayPorts['ruleSetOf'],
    before: (number: number) => AsyncIterable<Observation>,
  ) {
    this.#ruleSetOf = ruleSetOf;
    this.#before = before;
  }

  /** The windows of a rule-set; when it is first met, filled with all that came before. */
  async #monitorOf({ number, data }: PastDecision): Promise<LiveMonitor | null> {
    const known = this.#monitors.get(data.rule_set);
    if (known !== undefined) return known;
    const ruleSet = this.#ruleSetOf(data.rule_set);
    const monitor = ruleSet === null ? null : new LiveMonitor(ruleSet);
    await monitor?.rebuild(this.#before(number));
    this.#monitors.set(data.rule_set, monitor);
    return monitor;
  }

  /** Into the windows of every rule-set; compared when it is in the range. */
  async take(past: PastDecision, compared: boolean): Promise<void> {
    const own = compared ? await this.#monitorOf(past) : null;
    const obstacle = own === null ? 'rule_set_unavailable' : obstacleOf(past);
    for (const monitor of this.#monitors.values()) {
      if (monitor === null || (monitor === own && obstacle === undefined)) continue;
      monitor.mark();
      monitor.store.observe(past.observation);
      monitor.keep();
    }
    this.#last = past.number;
    if (!compared) return;
    const remade =
      own === null || obstacle !== undefined
        ? notReplayable(past, obstacle ?? 'rule_set_unavailable')
        : remake(past, own);
    this.#count(past, remade);
  }

  #count({ number, data }: PastDecision, { verdict, because, differences }: Remade): void {
    this.#decisions += 1;
    if (verdict === 'identical') this.#identical += 1;
    else if (because !== undefined) this.#obstacles[because] = (this.#obstacles[because] ?? 0) + 1;
    else {
      this.#different += 1;
      if (this.#differing.length < DIFFERING_MAX)
        this.#differing.push({ journal: number, reference: data.reference, differences });
    }
  }

  soFar(): JournalReplay {
    return {
      last: this.#last,
      decisions: this.#decisions,
      identical: this.#identical,
      different: this.#different,
      not_replayable: { ...this.#obstacles },
      differing: [...this.#differing],
    };
  }
}
