import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { isFailure } from '../../kernel/failure.ts';
import { asSystem, type Database, one } from '../../platform/database.ts';
import type { Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import { BaseFile } from '../monitoring/base-file.ts';
import type { FromWriter, ToWriter } from '../monitoring/base-writer-thread.ts';
import type { Snapshotting } from '../monitoring/snapshotting.ts';
import type { Memory, WindowStore } from '../monitoring/window-store.ts';
import type { LiveMonitor } from './monitor.ts';
import { makerOfWindows, SnapshotFolder } from './snapshot-folder.ts';

export interface KeeperOptions {
  /** Between two snapshots. */
  readonly everyMs: number;
  /** Longest time a piece of this work holds the thread that decides. */
  readonly sliceMs: number;
  /** Windows nobody looked at for so long leave memory. */
  readonly idleMs: number;
  /** Beyond this many bytes in memory they leave after a minute already. */
  readonly bytesMax: number;
}

const DEFAULTS: KeeperOptions = {
  everyMs: 5 * 60_000,
  sliceMs: 2,
  idleMs: 15 * 60_000,
  bytesMax: 1024 * 1024 * 1024,
};

export interface KeeperPorts {
  readonly db: Database;
  readonly home: string;
  readonly monitor: LiveMonitor;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly now: () => number;
}

export interface SnapshotMade {
  readonly journal: number;
  readonly rows: number;
  readonly bytes: number;
  readonly ms: number;
  /** The longest that deciding stood still for it. */
  readonly pause_ms_max: number;
}

export interface WindowsReport extends Memory {
  readonly bytes_per_customer: number;
  readonly snapshot_journal: number;
  readonly snapshot_at: number | null;
  readonly pause_ms_max: number;
}

const WRITER = new URL('../monitoring/base-writer-thread.ts', import.meta.url);
const TICK_MS = 100;
const TIDY_MS = 1;
const CLOSE_ENTRIES = 1000;

/**
 * Keeps the windows within memory and on disk: frees what is out of reach, lets idle rows leave, and takes snapshots in
 * slices while decisions go on; another thread writes them. At a start it gives back the newest that is whole, of this
 * journal and of this code.
 */
export class WindowKeeper {
  readonly #ports: KeeperPorts;
  readonly #options: KeeperOptions;
  readonly #folder: SnapshotFolder;
  readonly #maker = makerOfWindows();
  #timer: NodeJS.Timeout | null = null;
  #last = 0;
  #taking: Promise<SnapshotMade | null> | null = null;
  #stopped = false;
  #pauseMax = 0;
  /** Erased persons whose events the windows may still hold: those of before the last start from zero. */
  #erased = 0;

  constructor(ports: KeeperPorts, options: Partial<KeeperOptions> = {}) {
    this.#ports = ports;
    this.#options = { ...DEFAULTS, ...options };
    this.#folder = new SnapshotFolder(ports.home);
  }

  /** Fills empty windows from the newest snapshot that can be used; the entry it reaches to, 0 when there is none. */
  async reopen(store: WindowStore): Promise<number> {
    const { db, log } = this.#ports;
    const erased = await asSystem(db, countErased);
    for (const path of this.#folder.snapshots) {
      let base: BaseFile | null = null;
      try {
        base = this.#folder.open(path);
        const { description } = base;
        const problem = await this.#problemOf(base, erased);
        if (problem === null) {
          store.open(base, this.#folder.idsOf(description));
          this.#erased = erased;
          return description.journal;
        }
        log.info({ path, problem }, 'a snapshot of the windows is not used');
      } catch (error) {
        if (!isFailure(error)) throw error;
        log.warn({ path, err: error }, 'a snapshot of the windows cannot be used');
      }
      base?.close();
    }
    this.#folder.clear();
    this.#erased = erased;
    return 0;
  }

  async #problemOf({ description }: BaseFile, erased: number): Promise<string | null> {
    if (description.made_by !== this.#maker) return 'other code made it';
    if (description.erased !== erased) return 'a person was erased since';
    if (!this.#folder.hasIds(description)) return 'its event ids are not there';
    const leaf = await leafOf(this.#ports.db, description.journal);
    return leaf === description.leaf ? null : 'it is of another journal';
  }

  start(): void {
    this.#last = performance.now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  #tick(): void {
    const { monitor } = this.#ports;
    const { idleMs, bytesMax, everyMs } = this.#options;
    const idle = monitor.store.bytes > bytesMax ? Math.min(idleMs, 60_000) : idleMs;
    const seconds = Math.floor(performance.now() / 1000) + FIRST_TICK;
    this.#timed(() => monitor.store.tidy(performance.now() + TIDY_MS, seconds, Math.ceil(idle / 1000)));
    if (performance.now() - this.#last < everyMs || this.#taking !== null) return;
    this.snapshot().catch((error: unknown) => {
      this.#ports.log.warn({ err: error }, 'a snapshot of the windows failed');
    });
  }

  #timed<T>(work: () => T): T {
    const began = performance.now();
    const result = work();
    const ms = performance.now() - began;
    this.#ports.metrics.windowPause.observe(ms / 1000);
    if (ms > this.#pauseMax) this.#pauseMax = ms;
    return result;
  }

  /** Takes one now; null when there is nothing new, or the windows were changed for others meanwhile. */
  snapshot(): Promise<SnapshotMade | null> {
    this.#taking ??= this.#take().finally(() => {
      this.#taking = null;
      this.#last = performance.now();
    });
    return this.#taking;
  }

  async #take(): Promise<SnapshotMade | null> {
    const { db, monitor, now } = this.#ports;
    const { store, entry } = monitor;
    if (entry === 0 || store.base?.description.journal === entry) return null;
    if ((await asSystem(db, countErased)) !== this.#erased) {
      this.#folder.clear();
      return null;
    }
    const began = performance.now();
    const before = { journal: entry, pauses: 0 };
    const ids = store.base === null ? this.#folder.newIds() : this.#folder.idsOf(store.base.description);
    const worker = new Worker(WRITER);
    try {
      await this.#settled(store);
      if (monitor.store !== store) return null;
      before.journal = monitor.entry;
      const taking = this.#timed(() => store.snapshot());
      if (!(await this.#slices(store, taking, worker, ids, before))) return null;
      const leaf = (await leafOf(db, before.journal)) ?? '';
      const told = {
        journal: before.journal,
        leaf,
        rule_set: monitor.version,
        made_by: this.#maker,
        made_at: now(),
        erased: this.#erased,
      };
      const file = ids.slice(ids.lastIndexOf('/') + 1);
      const path = this.#folder.pathOf(before.journal);
      await written(worker, {
        path,
        older: store.base?.path ?? null,
        tail: taking.idTail,
        description: taking.description(told, { file, pages: [...store.ids.moved] }),
        cutoff: taking.cutoff,
      });
      if (monitor.store !== store) return null;
      const base = BaseFile.open(path, true);
      this.#timed(() => taking.done(base));
      this.#folder.tidy([ids]);
      const ms = Math.round(performance.now() - began);
      const { journal, pauses } = before;
      const made = { journal, rows: taking.rows, bytes: base.bytes, ms, pause_ms_max: pauses };
      this.#ports.log.info(made, 'snapshot of the windows');
      return made;
    } finally {
      await worker.terminate();
    }
  }

  /** Hands over what changed, a slice at a time; false when the windows were changed for others. */
  async #slices(
    store: WindowStore,
    taking: Snapshotting,
    worker: Worker,
    ids: string,
    told: { pauses: number },
  ): Promise<boolean> {
    for (;;) {
      await this.#settled(store);
      if (this.#ports.monitor.store !== store) return false;
      const began = performance.now();
      const chunk = this.#timed(() => taking.slice(performance.now() + this.#options.sliceMs, ids));
      told.pauses = Math.max(told.pauses, performance.now() - began);
      if (chunk === null) return true;
      const rows = new Uint8Array(chunk);
      if (rows.length > 0) worker.postMessage({ rows } satisfies ToWriter, [rows.buffer]);
      if (!this.#stopped) await sleep(this.#options.sliceMs);
    }
  }

  /** Waits while something taken out may still be put back. */
  async #settled(store: WindowStore): Promise<void> {
    while (store.isUnsettled && this.#ports.monitor.store === store) await sleep(1);
  }

  /** A person was erased: what snapshots hold of them goes, and none is taken until windows are made without them. */
  forget(): void {
    this.#folder.clear();
  }

  report(): WindowsReport {
    const memory = this.#ports.monitor.store.memory();
    const description = this.#ports.monitor.store.base?.description;
    const customers = memory.keys['customer.id'] ?? 0;
    return {
      ...memory,
      bytes_per_customer: customers === 0 ? 0 : Math.round(memory.bytes / customers),
      snapshot_journal: description?.journal ?? 0,
      snapshot_at: description?.made_at ?? null,
      pause_ms_max: Math.round(this.#pauseMax * 100) / 100,
    };
  }

  /** Ends in order: after much that is new, with a snapshot, so that the next start is quick. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    await this.#taking?.catch(() => undefined);
    const { monitor, log } = this.#ports;
    const known = monitor.store.base?.description.journal ?? 0;
    if (monitor.entry - known >= CLOSE_ENTRIES)
      await this.snapshot().catch((error: unknown) => log.warn({ err: error }, 'no snapshot at the end'));
    monitor.store.close();
  }
}

/** So that a row made before the first tick counts as used. */
const FIRST_TICK = 1;

async function leafOf(db: Database, number: number): Promise<string | undefined> {
  const found = await asSystem(db, (tx) =>
    one<{ leaf: string }>(
      tx,
      "select encode(leaf_hash, 'hex') as leaf from journal.entry where number = $1",
      [number],
    ),
  );
  return found?.leaf;
}

async function countErased(tx: Parameters<Parameters<typeof asSystem>[1]>[0]): Promise<number> {
  const found = await one<{ n: number }>(
    tx,
    'select count(*)::int as n from customers.customer where erased',
  );
  return found?.n ?? 0;
}

function written(worker: Worker, order: Exclude<ToWriter, { rows: Uint8Array }>): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('message', (said: FromWriter) => {
      if ('failed' in said) reject(new Error(said.failed));
      else resolve();
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread that writes snapshots ended')));
    worker.postMessage(order);
  });
}
