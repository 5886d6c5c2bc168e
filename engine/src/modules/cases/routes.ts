import {
  addAttachment as addAttachmentRoute,
  addNote as addNoteRoute,
  assignCase as assignRoute,
  decideCase as decideRoute,
  getAttachment,
  getCase,
  listCases,
  proposeOutcome as proposeRoute,
  reopenCase as reopenRoute,
} from '@atalaya/contract/cases.ts';
import { read, type Scope } from '../../platform/database.ts';
import type { Caller, Http } from '../../platform/http.ts';
import { addAttachment, attachmentFile } from './attachments.ts';
import { caseView } from './case-view.ts';
import { addNote, assignCase, type CasePorts, decideCase, proposeOutcome, reopenCase } from './cases.ts';
import { casePage, caseRow, type MayKnow } from './queries.ts';

/** A body is bounded while it is read, with a better word than the server's own limit. */
const NO_LIMIT_OF_THE_SERVER = 1024 ** 3;

/** The entities of the scope whose reports the caller may know of. */
export const mayKnowOf = (caller: Caller, scope: Scope): MayKnow =>
  new Set(scope.entities.filter((entity) => caller.grants.get(entity)?.has('reports:read') === true));

/** For a file name in a header: RFC 6266 with RFC 8187, and a plain name for what knows neither. */
export const dispositionOf = (name: string): string =>
  `attachment; filename="${name.replaceAll(/[^\w. -]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)}`;

export function mountCases(http: Http, ports: CasePorts): void {
  mountReading(http, ports);
  mountWork(http, ports);
  mountFiles(http, ports);
}

function mountReading(http: Http, ports: CasePorts): void {
  http.mount(listCases, ({ scope, query, caller }) =>
    read(ports.db, scope, async (tx) => {
      const { customer, assignee } = query;
      return casePage(tx, ports, mayKnowOf(caller, scope), {
        ...query,
        ...(customer === undefined ? {} : { customer: await ports.customerId(tx, customer) }),
        ...(assignee === 'me' ? { assignee: caller.actor } : {}),
      });
    }),
  );

  http.mount(getCase, ({ scope, params, caller }) =>
    read(ports.db, scope, (tx) => caseView(tx, ports, mayKnowOf(caller, scope), params.id)),
  );
}

function mountWork(http: Http, ports: CasePorts): void {
  const rowOf = (caller: Caller, scope: Scope, id: string) =>
    read(ports.db, scope, (tx) => caseRow(tx, ports, mayKnowOf(caller, scope), id));

  http.mount(assignRoute, async ({ scope, caller, params, body }) => {
    await assignCase(ports, { scope, actor: caller.actor }, params.id, body.assignee);
    return rowOf(caller, scope, params.id);
  });

  http.mount(addNoteRoute, ({ scope, caller, params, body }) =>
    addNote(ports, { scope, actor: caller.actor }, params.id, body.text),
  );

  http.mount(proposeRoute, async ({ scope, caller, params, body }) => {
    await proposeOutcome(ports, { scope, actor: caller.actor }, params.id, body);
    return rowOf(caller, scope, params.id);
  });

  http.mount(decideRoute, async ({ scope, caller, params, body }) => {
    await decideCase(ports, { scope, actor: caller.actor }, params.id, body);
    return rowOf(caller, scope, params.id);
  });

  http.mount(reopenRoute, async ({ scope, caller, params, body }) => {
    await reopenCase(ports, { scope, actor: caller.actor }, params.id, body.reason);
    return rowOf(caller, scope, params.id);
  });
}

function mountFiles(http: Http, ports: CasePorts): void {
  http.mount(
    addAttachmentRoute,
    ({ scope, caller, params, query, request }) =>
      addAttachment(ports, { scope, actor: caller.actor }, params.id, {
        name: query.name,
        mediaType: request.headers['content-type'],
        body: request.body,
      }),
    { bodyLimit: NO_LIMIT_OF_THE_SERVER },
  );

  http.mount(getAttachment, async ({ scope, params, reply }) => {
    const { name, bytes } = await attachmentFile(ports, { scope }, params.id, params.attachment);
    return reply
      .type('application/octet-stream')
      .header('content-disposition', dispositionOf(name))
      .header('cache-control', 'no-store')
      .send(bytes);
  });
}
