import { asSystem, type Database, rows } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import type { Observation } from '../monitoring/observation.ts';
import type { RuleSet } from '../monitoring/rule-set.ts';
import { LiveMonitor } from './monitor.ts';
import { findRejected } from './originals.ts';
import { openEntries, type PastDecision } from './past.ts';
import { notReplayable, type Obstacle, obstacleOf, type Remade, remake } from './remake.ts';

export interface JournalReplayPorts {
  readonly db: Database;
  readonly vault: Vault;
  readonly ruleSetOf: (version: string) => RuleSet | null | Promise<RuleSet | null>;
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
    readonly entity: string;
    readonly reference: string;
  })[];
}

const PAGE = 1000;
const DIFFERING_MAX = 100;

/**
 * Every decision of the journal made again, in one pass over windows that begin empty; yields the count so far after each
 * page, and last the whole. Independent of all that is in memory.
 */
export async function* replayJournal(
  ports: JournalReplayPorts,
  { from = 0, to = Number.MAX_SAFE_INTEGER }: ReplayRange,
): AsyncGenerator<JournalReplay> {
  const replaying = new Replaying(ports.ruleSetOf, (before) => observationsBefore(ports, before));
  for (let after = 0; ; ) {
    const page = await readPage(ports, after, to);
    for (const step of page.steps)
      if ('rejected' in step) replaying.tell(step.observation);
      else await replaying.take(step, step.number >= from);
    if (page.end === null) break;
    after = page.end;
    yield replaying.soFar();
  }
  yield replaying.soFar();
}

async function* observationsBefore(ports: JournalReplayPorts, number: number): AsyncGenerator<Observation> {
  for (let after: number | null = 0; after !== null; ) {
    const page: Page = await readPage(ports, after, number - 1);
    for (const { observation } of page.steps) yield observation;
    after = page.end;
  }
}

/** A hold that was rejected takes its event out of the windows. */
interface Rejection {
  readonly number: number;
  readonly rejected: true;
  readonly observation: Observation;
}

interface Page {
  readonly steps: readonly (PastDecision | Rejection)[];
  /** Where the next page begins; null when this was the last. */
  readonly end: number | null;
}

const readPage = ({ db, vault }: JournalReplayPorts, after: number, to: number): Promise<Page> =>
  asSystem(db, async (tx) => {
    const stored = await rows<{ number: number; bytes: Buffer }>(
      tx,
      `select number, bytes from journal.entry where type in ('decisions.decided', 'decisions.flagged')
         and number > $1 and number <= $2 order by number limit ${PAGE}`,
      [after, to],
    );
    const end = stored.length < PAGE ? null : (stored.at(-1)?.number ?? null);
    const holds = await rows<{ id: string }>(
      tx,
      "select id from decisions.hold where state = 'rejected' and entry > $1 and entry <= $2 order by entry",
      [after, end ?? to],
    );
    const steps: (PastDecision | Rejection)[] = await openEntries(tx, vault, stored);
    for (const { id } of holds) {
      const seen = await findRejected(tx, vault, id);
      if (seen !== null) steps.push({ number: seen.entry, rejected: true, observation: seen.observation });
    }
    return { steps: steps.sort((a, b) => a.number - b.number), end };
  });

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
    const ruleSet = await this.#ruleSetOf(data.rule_set);
    const monitor = ruleSet === null ? null : new LiveMonitor(ruleSet);
    await monitor?.rebuild(this.#before(number));
    this.#monitors.set(data.rule_set, monitor);
    return monitor;
  }

  /** Into the windows of every rule-set, and nothing more. */
  tell(observation: Observation): void {
    for (const monitor of this.#monitors.values()) monitor?.tell(observation, this.#last);
  }

  /** Into the windows of every rule-set; compared when it is in the range. */
  async take(past: PastDecision, compared: boolean): Promise<void> {
    const own = compared ? await this.#monitorOf(past) : null;
    const obstacle = own === null ? 'rule_set_unavailable' : obstacleOf(past);
    for (const monitor of this.#monitors.values()) {
      if (monitor !== null && (monitor !== own || obstacle !== undefined))
        monitor.tell(past.observation, past.number);
    }
    this.#last = past.number;
    if (!compared) return;
    const remade =
      own === null || obstacle !== undefined
        ? notReplayable(past, obstacle ?? 'rule_set_unavailable')
        : remake(past, own);
    this.#count(past, remade);
  }

  #count({ number, body, data }: PastDecision, { verdict, because, differences }: Remade): void {
    this.#decisions += 1;
    if (verdict === 'identical') this.#identical += 1;
    else if (because !== undefined) this.#obstacles[because] = (this.#obstacles[because] ?? 0) + 1;
    else {
      this.#different += 1;
      if (this.#differing.length < DIFFERING_MAX)
        this.#differing.push({
          journal: number,
          entity: body.entity,
          reference: data.reference,
          differences,
        });
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
