import type { Desk } from '../accounts/desk.ts';
import { MINUTE } from '../time/calendar.ts';
import { sellAndPayOut } from './moves.ts';
import type { Gang, Scheme } from './scheme.ts';

const ASSETS = { bitcoin: 'BTC', ethereum: 'ETH', tron: 'USDT' } as const;

function act(gang: Gang, k: number, wallet: Gang['listed'][number], desk: (stage: string) => Desk): void {
  const asset = ASSETS[wallet.network];
  if (k === 0) {
    const placement = desk('placement');
    const at = gang.at(9, 20);
    placement.receive(at, asset, placement.worth(asset, gang.random.lognormal(1_800, 0.5), at), wallet);
    return;
  }
  const integration = desk('integration');
  const at = gang.at(10, 18);
  integration.login(at);
  sellAndPayOut(integration, at + 5 * MINUTE, asset);
}

/**
 * Scenario 1: two customers are paid from listed wallets and cash out the next day. One of them is himself a listed
 * person: his name and birth date are on the world's watchlist too.
 */
export const sanctionedSource: Scheme = {
  scenario: '1',
  slug: 'sanctioned-source',
  span_days: 2,
  cast: [
    { name: 'receiver', count: 1, camouflage: 'own' },
    { name: 'listed-person', count: 1, camouflage: 'own' },
  ],
  again: true,
  commit(gang, k) {
    const wallets = gang.seed.sub('wallet').stream().shuffled(gang.listed);
    for (const [n, role] of ['receiver', 'listed-person'].entries()) {
      const wallet = wallets[n % wallets.length];
      if (wallet !== undefined) act(gang, k, wallet, (stage) => gang.as(role, stage));
    }
  },
};
