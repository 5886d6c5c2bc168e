import type { TestHouse } from './house.ts';

/** Rows of every table that a request may write; what works behind the reply (seals, cursors, queues) is left out. */
export async function written(product: TestHouse): Promise<Record<string, number>> {
  const { tables } = await product.ask<{ tables: string[] }>(
    `select array_agg(format('%I.%I', schemaname, tablename) order by 1) as tables from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema', 'jobs', 'public')
       and (schemaname, tablename) not in (('journal', 'tile'), ('journal', 'checkpoint'), ('journal', 'cursor'))`,
  );
  const counts = tables.map((table) => `select '${table}' as name, count(*) as n from ${table}`);
  const { rows } = await product.ask<{ rows: Record<string, number> }>(
    `select jsonb_object_agg(name, n) as rows from (${counts.join(' union all ')}) c`,
  );
  return rows;
}
