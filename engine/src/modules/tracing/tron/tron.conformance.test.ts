import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeWith, sharedFolder } from '../../../platform/testing/requirements.ts';
import { isAddressOf } from '../../wallets/address.ts';
import { graphSenseTransactions, internalTransferOf, linesOf } from './graphsense-records.ts';

/** GraphSense's TRON export: every transfer, fee and internal call, none rounded. */
describeWith(sharedFolder(), 'TRON', (shared) => {
  const read = (name: string) => linesOf(readFileSync(join(shared, 'data/chain/tron', name), 'utf8'));

  test('blocks 0 to 10,000: 2,172 transactions with exact amounts and fees', () => {
    const transactions = read('0to10000/transactions.json');
    const placed = graphSenseTransactions({ transactions, fees: read('0to10000/tx_fee.json'), traces: [] });
    expect(placed).toHaveLength(2172);
    const fees = placed.reduce((sum, { transaction }) => sum + (transaction.fee ?? 0n), 0n);
    expect(fees).toBe(277_312_297_920n);
    const transfers = placed.flatMap(({ transaction }) => transaction.transfers);
    const largest = transfers.reduce((most, { amount }) => (amount > most ? amount : most), 0n);
    expect(largest).toBe(33_251_807_524_000_000n);
    const moving = transactions.filter((one) => one.value !== 0 && one.toAddress !== undefined);
    expect(transfers).toHaveLength(moving.length);
    expect(
      transfers.filter(({ from, to }) => !isAddressOf('tron', from ?? '') || !isAddressOf('tron', to ?? '')),
    ).toEqual([]);
  });

  test('blocks 56,804,500 to 56,805,500: internal calls that moved TRX, those undone left out', () => {
    const traces = read('56804500to56805500/traces.json');
    expect(traces).toHaveLength(4957);
    // The export kept amounts in 32 bits: 22 overflowed below zero. What is not known is refused, not guessed.
    const overflowed = traces.filter((one) => Number(one.callValue) < 0);
    expect(overflowed).toHaveLength(22);
    for (const trace of overflowed)
      expect(() => internalTransferOf(trace)).toThrow(expect.objectContaining({ code: 'chain.malformed' }));
    const told = traces.filter((one) => !overflowed.includes(one));
    const moved = told.flatMap((trace) => internalTransferOf(trace) ?? []);
    const wanted = told.filter((one) => one.callValue !== 0 && one.rejected === false);
    expect(moved).toHaveLength(wanted.length);
    const total = moved.reduce((sum, { transfer }) => sum + transfer.amount, 0n);
    expect(total).toBe(wanted.reduce((sum, one) => sum + BigInt(String(one.callValue)), 0n));
  });
});
