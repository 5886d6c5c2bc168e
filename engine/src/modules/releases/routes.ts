import {
  decideRelease as decideRoute,
  getRelease,
  listReleases,
  proposeRelease as proposeRoute,
} from '@atalaya/contract/releases.ts';
import { read, type Tx } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { type ReleaseNames, releasePage, releaseRow, releaseView } from './queries.ts';
import { decideRelease, proposeRelease, type ReleasePorts } from './releases.ts';

export function mountReleases(
  http: Http,
  ports: ReleasePorts & ReleaseNames & { readonly customerId: (tx: Tx, id: string) => Promise<string> },
): void {
  http.mount(listReleases, ({ scope, query }) =>
    read(ports.db, scope, async (tx) => {
      const { customer } = query;
      return releasePage(tx, ports, {
        ...query,
        ...(customer === undefined ? {} : { customer: await ports.customerId(tx, customer) }),
      });
    }),
  );
  http.mount(getRelease, ({ scope, params, caller }) =>
    read(ports.db, scope, async (tx) => {
      const view = await releaseView(tx, ports, params.id);
      // What people wrote about a customer is not a program's business.
      const mayRead = caller.grants.get(view.entity)?.has('alerts:read') === true;
      return mayRead ? view : { ...view, remarks: [] };
    }),
  );
  http.mount(proposeRoute, async ({ scope, caller, params, body }) => {
    await proposeRelease(ports, { scope, actor: caller.actor }, params.id, body);
    return read(ports.db, scope, (tx) => releaseRow(tx, ports, params.id));
  });
  http.mount(decideRoute, async ({ scope, caller, params, body }) => {
    await decideRelease(ports, { scope, actor: caller.actor }, params.id, body);
    return read(ports.db, scope, (tx) => releaseRow(tx, ports, params.id));
  });
}
