import { MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 40: converts back and forth at prices far from the market, as if losses did not matter. */
export const lossIndifferent: Scheme = {
  scenario: '40',
  slug: 'loss-indifferent',
  span_days: 1,
  cast: [{ name: 'converter', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang) {
    const { random } = gang;
    const start = gang.at(8, 13);
    const converter = gang.as('converter', 'placement');
    converter.receive(start, 'USDT', converter.worth('USDT', random.between(14_500, 19_000), start));
    const layering = converter.stage('layering');
    let at = start + 15 * MINUTE;
    layering.login(at);
    for (let turn = 0; turn < 2; turn += 1) {
      at += random.between(4, 25) * MINUTE;
      layering.buy(at, 'BTC', 'USDT', layering.held('USDT'), random.between(0.025, 0.038));
      at += random.between(4, 25) * MINUTE;
      layering.sell(at, 'BTC', 'USDT', layering.held('BTC'), random.between(0.025, 0.038));
    }
    at += random.between(70, 200) * MINUTE;
    layering.send(at, 'USDT', layering.sendable('USDT'), layering.newWallet('tron'));
  },
};
