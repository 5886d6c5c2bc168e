import { createClient } from '@atalaya/contract/client.gen.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from './testing/house.ts';

/** Tags decide: from an imported pack to the scenario that fires, before and after a restart. */
let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
}, 120_000);
afterAll(() => house.close());

const TAGGED = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const WEAK = '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy';
const PACK = `title: Grupo inventado
creator: Equipo de pruebas
currency: BTC
source: https://example.test
abuse: ransomware
tags:
- address: ${TAGGED}
  label: Grupo Inventado
  confidence: forensic
- address: ${WEAK}
  label: quizá también
  confidence: heuristic
`;

const client = () =>
  createClient({ baseUrl: house.url, headers: () => ({ authorization: `Bearer ${house.key}` }) });

const send = async (path: string, body: object): Promise<Response> =>
  fetch(`${house.url}${path}`, {
    method: path.startsWith('/v1/customers') ? 'PUT' : 'POST',
    headers: { authorization: `Bearer ${house.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Scenarios that a deposit from the address fires. */
async function fired(id: string, address: string, customer = 'cliente-1'): Promise<string[]> {
  const reply = await send('/v1/events', {
    id,
    type: 'deposit',
    customer,
    occurred_at: new Date(Date.now() - 1000).toISOString(),
    asset: 'BTC',
    amount: '0.01',
    rail: 'crypto',
    wallet: { network: 'bitcoin', address },
  });
  const body = await reply.json();
  if (!reply.ok) throw new Error(JSON.stringify(body));
  return body.reasons.map((reason: { scenario: { id: string } | string }) =>
    typeof reason.scenario === 'string' ? reason.scenario : reason.scenario.id,
  );
}

test('a deposit from a tagged address fires its scenario; what is hardly believed does not', async () => {
  const put = await send('/v1/customers/cliente-1', {
    kind: 'person',
    name: { given: 'Inés', paternal: 'Prado' },
  });
  expect(put.ok, await put.text()).toBe(true);
  expect(await fired('d-0', TAGGED)).not.toContain('ransomware');
  await client().importTagPack({
    params: { code: 'inventado' },
    body: {
      format: 'tagpack',
      files: [{ name: 'inventado.yaml', base64: Buffer.from(PACK).toString('base64') }],
    },
  });
  expect(await fired('d-1', TAGGED)).toContain('ransomware');
  expect(await fired('d-2', WEAK)).not.toContain('ransomware');
});

test('the decision keeps which state of the tags it used; a restart uses the same', async () => {
  const version = async (): Promise<string> => (await client().listTagPacks({})).version;
  const used = await version();
  const { stored } = await house.ask<{ stored: string }>(
    `select convert_from(bytes, 'UTF8')::jsonb #>> '{data,lists,tags}' as stored from journal.entry
     where type = 'decisions.decided' order by number desc limit 1`,
  );
  expect(stored).toBe(used);
  await house.restart();
  expect(await version()).toBe(used);
  await send('/v1/customers/cliente-2', { kind: 'person', name: { given: 'Inés', paternal: 'Prado' } });
  expect(await fired('d-3', TAGGED, 'cliente-2')).toContain('ransomware');
});
