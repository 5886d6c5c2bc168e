import type { Event, Price } from '@atalaya/contract/activity.ts';
import { ApiProblem, type Client } from '@atalaya/contract/client.gen.ts';
import type { CustomerBatchLine } from '@atalaya/contract/customers.ts';
import type { BatchLine, Decision } from '@atalaya/contract/decisions.ts';
import type { Problem } from '@atalaya/contract/schema.ts';
import type { ChainLine } from '@atalaya/world/chain/move.ts';
import type { Registration } from '@atalaya/world/simulation/population.ts';
import { LostAnswer, type Patience, persist, USUAL_PATIENCE } from './persist.ts';

/** What came back for one event. */
export type Answer = { readonly decision: Decision } | { readonly problem: Problem };

export interface CourierOptions {
  readonly client: Client;
  readonly patience?: Patience;
  /** Asks to stop sending again. */
  readonly signal?: AbortSignal;
  /** Told before something is sent again. */
  readonly onRetry: (error: Error, wait_ms: number) => void;
}

/** Member of a listing → column of the world's watchlist. */
const TAGS_MAPPING = { reference: 'reference', wallet: 'address', network: 'network', tags: 'tags' };

const LIST_MAPPING = {
  reference: 'reference',
  name: 'name',
  kind: 'kind',
  birth_date: 'birth_date',
  country: 'country',
  network: 'wallet_network',
  wallet: 'wallet_address',
  program: 'programme',
  listed_on: 'listed_on',
};

const NDJSON = 'application/x-ndjson';
/** The key is refused or may not do this: no use in going on. */
const DENIED = new Set([401, 403]);

/**
 * Brings an exchange's news to the server. Every call is repeated with the same ids until it is answered in full, so
 * nothing is lost, and nothing is doubled because the server knows the ids.
 */
export class Courier {
  readonly #client: Client;
  readonly #patience: Patience;
  readonly #onRetry: CourierOptions['onRetry'];
  readonly #signal: AbortSignal | undefined;

  constructor(options: CourierOptions) {
    this.#client = options.client;
    this.#patience = options.patience ?? USUAL_PATIENCE;
    this.#onRetry = options.onRetry;
    this.#signal = options.signal;
  }

  /** Registers customers; answers the problems of those refused. Throws ApiProblem when the batch is refused. */
  async register(people: readonly Registration[]): Promise<Problem[]> {
    const body = ndjson(people.map(({ reference, input }) => ({ reference, ...input })));
    const lines = await this.#batch(people.length, () => this.#client.putCustomers({ body, type: NDJSON }));
    return (lines as CustomerBatchLine[]).flatMap((line) => ('problem' in line ? [line.problem] : []));
  }

  /** Imports the world's watchlist; how many listings it has. Throws ApiProblem when the key may not. */
  async importList(csv: string, issued_on: string): Promise<number> {
    const base64 = Buffer.from(csv, 'utf8').toString('base64');
    const body = {
      format: 'csv',
      name: 'Fictitious sanctions of the demonstration world',
      issuer: 'Atalaya world',
      issued_on,
      mapping: LIST_MAPPING,
      files: [{ name: 'world.csv', base64 }],
    } as const;
    const params = { code: 'demo-world' };
    const { listings } = await this.#persist(() =>
      this.#client.importSnapshot({ params, body: { ...body, files: [...body.files] } }),
    );
    return listings;
  }

  /** What the world's addresses are known for: a list of tags, which bans nobody. */
  async importTags(csv: string, issued_on: string): Promise<void> {
    const file = { name: 'tags.csv', base64: Buffer.from(csv, 'utf8').toString('base64') };
    const body = {
      format: 'csv' as const,
      name: 'Fictitious tags of the demonstration world',
      issuer: 'Atalaya world',
      issued_on,
      mapping: TAGS_MAPPING,
      files: [file],
    };
    await this.#persist(() => this.#client.importSnapshot({ params: { code: 'demo-tags' }, body }));
  }

  /** Blocks of chains, in order. Throws ApiProblem when the key may not. */
  async readBlocks(lines: readonly ChainLine[]): Promise<void> {
    const body = new TextEncoder().encode(ndjson(lines));
    await this.#persist(() => this.#client.readBlocks({ query: {}, type: NDJSON, body }));
  }

  async recordPrices(prices: readonly Price[]): Promise<void> {
    await this.#persist(() => this.#client.recordPrices({ body: { prices: [...prices] } }));
  }

  /** One answer per event, in the order of the events. Throws ApiProblem when the batch is refused. */
  async decideAll(events: readonly Event[]): Promise<Answer[]> {
    const body = ndjson(events);
    const lines = await this.#batch(events.length, () => this.#client.decideBatch({ body, type: NDJSON }));
    return lines as BatchLine[];
  }

  async decide(event: Event): Promise<Answer> {
    try {
      return { decision: await this.#persist(() => this.#client.decideEvent({ body: event })) };
    } catch (error) {
      if (error instanceof ApiProblem && error.status >= 400 && !DENIED.has(error.status)) {
        return { problem: error.problem };
      }
      throw error;
    }
  }

  /** Number in the catalogue of each scenario the server runs; empty when the key may not read them. */
  async scenarioNumbers(): Promise<Map<string, string>> {
    try {
      const { items } = await this.#persist(() => this.#client.listScenarios());
      return new Map(items.map(({ id, number }) => [id, String(number)]));
    } catch (error) {
      if (error instanceof ApiProblem && error.status !== 401) return new Map();
      throw error;
    }
  }

  #batch(count: number, send: () => Promise<Response>): Promise<{ row: number }[]> {
    return this.#persist(async () => {
      const text = await (await send()).text();
      const lines = text.split('\n').filter((line) => line !== '');
      const read = lines.map((line) => JSON.parse(line) as { row: number });
      if (read.length !== count) throw new LostAnswer(`${read.length} of ${count} answers came back`);
      return read.sort((a, b) => a.row - b.row);
    });
  }

  #persist<T>(work: () => Promise<T>): Promise<T> {
    const heard = async (): Promise<T> => {
      try {
        return await work();
      } catch (error) {
        if (error instanceof ApiProblem || error instanceof LostAnswer) throw error;
        throw new LostAnswer('the answer broke off', { cause: error });
      }
    };
    return persist(heard, this.#patience, this.#onRetry, this.#signal);
  }
}

const ndjson = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
