import type { Event } from '@atalaya/contract/activity.ts';
import { Failure } from '../../kernel/failure.ts';
import type { ObservedEvent } from '../activity/event.ts';
import type { CoreStore } from './core-ports.ts';
import type { Beside } from './gather.ts';
import type { InHand } from './in-hand.ts';
import type { Original } from './originals.ts';

export const needsNothing = (event: Event): boolean =>
  event.type !== 'transfer' && event.reverses === undefined && event.corrects === undefined;

/** An event on its way through the core. */
interface OnItsWay {
  readonly key: string;
  readonly entity: string;
  readonly observed: ObservedEvent;
  beside: Beside | null;
}

/** Whoever must be known before the event is assessed. */
export function customersOf({ entity, observed: { event } }: OnItsWay) {
  const own = { entity, reference: event.customer };
  return event.type === 'transfer' ? [own, { entity, reference: event.to_customer }] : [own];
}

const originalOf = ({ reverses, corrects }: Event): string | undefined => reverses ?? corrects;

/** Looks up what belongs to events, and keeps an event from being taken back twice. */
export class Besides {
  readonly #store: CoreStore;
  /** Events taken back by what is assessed and not durable yet: the database does not tell of them. */
  readonly #taken = new Set<string>();

  constructor(store: CoreStore) {
    this.#store = store;
  }

  /** Fills `beside` where that needs no look into the database; false where it does. */
  fill(one: OnItsWay): boolean {
    if (originalOf(one.observed.event) !== undefined) return false;
    one.beside = this.#besideOf(one, undefined);
    return true;
  }

  /**
   * Fills `beside` from the event that is taken back, waiting for it when it came before this one and is still on its way
   * (`inHand`, in the order of arrival). Failures: activity.unknown_original, activity.original_of_other_customer,
   * activity.already_taken_back.
   */
  async lookUp(one: OnItsWay, inHand: InHand): Promise<void> {
    const { key, entity, observed } = one;
    const reference = originalOf(observed.event) ?? '';
    const original = `${entity} ${reference}`;
    if (inHand.isBefore(original, key)) await inHand.ended(original);
    const originals = await this.#store.originals([{ entity, reference }]);
    one.beside = this.#besideOf(one, originals.get(original));
  }

  #besideOf({ entity, observed: { event } }: OnItsWay, original: Original | undefined): Beside {
    const to = event.type === 'transfer' ? this.#store.find(entity, event.to_customer)?.known : undefined;
    const receiver = to === undefined || to.erased ? null : to;
    const reference = originalOf(event);
    if (reference === undefined) return { takingBack: null, receiver };
    const kind = event.reverses === undefined ? 'corrected' : 'reversed';
    const field = event.reverses === undefined ? '/corrects' : '/reverses';
    if (original === undefined)
      throw refused('caller', 'activity.unknown_original', field, `event ${reference} is not known`);
    if (original.customer !== this.#store.find(entity, event.customer)?.known.id)
      throw refused(
        'caller',
        'activity.original_of_other_customer',
        field,
        `event ${reference} is another customer's`,
      );
    if (original.isTakenBack) throw alreadyTakenBack(field, reference);
    return { takingBack: { kind, original }, receiver };
  }

  /** The event is being assessed now: what it takes back is nobody else's to take. Failure: activity.already_taken_back. */
  take({ takingBack }: Beside): void {
    if (takingBack === null) return;
    const { kind, original } = takingBack;
    if (this.#taken.has(original.id))
      throw alreadyTakenBack(kind === 'reversed' ? '/reverses' : '/corrects', original.id);
    this.#taken.add(original.id);
  }

  /** What these take back they took: it stays so until it is certain that whoever asked before has looked again. */
  durable(members: readonly { readonly waiting: OnItsWay }[]): void {
    for (const { waiting } of members) {
      const id = waiting.beside?.takingBack?.original.id;
      if (id !== undefined) setTimeout(() => this.#taken.delete(id), FORGET_MS).unref();
    }
  }

  /** The events were not decided after all. */
  giveBack(members: readonly { readonly waiting: OnItsWay }[]): void {
    for (const { waiting } of members) {
      const id = waiting.beside?.takingBack?.original.id;
      if (id !== undefined) this.#taken.delete(id);
    }
  }
}

/** Longer than any look-up takes that began before the commit. */
const FORGET_MS = 120_000;

const refused = (kind: 'caller' | 'conflict', code: string, field: string, message: string): Failure =>
  new Failure(kind, code, message, [{ field, message }]);

const alreadyTakenBack = (field: string, reference: string): Failure =>
  refused(
    'conflict',
    'activity.already_taken_back',
    field,
    `event ${reference} was reversed, corrected or rejected already`,
  );
