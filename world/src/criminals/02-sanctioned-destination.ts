import { HOUR } from '../time/calendar.ts';
import { assetFor, payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 2: pays somebody on a sanctions list. */
export const sanctionedDestination: Scheme = {
  scenario: '2',
  slug: 'sanctioned-destination',
  span_days: 1,
  cast: [{ name: 'payer', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang) {
    const wallet = gang.seed.sub('wallet').stream().pick(gang.listed);
    const asset = assetFor(wallet);
    const payer = gang.as('payer', 'layering');
    const at = gang.at(9, 17);
    payer.login(at);
    payAndBuy(payer, at + HOUR / 10, gang.random.lognormal(900, 0.4), asset);
    payer.send(at + gang.random.between(2, 5) * HOUR, asset, payer.sendable(asset), wallet);
  },
};
