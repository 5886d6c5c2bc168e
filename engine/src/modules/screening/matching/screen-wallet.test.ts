import { describe, expect, it } from 'vitest';
import { emptyListing, type ListedWallet, type Listing } from '../../watchlists/listing.ts';
import { screenWallet } from './screen-wallet.ts';
import { buildIndex } from './screening-index.ts';
import { walletKey } from './wallet-address.ts';

const EVM = '0x00000000000000000000000000000000DeaDBeef';
const BASE58 = '1FictitiousBTCAddressAAAAAAAAAAAAA';
const BECH32 = 'bc1qfcttsaddressaaaaaaaaaaaaaaaaaaaaaaaaa'.replaceAll('b', 'x').replace('xc1', 'bc1');
const CASH = 'qzfcttsaddressaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.slice(0, 42).replaceAll('b', 'x');

function listing(reference: string, ...wallets: ListedWallet[]): Listing {
  const names = [{ text: 'QUIROLGA, Teodoro', kind: 'primary', quality: 'strong' } as const];
  return { ...emptyListing(reference, 'person'), names, wallets };
}

const index = buildIndex([
  {
    list: 'test',
    listings: [
      listing(
        '1',
        { asset: 'ETH', network: 'ethereum', address: EVM },
        { asset: 'BTC', network: 'bitcoin', address: BASE58 },
      ),
      listing(
        '2',
        { asset: 'BTC', network: 'bitcoin', address: BECH32 },
        { asset: 'BCH', network: 'bitcoin-cash', address: CASH },
      ),
      {
        ...listing('3', { asset: 'ETH', network: 'ethereum', address: EVM.replace('DeaD', 'aaaa') }),
        active: false,
      },
    ],
  },
]);
const found = (address: string, network?: string) =>
  screenWallet(index, { address, network }).map(({ reference, score }) => `${reference} ${score}`);

describe('screenWallet', () => {
  it('tells the tags of a list of tags, which bans nobody and has no names to match', () => {
    const tagged = buildIndex([
      {
        list: 'tags',
        listings: [
          { ...listing('t', { asset: 'BTC', network: 'bitcoin', address: BASE58 }), tags: ['mining_pool'] },
        ],
      },
    ]);
    expect(screenWallet(tagged, { address: BASE58 })).toMatchObject([
      { reference: 't', tags: ['mining_pool'] },
    ]);
    expect(tagged.size.names).toBe(0);
  });

  it.each([
    ['hexadecimal in lower case', EVM.toLowerCase(), 'ethereum', ['1 1']],
    ['hexadecimal in upper case', `0X${EVM.slice(2).toUpperCase()}`, 'ethereum', ['1 1']],
    ['base58 as it is', BASE58, 'bitcoin', ['1 1']],
    ['base58 in another case', BASE58.toLowerCase(), 'bitcoin', []],
    ['base58 with one letter in another case', BASE58.replace('A', 'a'), 'bitcoin', []],
    ['bech32 in upper case', BECH32.toUpperCase(), 'bitcoin', ['2 1']],
    ['Bitcoin Cash with its prefix', `bitcoincash:${CASH}`, 'bitcoin-cash', ['2 1']],
    ['Bitcoin Cash in upper case', `BITCOINCASH:${CASH.toUpperCase()}`, 'bitcoin-cash', ['2 1']],
    ['a payment link prefix and blanks', ` bitcoin:${BASE58}\u200b `, 'bitcoin', ['1 1']],
    ['no network', EVM, undefined, ['1 1']],
    ['the same key on another network', EVM, 'polygon', ['1 0.95']],
    ['a fork that shares addresses', BASE58, 'bitcoin-cash', ['1 0.95']],
    ['a network that shares nothing', EVM, 'tron', ['1 0.6']],
    ['a listing not in force', EVM.replace('DeaD', 'aaaa'), 'ethereum', []],
    ['an address not listed', EVM.replace('DeaD', 'bbbb'), 'ethereum', []],
    ['half an address', EVM.slice(0, 20), 'ethereum', []],
    ['no address', '', 'ethereum', []],
    ['garbage', '💥'.repeat(5_000), 'bitcoin', []],
  ])('%s', (_, address, network, expected) => expect(found(address, network)).toEqual(expected));

  it('says which address met which, and the networks', () => {
    const [match] = screenWallet(index, { address: EVM.toLowerCase(), asset: 'BTC' });
    expect(match).toMatchObject({
      list: 'test',
      name: 'QUIROLGA, Teodoro',
      matched: EVM,
      score: 0.6,
      reasons: [
        { feature: 'wallet_address', query: EVM.toLowerCase(), listing: EVM, effect: 1 },
        { feature: 'wallet_network', query: 'bitcoin', listing: 'ethereum', effect: -0.4 },
      ],
    });
  });
});

describe('walletKey', () => {
  it('keeps case only where case is part of the address', () => {
    expect(walletKey(EVM)).toBe(EVM.toLowerCase());
    expect(walletKey(BASE58)).toBe(BASE58);
    expect(walletKey('short')).toBeUndefined();
    expect(walletKey('has spaces in the middle of it')).toBe('hasspacesinthemiddleofit');
    expect(walletKey('no-punctuation-allowed')).toBeUndefined();
  });
});
