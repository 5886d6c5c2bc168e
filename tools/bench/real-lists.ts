import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@atalaya/contract/client.gen.ts';
import type { LIST_FORMATS } from '@atalaya/contract/watchlists.ts';
import { sharedData } from '../screening-fit/shared-data.ts';
import type { ServerReady } from './server.ts';

/** Lists as an operator brings them in, from the reference data (`ATALAYA_SHARED`): sanctions, addresses, tax. */
const LISTS: readonly {
  readonly code: string;
  readonly format: (typeof LIST_FORMATS)[number];
  readonly files: readonly string[];
}[] = [
  {
    code: 'ofac-sdn',
    format: 'ofac-sdn-csv',
    files: ['sdn', 'alt', 'add', 'sdn_comments'].map((name) => `ofac-2021-07/${name}.csv`),
  },
  { code: 'un', format: 'un-xml', files: ['un-2026-02/UN_consolidated.xml'] },
  { code: 'mx-sat-69b', format: 'mx-sat-69b', files: ['mx-sat-69b-2023-07/Listado_Completo_69-B.csv'] },
];

/** Brings the real lists into a server, one after the other; gives how many names they hold. */
export async function importRealLists(ready: Pick<ServerReady, 'url' | 'key'>): Promise<number> {
  const shared = sharedData();
  if (shared === undefined) throw new Error('--lists needs the reference data: set ATALAYA_SHARED');
  const client = createClient({
    baseUrl: ready.url,
    headers: () => ({ authorization: `Bearer ${ready.key}` }),
  });
  let names = 0;
  for (const { code, format, files } of LISTS) {
    const snapshot = await client.importSnapshot({
      params: { code },
      body: {
        format,
        files: files.map((path) => ({
          name: path.slice(path.lastIndexOf('/') + 1),
          base64: readFileSync(join(shared, 'data/lists', path)).toString('base64'),
        })),
      },
    });
    names += snapshot.names;
  }
  return names;
}
