import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportView } from '@atalaya/contract/reports.ts';
import { expect, test } from 'vitest';
import { describeWith, sharedFolder } from '../../platform/testing/requirements.ts';
import { depositOf, type FlaggedEvent } from '../alerts/testing/house.ts';
import { releaseCompiledSchemas } from '../jurisdictions/schemas.ts';
import { loadAvi } from './avi.ts';
import { fictitiousCatalogues } from './formats/testing/content.ts';
import { institution, startReportingHouse, usualEvents } from './testing/reporting-house.ts';

/** Events of every kind that has a place in the format. */
const everyKind = (): Omit<FlaggedEvent, 'customer'>[] => {
  const valued = (event: object): Omit<FlaggedEvent, 'customer'> => ({
    event: depositOf(event),
    findings: [{ severity: 'critical' }],
    value_usd: 100_00,
    gathered: { value_local: 190_000 },
  });
  const coin = { asset: 'ETH', amount: '0.123456789012345678', rail: 'crypto' };
  const wallet = { network: 'ethereum', address: `0x${'ab'.repeat(20)}`, tx: `0x${'cd'.repeat(32)}` };
  const trade = { type: 'trade', asset: 'ETH', amount: '1.5', quote_asset: 'MXN', quote_amount: '90000.00' };
  return [
    ...usualEvents(),
    valued({ type: 'deposit', ...coin, wallet }),
    valued({ type: 'withdrawal', ...coin }),
    valued({ ...trade, side: 'buy' }),
    valued({ ...trade, side: 'sell' }),
    valued({ ...trade, side: 'buy', quote_asset: 'BTC', quote_amount: '0.05' }),
    valued({ type: 'transfer', to_customer: 'c-2', asset: 'USDT', amount: '100' }),
    valued({
      type: 'withdrawal',
      asset: 'MXN',
      amount: '1900.00',
      rail: 'bank',
      counterparty: {
        name: 'Luz Ficticia',
        account: 'ES9121000418',
        bank: 'Banco Imaginario',
        country: 'ES',
      },
    }),
    valued({
      ...trade,
      type: 'p2p_order',
      side: 'sell',
      payment_method: 'bank',
      counterparty_customer: 'c-3',
    }),
  ];
};

describeWith(sharedFolder(), 'reports against the authority’s own schema', (shared) => {
  const xsd = readFileSync(join(shared, 'data/regulation/mx-avi/avi.xsd'));

  test.each([
    ['no catalogue', loadAvi()],
    ['imported catalogues', { ...loadAvi(), catalogues: fictitiousCatalogues() }],
  ])('with %s, a case of every kind of operation becomes a file that follows it', async (_what, avi) => {
    const house = await startReportingHouse(avi);
    try {
      expect(await house.importSchema(xsd)).toBe(200);
      const found = await house.caseOf(everyKind());
      const subject = { ...institution, activity_code: '1111111' };
      const made: ReportView = (
        await house.ana.ask('POST', `/v1/cases/${found.id}/reports`, { subject, alert_type: '4901' })
      ).body;
      expect(made.schema).toMatchObject({ imported: true, valid: true, errors: [] });
      const rejecting = made.rules.filter(({ action }) => action === 'reject').map(({ rule }) => rule);
      expect(rejecting).toEqual(avi.catalogues.size === 0 ? [] : ['AVI-208']);
      expect(made.lossy.length).toBeGreaterThan(10);
    } finally {
      await house.close();
      releaseCompiledSchemas();
    }
  });
});
