import { HOUR } from '../time/calendar.ts';
import { lookAlike, type Wallet } from '../wallets/wallet.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 21: copies from the wallet's history an address that only looks like the supplier's. */
export const addressPoisoning: Scheme = {
  scenario: '21',
  slug: 'address-poisoning',
  span_days: 8,
  cast: [{ name: 'victim', count: 1, camouflage: 'own', honest: true }],
  again: false,
  commit(gang, k) {
    if (k !== 0 && k !== 4 && k !== 7) return;
    const supplier: Wallet = {
      network: 'ethereum',
      address: `0x${gang.seed.sub('supplier').stream().hex(40)}`,
    };
    const fooled = k === 7;
    const victim = gang.as('victim', fooled ? 'poisoned' : 'ordinary');
    const at = gang.at(9, 16);
    victim.login(at);
    payAndBuy(victim, at + HOUR / 10, gang.random.between(180, 420), 'USDC');
    const to = fooled ? lookAlike(supplier, gang.seed.sub('attacker').stream()) : supplier;
    victim.send(at + gang.random.between(1.5, 4) * HOUR, 'USDC', victim.sendable('USDC'), to);
  },
};
