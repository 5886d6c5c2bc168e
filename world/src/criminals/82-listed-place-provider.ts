import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 82: the month goes to a provider that sits where nobody watches. */
export const listedPlaceProvider: Scheme = {
  scenario: '82',
  slug: 'listed-place-provider',
  span_days: 4,
  cast: [{ name: 'client', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k % 3 !== 0) return;
    const client = gang.as('client', 'layering');
    const at = gang.at(9, 16);
    client.login(at);
    payAndBuy(client, at + 5 * MINUTE, gang.random.between(1_500, 2_700));
    const provider = { custody: 'hosted', provider: 'Road Town Digital', provider_country: 'VG' } as const;
    const to = { ...client.newWallet('tron'), ...provider };
    client.send(at + gang.random.between(1, 5) * HOUR, 'USDT', client.sendable('USDT'), to);
  },
};
