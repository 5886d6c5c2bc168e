import { readFileSync } from 'node:fs';
import { tagPack } from '@atalaya/engine/modules/tracing/testing/tag-pack.ts';
import { chromium, describeWith } from '@atalaya/engine/platform/testing/requirements.ts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openDesks, openProduct, type Product } from './product.fixture.ts';

/**
 * From a deposit to the service its money came from: tags and blocks are read, the decision speaks of exposure, the analyst
 * walks the map, changes the mixing rule, looks at the path, keeps the map with the case, and takes it along as files.
 */
const address = (byte: number): string => `0x${byte.toString(16).repeat(20)}`;
const [GANG, EXCHANGE, MIDDLE, SENDER] = [0xd1, 0xe1, 0xa1, 0xb1].map(address) as [
  string,
  string,
  string,
  string,
];
const hash = (number: number): string => number.toString(16).padStart(64, '0');

describeWith(chromium(), 'following the money', (executablePath) => {
  let product: Product;
  let desks: Awaited<ReturnType<typeof openDesks>>;

  beforeAll(async () => {
    product = await openProduct();
    desks = await openDesks(executablePath, product);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await desks.photograph('follow-the-money');
  });
  afterAll(async () => {
    await desks?.close();
    await product?.close();
  });

  it('walks from the deposit to its source and keeps the map with the case', async () => {
    const { exchange, house } = product;
    const now = Date.now();
    await exchange.importTagPack(
      tagPack('inventado', 'ethereum', [
        `${GANG},Grupo Inventado,ransomware,service_data`,
        `${EXCHANGE},Casa Inventada,exchange,service_data`,
      ]),
    );
    const transfer = (from: string, to: string, amount: string, tx: number) => ({
      from,
      to,
      amount,
      tx: hash(tx),
    });
    const lines = [
      [transfer(GANG, MIDDLE, '6000', 1), transfer(EXCHANGE, MIDDLE, '4000', 2)],
      [transfer(MIDDLE, SENDER, '9000', 3), transfer(EXCHANGE, SENDER, '1000', 4)],
      Array.from({ length: 30 }, (_, n) => transfer(address(0x11 + n), SENDER, '1', 10 + n)),
    ].map((transfers, height) =>
      JSON.stringify({
        network: 'ethereum',
        asset: 'USDT',
        height: height + 1,
        time: new Date(now - (4 - height) * 86_400_000).toISOString(),
        transfers,
      }),
    );
    await exchange.readBlocks({
      query: {},
      type: 'application/x-ndjson',
      body: new TextEncoder().encode(lines.join('\n')),
    });
    await exchange.recordPrices({
      body: { prices: [{ asset: 'USDT', currency: 'USD', price: '1.00', at: '2026-01-01T00:00:00Z' }] },
    });
    await exchange.putCustomer({
      params: { reference: 'cliente-9' },
      body: { kind: 'person', country: 'MX', name: { given: 'Iris', paternal: 'Nadie' } },
    });
    const decision = await exchange.decideEvent({
      body: {
        id: 'dep-9',
        type: 'deposit',
        occurred_at: new Date(now - 60_000).toISOString(),
        customer: 'cliente-9',
        asset: 'USDT',
        amount: '8000',
        rail: 'crypto',
        wallet: { network: 'ethereum', address: SENDER },
      },
    });
    expect(decision.decision).toBe('hold');
    expect(decision.reasons[0]).toMatchObject({ scenario: 'ransomware' });
    await house.settled();

    const { page, troubles } = desks.analyst;
    await page.goto(`${product.url}/map?network=ethereum&asset=USDT&address=${SENDER}`);
    const panel = page.getByRole('complementary', { name: 'Dirección elegida' });
    await panel.getByText('Grupo Inventado').first().waitFor();
    await panel.getByText('Lo que se nombra es un mínimo').waitFor();
    await page
      .getByRole('table')
      .getByRole('button', { name: /Casa Inventada/ })
      .first()
      .waitFor();
    await desks.photograph('map-haircut');

    await panel.getByText('FIFO', { exact: true }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('policy')).toBe('fifo');
    await panel.getByText('El dinero sale en el orden en que entró.').waitFor();
    await panel.getByText('El camino: 2 pasos').first().click();
    await panel.getByRole('button', { name: 'Mostrar en el mapa' }).first().click();
    await page
      .getByRole('table')
      .getByRole('button', { name: /Grupo Inventado/ })
      .first()
      .waitFor();
    await panel.getByLabel('Nota').fill('Pagó el deposito en revisión');
    await page.getByLabel('Flujos desde').selectOption('10');
    await page.getByText('23 flujos ocultos').waitFor();
    await desks.photograph('map-path');

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByText('Exportar', { exact: true })
        .click()
        .then(() => page.getByRole('button', { name: 'GraphML' }).click()),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('Grupo Inventado');

    await page.getByRole('button', { name: 'Guardar con un caso' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Guardar' }).click();
    await page.getByText('El mapa y su imagen quedaron con el caso.').waitFor();
    await page.goto(`${product.url}/cases`);
    await page
      .getByRole('row', { name: /cliente-9|Iris Nadie/ })
      .first()
      .click();
    const attached = page.getByRole('link', { name: /^mapa-USDT-.*\.json$/ });
    const [kept] = await Promise.all([page.waitForEvent('download'), attached.click()]);
    expect(readFileSync(await kept.path(), 'utf8')).toContain('Pagó el deposito en revisión');
    expect(troubles).toEqual([]);
  });
});
