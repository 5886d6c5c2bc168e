import { setTimeout as sleep } from 'node:timers/promises';
import type { Decision } from '@atalaya/contract/decisions.ts';
import { isFailure } from '@atalaya/engine/kernel/failure.ts';
import { readEvent } from '@atalaya/engine/modules/activity/event.ts';
import { Seed } from '@atalaya/world/random/seed.ts';
import type { Stream } from '@atalaya/world/random/stream.ts';
import { type Delivery, deliveriesOf } from './deliveries.ts';
import { bare, type Engine, type Ground, openEngine, spoil } from './engine.ts';
import type { Exchange, Exchanges } from './exchange.ts';
import { checkAll } from './invariants.ts';
import { type Deed, planOf, type Round } from './plan.ts';

export interface SeedResult {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly deeds: readonly Deed[];
  readonly sent: number;
  readonly decided: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly again: number;
  readonly ms: number;
}

/** What was answered, by event id. */
export interface Ledger {
  readonly answers: Map<string, string>;
  readonly refused: Map<string, string>;
  readonly counts: Record<string, number>;
  readonly faults: string[];
  again: number;
}

/** What is taken back may arrive after what takes it back; then that comes again. */
const UNKNOWN = 'activity.unknown_original';
const FUTURE = 'activity.occurred_in_future';
const PATIENCE_MS = 60_000;

/** One seed: its events sent in rounds while its deeds befall the engine, then everything that must hold. */
export async function runSeed(exchanges: Exchanges, seed: number): Promise<SeedResult> {
  const began = performance.now();
  const plan = planOf(seed, () => EVENTS);
  const exchange = await exchanges.get(plan.world);
  const count = plan.rounds.reduce((sum, { events }) => sum + events, 0);
  const events = exchange.events.slice(plan.first, plan.first + count);
  const deliveries = deliveriesOf(seed, events);
  const name = `seed_${seed}`;
  const simulation = new Simulation(exchanges, exchange, name, seed);
  try {
    await simulation.begin();
    await simulation.play(plan.rounds, deliveries);
    simulation.ledger.faults.push(...(await simulation.check(deliveries)));
  } catch (error) {
    simulation.ledger.faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  await simulation.end();
  await exchanges.drop(name).catch(() => undefined);
  const { answers, counts, faults, again } = simulation.ledger;
  return {
    seed,
    faults,
    deeds: plan.rounds.flatMap(({ deed }) => deed ?? []),
    sent: deliveries.length,
    decided: answers.size,
    refused: counts,
    again,
    ms: Math.round(performance.now() - began),
  };
}

/** Every prepared world has at least so many events. */
const EVENTS = 1200;

class Simulation {
  readonly ledger: Ledger = {
    answers: new Map(),
    refused: new Map(),
    counts: {},
    faults: [],
    again: 0,
  };
  readonly #exchanges: Exchanges;
  readonly #exchange: Exchange;
  readonly #name: string;
  readonly #random: Stream;
  #ground: Ground | null = null;
  #engine: Engine | null = null;
  #time = 0;
  #skew = 0;

  constructor(exchanges: Exchanges, exchange: Exchange, name: string, seed: number) {
    this.#exchanges = exchanges;
    this.#exchange = exchange;
    this.#name = name;
    this.#random = Seed.of('simulation').sub('run', seed).stream();
  }

  get #now(): number {
    return this.#time + this.#skew;
  }

  async begin(): Promise<void> {
    const { connection, home } = await this.#exchanges.clone(this.#exchange, this.#name);
    this.#ground = { connection, home, now: () => this.#now };
    this.#time = Date.parse(this.#exchange.events[0]?.occurred_at ?? '');
    await this.#open();
  }

  async #open(): Promise<void> {
    if (this.#ground === null) throw new Error('no ground');
    this.#engine = await openEngine(this.#ground);
  }

  async play(rounds: readonly Round[], deliveries: readonly Delivery[]): Promise<void> {
    let next = 0;
    for (const round of rounds) {
      const group = deliveries.slice(next, next + round.events);
      next += round.events;
      const sending = this.#send(group);
      if (round.deed !== null && round.during) {
        await sleep(round.delay_ms);
        await this.#befall(round.deed, round);
      }
      await sending;
      if (round.deed !== null && !round.during) await this.#befall(round.deed, round);
    }
    this.#skew = 0;
    for (; next < deliveries.length; next += 60) await this.#send(deliveries.slice(next, next + 60));
  }

  async #send(group: readonly Delivery[]): Promise<void> {
    for (const { event } of group) this.#time = Math.max(this.#time, Date.parse(event.occurred_at));
    await Promise.all(group.map((delivery) => this.#deliver(delivery)));
  }

  /** Sends one until it is decided or refused. */
  async #deliver({ event, may }: Delivery): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (performance.now() < end) {
      const engine = this.#engine;
      try {
        if (engine === null) throw new Error('nobody there');
        const observed = readEvent(event, this.#now);
        this.#heard(await engine.deciding.core.decide(this.#exchange.entity, 'key_simulation', observed));
        return;
      } catch (error) {
        const code = isFailure(error) ? error.code : 'unavailable';
        if (code === FUTURE) this.#skew = 0;
        else if (code !== 'unavailable') {
          this.#refused(event.id, code, may);
          return;
        }
        this.ledger.again += 1;
        await sleep(5);
      }
    }
    this.ledger.faults.push(`event ${event.id} was not answered within ${PATIENCE_MS / 1000} s`);
  }

  #heard(text: string): void {
    const { repeated: _, ...decision } = JSON.parse(text) as Decision;
    const answer = JSON.stringify(decision);
    const before = this.ledger.answers.get(decision.event);
    if (before === undefined) this.ledger.answers.set(decision.event, answer);
    else if (before !== answer)
      this.ledger.faults.push(`event ${decision.event} was answered twice, and not the same`);
  }

  #refused(id: string, code: string, may: readonly string[]): void {
    this.ledger.counts[code] = (this.ledger.counts[code] ?? 0) + 1;
    this.ledger.refused.set(id, code);
    if (!may.includes(code)) this.ledger.faults.push(`event ${id} was refused: ${code}`);
  }

  async #befall(deed: Deed, round: Round): Promise<void> {
    const engine = this.#engine;
    if (engine === null || this.#ground === null) return;
    const { keeper, monitor } = engine.deciding;
    switch (deed) {
      case 'session':
        return this.#cut("and application_name = 'atalaya decisions'");
      case 'sessions':
        return this.#cut('');
      case 'crash':
        this.#engine = null;
        await engine.kill(() => this.#cut(''));
        return this.#open();
      case 'restart':
      case 'restart-bare':
      case 'restart-spoilt':
        this.#engine = null;
        await engine.close();
        if (deed === 'restart-bare') bare(this.#ground.home);
        if (deed === 'restart-spoilt') spoil(this.#ground.home);
        return this.#open();
      case 'snapshot':
        return void (await keeper.snapshot());
      case 'evict':
        return monitor.store.evictAll();
      case 'clock':
        this.#skew += round.step_ms;
        return;
      case 'holds':
        return this.#resolveHolds(engine);
    }
  }

  async #cut(which: string): Promise<void> {
    await this.#exchanges.ask(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${this.#name}' ${which}`,
    );
  }

  async #resolveHolds(engine: Engine): Promise<void> {
    const held = await this.#exchanges.ask<{ id: string }>(
      "select id from decisions.hold where state = 'held' order by id limit 6",
      this.#name,
    );
    for (const { id } of held)
      await engine.resolve(id, this.#random.chance(0.6) ? 'reject' : 'release', this.#exchange.entity);
  }

  async check(deliveries: readonly Delivery[]): Promise<string[]> {
    if (this.#engine === null) throw new Error('no engine at the end');
    // Every event once more: the same answer, or the same refusal.
    const before = new Set(this.ledger.answers.keys());
    const late = new Set([...this.ledger.refused].filter(([, code]) => code === UNKNOWN).map(([id]) => id));
    const once = new Map(deliveries.map((one) => [`${one.event.id} ${JSON.stringify(one.event)}`, one]));
    await Promise.all([...once.values()].map((one) => this.#deliver(one)));
    const faults = [...this.ledger.answers.keys()]
      .filter((id) => !before.has(id) && !late.has(id))
      .map((id) => `event ${id} was refused, and decided when it was sent again`);
    const asked = <T extends object>(sql: string) => this.#exchanges.ask<T>(sql, this.#name);
    const first = await checkAll(this.#engine, this.ledger, asked);
    const live = this.#engine.deciding.monitor.store.digest();
    await this.#befall('restart', NO_ROUND);
    const again = this.#engine.deciding.monitor.store.digest();
    if (live !== again) faults.push('the windows after a restart are not those before it');
    return [...faults, ...first];
  }

  async end(): Promise<void> {
    await this.#engine?.close().catch((error: Error) => this.ledger.faults.push(error.message));
    this.#engine = null;
  }
}

const NO_ROUND: Round = { events: 0, deed: null, during: false, delay_ms: 0, step_ms: 0 };
