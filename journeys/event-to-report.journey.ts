import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, describeWith, sharedFolder } from '@atalaya/engine/platform/testing/requirements.ts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openDesks, openProduct, type Product } from './product.fixture.ts';

/**
 * From an event to the filed report and its proof, as two people do it in the browser: the exchange tells, Atalaya
 * decides, the analyst takes the alert to a case and proposes, the officer agrees, the report is completed, approved,
 * downloaded, filed and acknowledged, and its journal entry is checked in the browser itself.
 */
const HOUR = 3_600_000;

describeWith(chromium(), 'from an event to the filed report', (executablePath) => {
  let product: Product;
  let desks: Awaited<ReturnType<typeof openDesks>>;
  const shared = sharedFolder().found;

  beforeAll(async () => {
    product = await openProduct();
    desks = await openDesks(executablePath, product);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await desks.photograph('event-to-report');
  });
  afterAll(async () => {
    await desks?.close();
    await product?.close();
  });

  it('walks the whole way', async () => {
    const { exchange, house } = product;
    await exchange.recordPrices({
      body: { prices: [{ asset: 'USD', currency: 'MXN', price: '18.40', at: '2026-01-01T00:00:00Z' }] },
    });
    await exchange.putCustomer({
      params: { reference: 'cliente-1' },
      body: {
        kind: 'person',
        country: 'MX',
        nationality: 'MX',
        occupation: 'employed',
        activity_code: '9800010',
        purpose: 'savings',
        registered_at: '2024-02-01T12:00:00Z',
        declared_monthly_income: { asset: 'MXN', amount: '18000' },
        name: { given: 'Inés', paternal: 'Nuño', maternal: 'Peñalosa' },
        birth_date: '1990-05-14',
      },
    });
    const now = Date.now();
    const decisions = [];
    for (let i = 0; i < 4; i += 1)
      decisions.push(
        await exchange.decideEvent({
          body: {
            id: `dep-${i}`,
            type: 'deposit',
            occurred_at: new Date(now - (8 - i) * HOUR).toISOString(),
            customer: 'cliente-1',
            asset: 'MXN',
            amount: '23900.00',
            rail: 'bank',
            counterparty: { name: 'Inés Nuño Peñalosa', account: '012180001234567899', country: 'MX' },
          },
        }),
      );
    expect(decisions.at(-1)?.reasons.map((reason) => reason.scenario)).toContain('sub-threshold-structuring');
    await house.settled();

    // The analyst: the queue, the case, a note, a proposal.
    const { page } = desks.analyst;
    await page.goto(`${product.url}/alerts`);
    await page.locator('tr, [role=row]').filter({ hasText: 'Fraccionamiento' }).first().click();
    await page
      .locator('.preview-actions')
      .getByRole('button', { name: /Llevar a caso/ })
      .click();
    await page
      .getByRole('dialog')
      .locator('textarea')
      .first()
      .fill('Cuatro depósitos casi iguales en un día.');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Llevar/ })
      .click();
    await page.getByRole('link', { name: 'Ver el caso' }).first().click();
    await page.waitForURL(/\/cases\/cas_/);
    const caseUrl = page.url();
    await page
      .getByLabel('Escribir una nota')
      .fill('El cliente no explica el origen; el patrón evita el umbral.');
    await page.getByRole('button', { name: 'Guardar nota' }).click();
    await page.getByText('El cliente no explica el origen; el patrón evita el umbral.').first().waitFor();
    await page.locator('#decide').getByText('Presentar aviso', { exact: false }).first().click();
    await page.locator('#decide textarea').fill('Fraccionamiento sin explicación económica.');
    await page.locator('#decide').getByRole('button', { name: 'Proponer' }).click();
    await page.getByText('debe decidir otra persona').first().waitFor();

    // The officer agrees, imports the official schema where there is one, and drafts the report.
    const officer = desks.officer.page;
    await officer.goto(caseUrl);
    await officer.locator('#decide textarea').fill('De acuerdo.');
    await officer.locator('#decide').getByRole('button', { name: 'De acuerdo' }).click();
    await officer.getByRole('button', { name: 'Redactar el aviso' }).waitFor();
    if (shared !== undefined) {
      const reply = await officer.request.put(`${product.url}/v1/jurisdictions/mx/schemas/mx-avi`, {
        data: readFileSync(join(shared, 'data/regulation/mx-avi/avi.xsd')),
        headers: { 'content-type': 'application/xml', origin: product.url },
      });
      expect(reply.status()).toBe(200);
    }
    await page.goto(caseUrl);
    await page.getByRole('button', { name: 'Redactar el aviso' }).click();
    await page.waitForURL(/\/reports\/rep_/);
    const reportUrl = page.url();
    await page.locator('input[name=document_type]').fill('1');
    await page.locator('input[name=document_number]').fill('IDMEX1990051400');
    await page.locator('input[name=institution_012]').fill('40012');
    await page.getByRole('button', { name: 'Guardar borrador' }).click();
    await page.locator('.act').getByRole('button', { name: 'Proponer' }).click();
    await page.getByText('debe aprobarlo otra persona').first().waitFor();

    // Approved by the second person, downloaded, filed, acknowledged.
    await officer.goto(reportUrl);
    if (shared !== undefined) await officer.getByText('Válido contra el esquema oficial').first().waitFor();
    await officer.locator('.act textarea').fill('Completo.');
    await officer.locator('.act').getByRole('button', { name: 'Aprobar' }).click();
    const [download] = await Promise.all([
      officer.waitForEvent('download'),
      officer.getByRole('link', { name: 'Descargar el XML' }).click(),
    ]);
    const filed = readFileSync(await download.path());
    expect(filed.toString('utf8')).toContain('<apellido_paterno>NUÑO</apellido_paterno>');
    await officer.getByRole('button', { name: 'Marcar como presentado' }).click();
    await officer.getByLabel('Folio', { exact: false }).fill('2026-000123');
    await officer.getByRole('button', { name: 'Registrar el acuse' }).click();
    await officer.getByText('La autoridad lo aceptó').waitFor();

    // The proof, in the browser: the entry of the acknowledgement is under a signed checkpoint.
    await house.settled();
    await officer
      .getByRole('link', { name: /^[\d,.\s]+$/ })
      .last()
      .click();
    await officer.waitForURL(/\/journal\/\d+/);
    await officer.getByRole('button', { name: /Comprobar aquí/ }).click();
    await officer.getByText('Comprobado: el asiento está en el diario sellado').waitFor();
    expect([...desks.analyst.troubles, ...desks.officer.troubles]).toEqual([]);
  });
});
