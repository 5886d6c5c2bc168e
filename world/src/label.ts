/**
 * The truth about a customer or an event, which the exchange does not know and the engine is never told.
 * `honest` speaks of the person: a victim (scenarios 21, 52, 53, 62, 74) is honest and still part of a pattern.
 */
export interface Label {
  readonly honest: boolean;
  /** Number of the scenario in the catalogue, e.g. `31`. */
  readonly scenario?: string;
  /** What this account does in the pattern, e.g. `courier`. */
  readonly role?: string;
  /** Which part of the pattern the event is; `camouflage` where the account only lives its ordinary life. */
  readonly stage?: string;
  /** One commission of the pattern, e.g. `31-0.1`: gang 0, second time. Absent on camouflage. */
  readonly pattern?: string;
}

export const HONEST: Label = { honest: true };
