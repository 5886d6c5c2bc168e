import type { Reader } from '../../platform/feed.ts';
import { customerRegistered, customerUpdated } from '../customers/events.ts';
import { screenableByIds } from '../customers/screenable.ts';
import { type PartyPorts, screenCustomers } from './screen-parties.ts';

/** Behind the reply: whoever is registered or changed is screened against all lists, in one transaction with the cursor. */
export const customerScreener = (ports: PartyPorts): Reader => ({
  name: 'screening',
  types: [customerRegistered.type, customerUpdated.type],
  async handle(tx, entries) {
    const fresh = new Set(
      entries.flatMap(({ body }) => (body.type === customerRegistered.type ? [body.subject] : [])),
    );
    const customers = await screenableByIds(tx, [...new Set(entries.map(({ body }) => body.subject))]);
    await screenCustomers(
      tx,
      ports,
      customers.filter((one) => fresh.has(one.id)),
      'onboarding',
    );
    await screenCustomers(
      tx,
      ports,
      customers.filter((one) => !fresh.has(one.id)),
      'profile',
    );
  },
});
