import { isFailure } from '../kernel/failure.ts';
import { readCustomerLine } from '../modules/customers/customer.ts';
import { type CustomerPorts, putCustomers } from '../modules/customers/customers.ts';
import { mountImports } from '../modules/decisions/csv-import-routes.ts';
import { runImport } from '../modules/decisions/csv-import-run.ts';
import type { ImportPorts } from '../modules/decisions/csv-imports.ts';
import { asSystem, rows } from '../platform/database.ts';
import type { Http } from '../platform/http.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Deciding } from './deciding.ts';
import type { Foundation } from './foundation.ts';

const QUEUE = 'csv-import';

/** CSV imports: their routes, and the queue that works them. */
export async function openImports(
  http: Http,
  foundation: Foundation,
  deciding: Deciding,
  jobs: Jobs,
  customers: CustomerPorts,
): Promise<void> {
  const ports: ImportPorts = {
    db: foundation.db,
    journal: foundation.journal,
    core: deciding.core,
    home: foundation.home,
    now: foundation.now,
    enqueue: (id) => jobs.send(QUEUE, { id }, { key: id }),
    unknownCustomers: async (entity, references) => {
      const strangers = references.filter((reference) => deciding.book.find(entity, reference) === undefined);
      if (strangers.length === 0) return [];
      const known = await asSystem(foundation.db, (tx) =>
        rows<{ reference: string }>(
          tx,
          'select reference from customers.customer where entity = $1 and reference = any ($2)',
          [entity, strangers],
        ),
      );
      const there = new Set(known.map((row) => row.reference));
      return strangers.filter((reference) => !there.has(reference));
    },
    registerUnnamed: async (entity, actor, references) => {
      const unnamed = references.map((reference) => ({
        reference,
        profile: { kind: 'person' as const },
        personal: {},
      }));
      await putCustomers(customers, { entity, actor }, unnamed);
    },
    putCustomers: async (entity, actor, inputs) => {
      const proven = inputs.map(({ reference, input }) => {
        try {
          return readCustomerLine({ reference, ...input }, foundation.now());
        } catch (error) {
          if (isFailure(error)) return error;
          throw error;
        }
      });
      const good = proven.flatMap((one) => (isFailure(one) ? [] : [one]));
      const results = await putCustomers(customers, { entity, actor }, good);
      let next = 0;
      return proven.map((one) => {
        if (isFailure(one)) return one;
        const result = results[next];
        next += 1;
        return isFailure(result) ? result : null;
      });
    },
  };
  await jobs.work<{ id: string }>(QUEUE, ({ id }) => runImport(ports, id));
  mountImports(http, ports);
}
