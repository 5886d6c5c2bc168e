import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '@atalaya/contract/client.gen.ts';
import { eventually } from './child.ts';
import type { LiveNode } from './live-node.ts';

/** The product as the stories need it: its address, a key, its data folder, and a start anew. */
export interface OpenHouse {
  readonly url: string;
  readonly key: string;
  readonly home: string;
  restart(): Promise<void>;
}

/** A house that follows the nodes, with whom they pay from tagged as a darknet market, and a customer. */
export interface FollowingHouse {
  readonly client: Client;
  readonly home: string;
  /** The block with this hash, or one after it, was read. */
  reached(node: LiveNode, height: number): Promise<void>;
  /** The newest block read. */
  height(node: LiveNode): Promise<number>;
  undone(node: LiveNode): Promise<number>;
  /** A deposit of the customer, paid by this address; answers the decision and the values the reasons name. */
  deposit(node: LiveNode, across: string): Promise<{ readonly decision: string; readonly values: Values }>;
}

type Values = Readonly<Record<string, unknown>>;

const AT = '2024-03-05T12:00:00Z';

export async function follow(house: OpenHouse, nodes: readonly LiveNode[]): Promise<FollowingHouse> {
  writeFileSync(join(house.home, 'chains.json'), JSON.stringify(nodes.map(({ config }) => config)));
  await house.restart();
  const client = createClient({
    baseUrl: house.url,
    headers: () => ({ authorization: `Bearer ${house.key}` }),
  });
  for (const { network, payer } of nodes) await tag(client, network, payer);
  await client.putCustomer({
    params: { reference: 'ana' },
    body: { kind: 'person', name: { given: 'Ana', paternal: 'Prueba' }, country: 'MX' },
  });
  const prices = nodes.map(({ asset, price }) => ({ asset, currency: 'USD', price, at: AT }));
  await client.recordPrices({ body: { prices } });

  let events = 0;
  const chainOf = async ({ network }: LiveNode) =>
    (await client.listChains()).items.find(({ chain }) => chain === network);
  return {
    client,
    home: house.home,
    height: async (node) => (await chainOf(node))?.height ?? -1,
    undone: async (node) => (await chainOf(node))?.undone ?? 0,
    async reached(node, height) {
      const read = async () => ((await chainOf(node))?.height === height ? true : undefined);
      await eventually(`block ${height} of ${node.network} is read`, read, 5);
    },
    async deposit(node, across) {
      events += 1;
      const answer = await client.decideEvent({
        body: {
          id: `live-${node.network}-${events}`,
          type: 'deposit',
          customer: 'ana',
          occurred_at: new Date().toISOString(),
          asset: node.asset,
          amount: node.amount,
          rail: 'crypto',
          wallet: { network: node.network, address: across },
        },
      });
      const values = answer.reasons.flatMap((reason) => reason.values);
      return {
        decision: answer.decision,
        values: Object.fromEntries(values.map(({ name, value }) => [name, value])),
      };
    },
  };
}

const tag = (client: Client, network: string, address: string) =>
  client.importTagPack({
    params: { code: `live-${network}` },
    body: {
      format: 'csv',
      tier: 'private',
      licence: 'own',
      defaults: { network },
      files: [
        {
          name: 'tags.csv',
          base64: Buffer.from(
            `address,label,category,confidence\n${address},Mercado Sombra,darknet_market,service_data\n`,
          ).toString('base64'),
        },
      ],
    },
  });
