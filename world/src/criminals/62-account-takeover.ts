import { newDevice, newIp } from '../accounts/account.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 62: a thief guesses the password, changes the credentials and empties the account to a new address. */
export const accountTakeover: Scheme = {
  scenario: '62',
  slug: 'account-takeover',
  span_days: 5,
  cast: [{ name: 'victim', count: 1, camouflage: 'none', honest: true }],
  again: false,
  commit(gang, k) {
    const { random } = gang;
    const victim = gang.as('victim', 'ordinary');
    const at = gang.at(9, 18);
    if (k === 0 || k === 2) {
      victim.login(at);
      payAndBuy(victim, at + 9 * MINUTE, random.between(500, 1_400));
    }
    if (k !== 4) return;
    const thief = victim.stage('takeover').from({ device: newDevice(gang.seed), ip: newIp(gang.seed) });
    for (let guess = 0; guess < random.int(2, 4); guess += 1) {
      thief.login(at + guess * MINUTE, { outcome: 'failure' });
    }
    thief.login(at + 7 * MINUTE, { change: 'password' });
    thief.login(at + 12 * MINUTE, { change: 'two_factor' });
    const left = at + random.between(0.4, 2) * HOUR;
    thief.send(
      left,
      'USDT',
      Math.floor(thief.sendable('USDT') * random.between(0.93, 0.99)),
      thief.newWallet('tron'),
    );
  },
};
