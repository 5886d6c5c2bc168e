import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWith, sharedFolder } from '../../platform/testing/requirements.ts';
import { isAddressOf } from './address.ts';

describeWith(sharedFolder(), 'real addresses', (shared) => {
  test.each([
    ['bitcoin', 'btc'],
    ['litecoin', 'ltc'],
    ['bitcoin-cash', 'bch'],
    ['zcash', 'zec'],
  ] as const)('20,000 of %s are addresses of it', (network, code) => {
    const path = join(shared, `data/chain/address-vectors/${code}_20k.txt`);
    const addresses = readFileSync(path, 'utf8').trim().split(/\s+/);
    expect(addresses).toHaveLength(20_000);
    expect(addresses.filter((address) => !isAddressOf(network, address))).toEqual([]);
  });
});
