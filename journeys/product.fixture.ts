import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@atalaya/contract/client.gen.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { createTestDatabase } from '@atalaya/engine/platform/testing/database.ts';
import { buildConsole } from '@atalaya/engine/programs/console-build.ts';
import { type DemoHouse, furnish, signInLink } from '@atalaya/engine/programs/demo-house.ts';
import { type House, openHouse } from '@atalaya/engine/programs/house.ts';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

/** The whole product booted in this process on a database of its own, with pages built and staff to sign in. */
export interface Product {
  readonly house: House;
  readonly demo: DemoHouse;
  readonly url: string;
  /** The exchange's client, with its API key. */
  readonly exchange: ReturnType<typeof createClient>;
  close(): Promise<void>;
}

export async function openProduct(): Promise<Product> {
  const database = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'atalaya-journey-'));
  await buildConsole(() => undefined);
  const house = await openHouse({ connection: database.config, home, log: createLog('error') });
  const url = await house.listen('127.0.0.1', 0);
  const demo = await furnish(house, url);
  const { key } = JSON.parse(readFileSync(join(home, 'cli.json'), 'utf8')) as { key: string };
  return {
    house,
    demo,
    url,
    exchange: createClient({ baseUrl: url, headers: () => ({ authorization: `Bearer ${key}` }) }),
    close: async () => {
      await house.close();
      await database.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export interface Desk {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Failures the page itself reported: a journey ends with none. */
  readonly troubles: readonly string[];
}

/** Two people at two desks: each a browser context of its own. */
export async function openDesks(executablePath: string, product: Product) {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  const desk = async (who: 'officer' | 'analyst'): Promise<Desk> => {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'es-MX',
      acceptDownloads: true,
    });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    await page.goto(await signInLink(product.house, product.url, product.demo.staff[who]));
    await page.getByRole('link', { name: 'Hoy' }).first().waitFor();
    return { page, context, troubles };
  };
  const analyst = await desk('analyst');
  const officer = await desk('officer');
  return {
    analyst,
    officer,
    /** What both desks show now, as pictures in the folder of `ATALAYA_PICTURES`, for somebody who wants to look. */
    photograph: async (name: string) => {
      const folder = process.env.ATALAYA_PICTURES;
      if (folder === undefined) return;
      await analyst.page.screenshot({ path: join(folder, `${name}-analyst.png`) });
      await officer.page.screenshot({ path: join(folder, `${name}-officer.png`) });
    },
    close: () => browser.close(),
  };
}
