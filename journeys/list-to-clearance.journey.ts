import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, describeWith } from '@atalaya/engine/platform/testing/requirements.ts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openDesks, openProduct, type Product } from './product.fixture.ts';

/**
 * From the issuer's address to a clearance of two persons: the list is fetched, the base is screened against it, the analyst
 * compares both records and proposes, the officer agrees; the next version of the list reopens it by itself.
 */
const HEADER = 'id,name,birth,rfc';
const version = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;
const OTHER = 'L-2,Anacleto Zubizarreta Ferrusca,,';
const first = version('L-1,María Guadalupe Xochitiotzin Hernández,,', OTHER);
const second = version('L-1,María Guadalupe Xochitiotzin Hernández,1970-05-02,', OTHER);

describeWith(chromium(), 'from a list to a clearance', (executablePath) => {
  let product: Product;
  let desks: Awaited<ReturnType<typeof openDesks>>;
  let served = first;
  const issuer = createServer((_request, response) => response.end(served));

  beforeAll(async () => {
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    product = await openProduct();
    desks = await openDesks(executablePath, product);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await desks.photograph('list-to-clearance');
  });
  afterAll(async () => {
    await desks?.close();
    await product?.close();
    issuer.close();
  });

  it('is fetched, screened, judged by two, and reopened by what changed', async () => {
    const { exchange, house, url } = product;
    const { analyst, officer } = desks;
    await exchange.putCustomer({
      params: { reference: 'cliente-7' },
      body: {
        kind: 'person',
        country: 'MX',
        birth_date: '1970-05-02',
        name: { given: 'Ma. Guadalupe', paternal: 'Xochitiotzin', maternal: 'Hdez' },
      },
    });
    const mapping = {
      reference: 'id',
      name: 'name',
      birth_date: 'birth',
      'identifier:rfc': 'rfc',
      kind: '=person',
    };
    await exchange.importSnapshot({
      params: { code: 'propia' },
      body: {
        format: 'csv',
        name: 'Lista propia',
        mapping,
        files: [{ name: 'l.csv', base64: Buffer.from(version(OTHER)).toString('base64') }],
      },
    });

    const address = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/lista.csv`;
    await officer.page.goto(`${url}/lists/propia?tab=settings`);
    await officer.page.getByLabel('Dirección del emisor').fill(`lista.csv ${address}`);
    await officer.page.getByRole('button', { name: 'Guardar' }).click();
    await officer.page.getByRole('button', { name: 'Bajar ahora' }).click();
    await officer.page.getByText('versión nueva').waitFor();

    await analyst.page.goto(`${url}/screening?state=open,proposed`);
    const panel = analyst.page.locator('.hit-panel');
    await panel.getByRole('heading', { name: /Xochitiotzin/ }).waitFor();
    await panel.locator('mark.piece').first().waitFor();
    expect(await panel.locator('mark.piece').count()).toBeGreaterThanOrEqual(4);
    await analyst.page.keyboard.press('c');
    await analyst.page.getByLabel('Otra nacionalidad').check();
    await analyst.page.getByLabel('Explicación').fill('El acta dice otra cosa.');
    await analyst.page.getByRole('dialog').getByRole('button', { name: 'Descartar' }).click();
    await panel.getByText('espera segunda persona').first().waitFor();

    await officer.page.goto(`${url}/screening?state=proposed`);
    await officer.page.locator('.hit-panel').getByText('Propuesta de').waitFor();
    await officer.page.keyboard.press('a');
    await officer.page.getByLabel('Explicación').fill('De acuerdo con el acta.');
    await officer.page.getByRole('dialog').getByRole('button', { name: 'De acuerdo' }).click();
    await officer.page.goto(`${url}/screening?state=cleared`);
    await officer.page.locator('.hit-panel').getByText('descartada').first().waitFor();
    await officer.page.getByRole('button', { name: 'Rehacer la comparación' }).click();
    await officer.page.getByText('el parecido es idéntico').waitFor();

    served = second;
    await officer.page.goto(`${url}/lists/propia?tab=settings`);
    await officer.page.getByRole('button', { name: 'Bajar ahora' }).click();
    await analyst.page.goto(`${url}/screening?state=open`);
    await analyst.page.locator('.hit-panel').getByText('1970-05-02').first().waitFor();
    await analyst.page.locator('.hit-panel').getByText('versión nueva de la lista').first().waitFor();

    await officer.page.goto(`${url}/lists/propia?tab=changes`);
    await officer.page.getByText('nacimiento', { exact: true }).waitFor();
    await officer.page.goto(`${url}/screening/runs`);
    await officer.page.getByText('terminada').first().waitFor();
    await house.settled();
    expect([...analyst.troubles, ...officer.troubles]).toEqual([]);
  });
});
