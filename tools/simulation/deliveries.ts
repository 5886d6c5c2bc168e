import type { Event } from '@atalaya/contract/activity.ts';
import { Seed } from '@atalaya/world/random/seed.ts';
import type { Stream } from '@atalaya/world/random/stream.ts';

/** An event as it is sent, and what may be answered besides a decision. */
export interface Delivery {
  readonly event: Event;
  readonly may: readonly string[];
}

const OTHER_CONTENT = 'activity.duplicate_content';
const TAKING_BACK = ['activity.already_taken_back', 'activity.unknown_original'];

/** Share of events that are followed, a few events later, by something odd. */
const ODD = 0.35;

/**
 * The events of a world as a careless exchange sends them: some twice, some with other content under the same id, some
 * reversed, corrected (and that again), reversed by another customer, or for an event that never was; transfers between
 * customers. The same seed gives the same list.
 */
export function deliveriesOf(seed: number, events: readonly Event[]): Delivery[] {
  const random = Seed.of('simulation').sub('deliveries', seed).stream();
  const odd: { at: number; delivery: Delivery }[] = [];
  const customers = [...new Set(events.map((event) => event.customer))];
  events.forEach((event, i) => {
    if (!random.chance(ODD)) return;
    const at = i + random.real() * 25;
    for (const delivery of oddities(random, event, customers, `${seed}-${i}`)) odd.push({ at, delivery });
  });
  const plain = events.map((event, at) => ({ at, delivery: { event, may: [OTHER_CONTENT] } }));
  return [...plain, ...odd].sort((a, b) => a.at - b.at).map(({ delivery }) => delivery);
}

function oddities(
  random: Stream,
  event: Event,
  customers: readonly string[],
  name: string,
): readonly Delivery[] {
  const other = customers[random.int(0, customers.length - 1)] ?? event.customer;
  const after = (id: string, more: object): Event =>
    ({ ...event, id: `sim-${name}-${id}`, ...more }) as Event;
  switch (random.int(0, 7)) {
    case 0:
      return [{ event, may: [OTHER_CONTENT] }];
    case 1:
      return [{ event: { ...event, note: `another ${name}` }, may: [OTHER_CONTENT] }];
    case 2:
      return [{ event: after('r', { reverses: event.id }), may: TAKING_BACK }];
    case 3:
      return [{ event: after('c', { corrects: event.id, note: 'corrected' }), may: TAKING_BACK }];
    case 4:
      return [
        { event: after('c', { corrects: event.id }), may: TAKING_BACK },
        { event: after('cr', { reverses: `sim-${name}-c` }), may: TAKING_BACK },
      ];
    case 5:
      return [
        {
          event: after('o', { customer: other, reverses: event.id }),
          may: [...TAKING_BACK, 'activity.original_of_other_customer'],
        },
      ];
    case 6:
      return [{ event: after('n', { reverses: `sim-${name}-never` }), may: TAKING_BACK }];
    default:
      return [transfer(random, event, other, name)];
  }
}

function transfer(random: Stream, event: Event, other: string, name: string): Delivery {
  const { customer, occurred_at } = event;
  return {
    event: {
      id: `sim-${name}-t`,
      occurred_at,
      customer,
      type: 'transfer',
      to_customer: other,
      asset: 'USDT',
      amount: String(random.int(1, 5000)),
    },
    may: [],
  };
}
