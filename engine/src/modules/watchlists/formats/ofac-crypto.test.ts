import { describe, expect, it } from 'vitest';
import { parseList } from './parse-list.ts';

const file = (name: string, text: string) => ({ name, content: Buffer.from(text) });
const BTC = '1InventedAddressAAAAAAAAAAAAAAAAAA';
const TRON = 'TFictitiousAddressBBBBBBBBBBBBBBBB';
const EVM = '0x00000000000000000000000000000000DeaDBeef';

describe('OFAC crypto extracts', () => {
  it('makes one listing per address, the same from text and JSON', async () => {
    const { listings, problems } = await parseList('ofac-crypto', [
      file('sanctioned_addresses_XBT.txt', `${BTC}\n\n`),
      file('sanctioned_addresses_XBT.json', JSON.stringify([BTC])),
      file('sanctioned_addresses_USDT.txt', `${TRON}\r\n${EVM}\r\n`),
    ]);
    expect(listings.map(({ reference, names, wallets }) => [reference, names, wallets])).toEqual([
      [`XBT:${BTC}`, [], [{ asset: 'BTC', network: 'bitcoin', address: BTC }]],
      [`USDT:${TRON}`, [], [{ asset: 'USDT', network: 'tron', address: TRON }]],
      [`USDT:${EVM}`, [], [{ asset: 'USDT', network: 'ethereum', address: EVM }]],
    ]);
    expect(problems).toEqual([]);
  });

  it('quarantines what is no address, with its line', async () => {
    const text = `${BTC}\nnot an address\n${BTC.replace('A', 'C')}\n`;
    const { listings, problems } = await parseList('ofac-crypto', [
      file('sanctioned_addresses_XBT.txt', text),
    ]);
    expect(listings).toHaveLength(2);
    expect(problems).toMatchObject([{ row: 2, code: 'unreadable_wallet', raw: 'not an address' }]);
  });

  it('refuses cut-off JSON, another shape, a file name without asset, and prose', async () => {
    for (const [name, text] of [
      ['sanctioned_addresses_XBT.json', `["${BTC}", "1Inv`],
      ['sanctioned_addresses_XBT.json', '{"addresses": []}'],
      ['addresses.csv', BTC],
      ['sanctioned_addresses_XBT.txt', 'this is\nnot a list\nof addresses'],
      ['sanctioned_addresses_XBT.txt', ''],
    ] as const) {
      await expect(parseList('ofac-crypto', [file(name, text)])).rejects.toMatchObject({
        code: 'watchlists.unparseable',
      });
    }
  });
});
