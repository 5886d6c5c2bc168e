import { listOwnerships, setOwnership as setRoute } from '@atalaya/contract/watchlists.ts';
import { read } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { withDeployment } from '../access/permissions.ts';
import type { ImportPorts } from './import-snapshot.ts';
import { OWNERSHIP, ownerships } from './ownership/ownership-list.ts';
import { presentOwnership, refreshOwnership, setOwnership } from './ownership/set-ownership.ts';

export { refreshOwnership };
export const OWNERSHIP_LIST = OWNERSHIP;

/** Who owns how much of whom. */
export function mountOwnership(http: Http, ports: ImportPorts): void {
  http.mount(listOwnerships, async ({ scope }) => ({
    items: (await read(ports.db, withDeployment(scope), ownerships)).map(presentOwnership),
  }));

  http.mount(setRoute, ({ caller, body }) =>
    setOwnership(ports, caller.actor, {
      owner: body.owner,
      owned: {
        name: body.owned.name,
        kind: body.owned.kind ?? 'organization',
        country: body.owned.country ?? null,
        identifiers: body.owned.identifiers ?? [],
      },
      owned_reference: body.owned.reference,
      share: body.share,
      source: body.source,
      active: body.active ?? true,
    }),
  );
}
