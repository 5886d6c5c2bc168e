import type { Event } from '@atalaya/contract/activity.ts';
import type { Account } from '../accounts/account.ts';
import { Desk } from '../accounts/desk.ts';
import type { Exchange } from '../accounts/desk-terms.ts';
import type { ChainMove } from '../chain/move.ts';
import { ordinaryTrail } from '../chain/ordinary.ts';
import { ChainPen } from '../chain/pen.ts';
import { type Quirk, quirkOf } from '../honest/quirks.ts';
import type { Label } from '../label.ts';
import type { PriceTable } from '../money/prices.ts';
import type { Stream } from '../random/stream.ts';
import type { TagBook } from '../tags.ts';
import { DAY, HOUR, MINUTE } from '../time/calendar.ts';
import type { Wallet } from '../wallets/wallet.ts';
import { type Cast, type CastGang, commissionOn } from './casting.ts';
import { Days } from './day.ts';
import type { Population } from './population.ts';
import { gangOn, type Stage } from './troupe.ts';

/** One event with the truth about it. `at_ms` is its `occurred_at`. */
export interface Occurrence {
  readonly event: Event;
  readonly label: Label;
  readonly at_ms: number;
}

export interface SimulationSettings {
  readonly population: Population;
  readonly prices: PriceTable;
  readonly cast: Cast;
  readonly listed: readonly Wallet[];
  readonly tagged: TagBook;
  readonly customers: number;
  readonly starts_ms: number;
  readonly days: number;
  /** Keep what happens on chains too; see takenMoves(). */
  readonly chains?: boolean;
}

/** Share of long-standing honest customers who were silent for months and come back: not every sleeper is a crook. */
const RETURNING_SHARE = 0.02;

/** Runs the exchange day after day and keeps what everyone holds. Two runs of the same world give the same days. */
export class Simulation implements Stage {
  readonly exchange: Exchange;
  readonly listed: readonly Wallet[];
  readonly days: Days;
  readonly #settings: SimulationSettings;
  readonly #accounts: (Account | undefined)[] = [];
  readonly #quirks = new Map<number, Quirk | undefined>();
  /** Day on which honest sleepers come back, by account. */
  readonly #sleepers = new Map<number, number>();
  #day = -1;
  #made: Occurrence[] = [];
  #moves: ChainMove[] = [];

  constructor(settings: SimulationSettings) {
    this.#settings = settings;
    this.listed = settings.listed;
    this.days = new Days(settings.starts_ms);
    this.exchange = {
      prices: settings.prices,
      tagged: settings.tagged,
      record: (account, event, at_ms, label) => {
        if (label.pattern !== undefined) account.acted_day = this.#day;
        this.#made.push({ event, label, at_ms });
        if (settings.chains === true && label.pattern === undefined) this.#trail(account, event, at_ms);
      },
      move: (move) => {
        if (settings.chains === true) this.#moves.push(move);
      },
    };
  }

  account(index: number): Account {
    const known = this.#accounts[index];
    if (known !== undefined) return known;
    const opened = this.#settings.population.open(index);
    this.#accounts[index] = opened;
    return opened;
  }

  bystander(random: Stream): Account {
    const { customers, cast } = this.#settings;
    let index = random.int(0, customers - 1);
    for (let tries = 0; cast.parts.has(index) && tries < customers; tries += 1)
      index = (index + 1) % customers;
    return this.account(index);
  }

  /** Everything recorded since the last call, in no order. */
  taken(): Occurrence[] {
    const made = this.#made;
    this.#made = [];
    return made;
  }

  /** What happened on chains since the last call, in no order. */
  takenMoves(): ChainMove[] {
    const moves = this.#moves;
    this.#moves = [];
    return moves;
  }

  /** Acts from before the first day: accounts that will wake up later. */
  prelude(): void {
    for (const gang of this.#settings.cast.gangs) {
      gang.scheme.prelude?.(gangOn(this, gang, 0, -1, this.#midnight(gang, gang.first_day)));
    }
    for (let index = 0; index < this.#settings.customers; index += 1) {
      const wakes = this.#wakes(this.account(index));
      if (wakes === 0) continue;
      this.#sleepers.set(index, wakes);
      this.#fallAsleep(this.account(index));
    }
  }

  /** Lets everyone live one day (0 is the first). Days must be run in order. */
  run(day: number): void {
    this.#day = day;
    for (const gang of this.#settings.cast.gangs) {
      const commission = commissionOn(gang, day);
      if (commission === undefined) continue;
      for (const index of [...gang.members.values()].flat()) credit(this.account(index));
      const { number, k } = commission;
      gang.scheme.commit(gangOn(this, gang, number, k, this.#midnight(gang, day - k)), k);
    }
    for (let index = 0; index < this.#settings.customers; index += 1) {
      const account = this.account(index);
      if (this.#awake(account, day)) this.#live(account, day);
    }
  }

  #trail(account: Account, event: Event, at_ms: number): void {
    const random = account.seed.sub(`trail ${event.id}`).stream();
    const pen = new ChainPen(random, (move) => this.#moves.push(move));
    ordinaryTrail(pen, this.#settings.tagged, event, at_ms, random);
  }

  #awake(account: Account, day: number): boolean {
    const part = this.#settings.population.part(account.index);
    if (account.acted_day === day || part?.role.camouflage === 'none') return false;
    if (this.days.midnight(day, account.person.country) < account.joined_ms) return false;
    return day >= (this.#sleepers.get(account.index) ?? 0);
  }

  #live(account: Account, day: number): void {
    credit(account);
    const random = account.seed.sub('day', day).stream();
    const label = this.#settings.population.label(account.index);
    const quirk = this.#quirkOf(account);
    const origin = quirk?.origin?.(account, day);
    const desk = new Desk(this.exchange, account, {
      random,
      label: label.scenario === undefined ? label : { ...label, stage: 'camouflage' },
      ...(origin === undefined ? {} : { origin }),
    });
    const lived = this.days.lived(day, account.person.country, random);
    const friend = (draws: Stream): Account => this.account(draws.int(0, this.#settings.customers - 1));
    if (quirk?.instead?.(desk, lived, day, friend) !== true) account.persona.live(desk, lived);
  }

  #quirkOf(account: Account): Quirk | undefined {
    const { index, person } = account;
    if (person.kind !== 'person' || this.#settings.cast.parts.has(index)) return undefined;
    if (!this.#quirks.has(index)) this.#quirks.set(index, quirkOf(account));
    return this.#quirks.get(index);
  }

  /** The day on which an honest sleeper comes back; 0 for all others. */
  #wakes(account: Account): number {
    const { starts_ms, days, cast } = this.#settings;
    if (cast.parts.has(account.index) || account.person.kind !== 'person') return 0;
    if (starts_ms - account.joined_ms < 300 * DAY) return 0;
    const random = account.seed.sub('sleep').stream();
    return random.chance(RETURNING_SHARE) ? random.int(2, Math.max(2, days - 1)) : 0;
  }

  #fallAsleep(account: Account): void {
    const random = account.seed.sub('asleep').stream();
    const label = this.#settings.population.label(account.index);
    const desk = new Desk(this.exchange, account, { random, label });
    const at = Math.round(
      this.days.midnight(-random.int(205, 280), account.person.country) + random.between(9, 20) * HOUR,
    );
    desk.login(at);
    desk.payIn(at + 6 * MINUTE, desk.cash(random.between(15, 60), at));
    desk.buy(at + 20 * MINUTE, 'BTC', desk.fiat, desk.held(desk.fiat));
  }

  #midnight(gang: CastGang, day: number): number {
    const first = [...gang.members.values()][0]?.[0] ?? 0;
    return this.days.midnight(day, this.account(first).person.country);
  }
}

/** What others sent arrives. */
export function credit(account: Account): void {
  for (const { asset, units } of account.inbox) account.ledger.add(asset, units);
  account.inbox.length = 0;
}
