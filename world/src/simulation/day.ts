import type { LivedDay } from '../people/persona.ts';
import type { Stream } from '../random/stream.ts';
import { type CivilDay, civilDayAt, DAY, HOUR, isPayday, offsetOf } from '../time/calendar.ts';

/** The civil days of each country, which all customers there share. */
export class Days {
  readonly #starts_ms: number;
  readonly #known = new Map<string, { day: number; civil: CivilDay; payday: boolean }>();

  constructor(starts_ms: number) {
    this.#starts_ms = starts_ms;
  }

  /** Midnight in a country at which day `day` of the world begins, in UTC milliseconds. */
  midnight(day: number, country: string): number {
    return this.#starts_ms + day * DAY - offsetOf(country);
  }

  lived(day: number, country: string, random: Stream): LivedDay {
    const known = this.#known.get(country);
    const fresh = known?.day === day ? known : this.#read(day, country);
    return livedDay(fresh.civil, fresh.payday, random);
  }

  #read(day: number, country: string): { day: number; civil: CivilDay; payday: boolean } {
    const civil = civilDayAt(this.midnight(day, country), country);
    const read = { day, civil, payday: isPayday(civil, country) };
    this.#known.set(country, read);
    return read;
  }
}

const livedDay = (civil: CivilDay, payday: boolean, random: Stream): LivedDay => ({
  civil,
  payday,
  random,
  at: (from, to) => Math.round(civil.start_ms + random.between(from, to) * HOUR),
});
