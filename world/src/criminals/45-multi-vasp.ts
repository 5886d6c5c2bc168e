import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

const PROVIDERS = [
  ['Cambio Cenote', 'MX'],
  ['Andes Digital', 'CO'],
  ['Isla Verde Exchange', 'PA'],
  ['Baltic Coin', 'EE'],
] as const;

/** Scenario 45: one sum is spread over providers here and abroad within a day. */
export const multiVasp: Scheme = {
  scenario: '45',
  slug: 'multi-vasp',
  span_days: 1,
  cast: [{ name: 'spreader', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang) {
    const spreader = gang.as('spreader', 'layering');
    const at = gang.at(8, 11);
    spreader.login(at);
    payAndBuy(spreader, at + 5 * MINUTE, gang.random.between(3_900, 6_000));
    const share = Math.floor((spreader.held('USDT') * 0.95) / PROVIDERS.length);
    for (const [n, [provider, provider_country]] of PROVIDERS.entries()) {
      const to = { ...spreader.newWallet('tron'), custody: 'hosted', provider, provider_country } as const;
      spreader.send(at + (1 + n * 1.5) * HOUR, 'USDT', share, to);
    }
  },
};
