import { chromium, describeWith } from '@atalaya/engine/platform/testing/requirements.ts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openDesks, openProduct, type Product } from './product.fixture.ts';

/**
 * A wallet leaves a list: the deposit that was blocked for it alone is on the board of the day, the analyst proposes to
 * release it, the officer agrees, and the exchange reads that it may go on.
 */
const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';
const OTHER = 'L-2,Anacleto Zubizarreta Ferrusca,,';
const LISTED = `L-1,Hermógenes Quijotillo Zárate,ethereum,${WALLET}`;
const LONG_MS = 300_000;

describeWith(chromium(), 'from a delisting to a release', (executablePath) => {
  let product: Product;
  let desks: Awaited<ReturnType<typeof openDesks>>;

  beforeAll(async () => {
    product = await openProduct();
    desks = await openDesks(executablePath, product);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await desks.photograph('delisting-to-release');
  });
  afterAll(async () => {
    await desks?.close();
    await product?.close();
  });

  const importList = (...lines: string[]) =>
    product.exchange.importSnapshot({
      params: { code: 'propia' },
      body: {
        format: 'csv',
        name: 'Lista propia',
        accept_shrink: true,
        mapping: { reference: 'id', name: 'name', network: 'network', wallet: 'wallet', kind: '=person' },
        files: [
          {
            name: 'l.csv',
            base64: Buffer.from(`id,name,network,wallet\n${lines.join('\n')}\n`).toString('base64'),
          },
        ],
      },
    });

  it('shows what was stopped for it alone, proposed and decided by two', { timeout: LONG_MS }, async () => {
    const { exchange, url } = product;
    const { analyst, officer } = desks;
    await importList(LISTED, OTHER);
    await exchange.putCustomer({
      params: { reference: 'cliente-9' },
      body: {
        kind: 'person',
        country: 'MX',
        name: { given: 'Rosa', paternal: 'Ficticia', maternal: 'Peña' },
      },
    });
    const decision = await exchange.decideEvent({
      body: {
        id: 'dep-9',
        type: 'deposit',
        customer: 'cliente-9',
        occurred_at: new Date(Date.now() - 1000).toISOString(),
        asset: 'USDT',
        amount: '900.00',
        rail: 'crypto',
        wallet: { network: 'ethereum', address: WALLET },
      },
    });
    expect(decision.decision).toBe('block');
    await importList(OTHER);

    await analyst.page.goto(`${url}/releases?state=open,proposed`);
    await analyst.page.getByRole('link', { name: 'Rosa Ficticia Peña' }).click({ timeout: 60_000 });
    await analyst.page.getByText(/propia ya no lo señala desde la versión 2/).waitFor();
    await analyst.page.getByRole('button', { name: /Proponer liberar/ }).click();
    await analyst.page.getByLabel('Motivo').fill('El emisor retiró la cartera.');
    await analyst.page.getByRole('dialog').getByRole('button', { name: 'Proponer liberar' }).click();
    await analyst.page.getByText('Debe decidir otra persona').waitFor();

    await officer.page.goto(url);
    await officer.page.getByRole('link', { name: /Liberar o mantener/ }).click({ timeout: 60_000 });
    await officer.page.getByText('El emisor retiró la cartera.').waitFor();
    await desks.photograph('release-proposed');
    await officer.page.keyboard.press('a');
    await officer.page.getByLabel('Motivo').fill('De acuerdo.');
    await officer.page.getByRole('dialog').getByRole('button', { name: 'De acuerdo' }).click();
    await officer.page.getByText('Liberada', { exact: true }).first().waitFor();
    await officer.page.goto(`${url}/releases`);
    await officer.page.getByText('Liberada', { exact: true }).waitFor();
    await desks.photograph('releases');

    const { items } = await exchange.listReleases({ query: { state: 'released' } });
    expect(items).toMatchObject([{ customer: 'cliente-9', operations: 1, sources: ['propia'] }]);
    expect([...analyst.troubles, ...officer.troubles]).toEqual([]);
  });
});
