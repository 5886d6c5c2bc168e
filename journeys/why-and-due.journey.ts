import { join } from 'node:path';
import { chromium, describeWith } from '@atalaya/engine/platform/testing/requirements.ts';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openDesks, openProduct, type Product } from './product.fixture.ts';

/**
 * Why a decision came out as it did and why not otherwise; the same decision made again; what the scenarios cover; and a
 * report that the law asks for without anybody being suspected, from Today to its draft.
 */
const HOUR = 3_600_000;

/** Both themes, when somebody wants to look. */
async function show(page: Page, name: string): Promise<void> {
  const folder = process.env.ATALAYA_PICTURES;
  if (folder === undefined) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
  }
}

describeWith(chromium(), 'why, why not, and reports due', (executablePath) => {
  let product: Product;
  let desks: Awaited<ReturnType<typeof openDesks>>;

  beforeAll(async () => {
    product = await openProduct();
    desks = await openDesks(executablePath, product);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await desks.photograph('why-and-due');
  });
  afterAll(async () => {
    await desks?.close();
    await product?.close();
  });

  const tell = async (customer: string, amounts: readonly string[], month = 0): Promise<string[]> => {
    const { exchange } = product;
    await exchange.putCustomer({
      params: { reference: customer },
      body: {
        kind: 'person',
        country: 'MX',
        registered_at: '2024-02-01T12:00:00Z',
        declared_monthly_income: { asset: 'MXN', amount: '18000' },
        name: { given: 'Inés', paternal: 'Nuño', maternal: customer },
      },
    });
    const ids: string[] = [];
    for (const [i, amount] of amounts.entries()) {
      const occurred_at = new Date(
        Date.now() - month * 30 * 24 * HOUR - (amounts.length - i) * HOUR,
      ).toISOString();
      const decision = await exchange.decideEvent({
        body: {
          id: `${customer}-${i}`,
          type: 'deposit',
          occurred_at,
          customer,
          asset: 'MXN',
          amount,
          rail: 'bank',
        },
      });
      ids.push(decision.decision_id);
    }
    return ids;
  };

  it('is told, looked at and taken up', async () => {
    const { exchange, house, url } = product;
    await exchange.recordPrices({
      body: { prices: [{ asset: 'USD', currency: 'MXN', price: '18.40', at: '2026-01-01T00:00:00Z' }] },
    });
    const structured = await tell('uno', ['23900.00', '23900.00', '23900.00', '23900.00']);
    await tell('dos', ['30000.00'], 1);
    await house.settled();
    const { page, troubles } = desks.officer;

    await page.goto(`${url}/events/${structured.at(-1)}`);
    await page.getByText('Los eventos dentro de las ventanas').first().click();
    await page.getByText('este evento').first().waitFor();
    expect(await page.locator('.inside-events').first().locator('tbody tr').count()).toBeGreaterThanOrEqual(
      3,
    );
    await page.keyboard.press('w');
    await page.locator('.near-miss').first().waitFor();
    expect(await page.locator('.near-miss').count()).toBe(5);
    await page.getByRole('button', { name: 'Repetir la decisión' }).click();
    await page.getByText('Idéntica, byte por byte.').waitFor();
    await show(page, 'event-replay');
    for (const part of ['.decision', '.near-miss']) {
      await page.locator(part).first().scrollIntoViewIfNeeded();
      await show(page, `event-${part.slice(1)}`);
    }

    await page.goto(`${url}/coverage`);
    await page.getByText('Fraccionamiento bajo el umbral').first().waitFor();
    await show(page, 'coverage');
    await page.locator('.filter select').first().selectOption('waiting');
    await page.getByText('Espera datos').first().waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Exportar CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/^coverage-.*\.csv$/);

    await page.goto(url);
    const duty = page.getByRole('link', { name: /Presentar avisos/ });
    await duty.first().waitFor();
    await show(page, 'today');
    await duty.first().click();
    await page.getByRole('button', { name: 'Redactar el aviso' }).first().waitFor();
    await show(page, 'dues');
    await page.getByRole('button', { name: 'Redactar el aviso' }).first().click();
    await page.waitForURL(/\/reports\/rep_/);
    await page.getByText('El formulario de la autoridad').first().waitFor();
    await page.goto(`${url}/reports/due?state=open`);
    await page.getByRole('link', { name: 'Ver el caso' }).first().waitFor();
    await page.getByRole('button', { name: 'Descartar' }).last().click();
    await page.getByRole('textbox').fill('Presentado en papel');
    await show(page, 'dismiss');
    await page.locator('dialog').getByRole('button', { name: 'Descartar' }).click();
    await page.getByText('Obligación descartada.').waitFor();
    expect(troubles).toEqual([]);
  });
});
