import type { CustomerInput } from '@atalaya/contract/customers.ts';
import type { Desk } from '../accounts/desk.ts';
import type { Stream } from '../random/stream.ts';
import type { CivilDay } from '../time/calendar.ts';

/** One day in the life of a customer. */
export interface LivedDay {
  readonly civil: CivilDay;
  readonly payday: boolean;
  readonly random: Stream;
  /** A random moment of the day between two hours on the wall clock. */
  at(from_hour: number, to_hour: number): number;
}

/** A way of life: who lives it, and what such a person does with an exchange on a given day. */
export interface Persona {
  readonly name: string;
  /** Share among the customers. */
  readonly weight: number;
  readonly kind: 'person' | 'organization';
  /** Youngest and oldest; years since incorporation for an organization. */
  readonly ages: readonly [number, number];
  readonly occupation?: CustomerInput['occupation'];
  readonly purpose: CustomerInput['purpose'];
  readonly activity_code: string;
  /** Monthly income in US dollars. */
  readonly income_usd: { readonly median: number; readonly sigma: number };
  /** Declared monthly volume as a multiple of income. */
  readonly volume: number;
  live(desk: Desk, day: LivedDay): void;
}
