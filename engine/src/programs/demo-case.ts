import { type Client, createClient } from '@atalaya/contract/client.gen.ts';
import { issueSignInToken } from '../modules/access/sessions.ts';
import type { Member } from '../modules/access/users.ts';
import type { House } from './house.ts';

/**
 * One case of the demo worked from alert to acknowledged report by two people, through the public API like anyone, so
 * that a newcomer finds one finished story. The authority's part (its acknowledgement) is made up and says so.
 */
export async function workOneCase(
  house: House,
  url: string,
  staff: { readonly officer: Member; readonly analyst: Member },
  say: (line: string) => void,
): Promise<void> {
  const analyst = await signedIn(house, url, staff.analyst);
  const officer = await signedIn(house, url, staff.officer);
  const caseId = await openCase(analyst, staff.analyst.id);
  if (caseId === null) return;
  await analyst.addNote({
    params: { id: caseId },
    body: {
      text: 'Revisé los movimientos de los últimos 30 días: el patrón no corresponde con el ingreso declarado y el cliente no aportó origen de los recursos.',
    },
  });
  await analyst.proposeOutcome({
    params: { id: caseId },
    body: {
      outcome: 'report',
      reason: 'Operaciones inusuales sin explicación económica; propongo presentar aviso.',
    },
  });
  await officer.decideCase({
    params: { id: caseId },
    body: { agree: true, reason: 'De acuerdo con el análisis.' },
  });
  const reportId = await fileReport(analyst, officer, caseId);
  say(`  demo · case ${caseId} worked to its acknowledged report ${reportId}`);
}

async function signedIn(house: House, url: string, member: Member): Promise<Client> {
  const token = await issueSignInToken(house.foundation, member.id, 1);
  const reply = await fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token }),
  });
  if (!reply.ok) throw new Error(`sign-in answered ${reply.status}`);
  const cookie = reply.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return createClient({ baseUrl: url, headers: () => ({ cookie, origin: url }) });
}

/** The most severe alert about a natural person with known papers; gives its case. */
async function openCase(analyst: Client, me: string): Promise<string | null> {
  const { items } = await analyst.listAlerts({ query: { limit: 100 } });
  for (const alert of items) {
    const customer = await analyst.getCustomer({ params: { id: alert.customer_id } });
    const papers = customer.identity_numbers?.some((one) => one.type === 'curp') ?? false;
    if (customer.kind !== 'person' || !papers || alert.state === 'cleared') continue;
    const caseId =
      alert.case_id ?? (await analyst.escalateAlert({ params: { id: alert.id }, body: {} })).case_id;
    await analyst.assignCase({ params: { id: caseId }, body: { assignee: me } });
    return caseId;
  }
  return null;
}

async function fileReport(analyst: Client, officer: Client, caseId: string): Promise<string> {
  const draft = await analyst.draftReport({
    params: { id: caseId },
    body: {
      alert_type: '9999',
      subject: { document_type: '1', document_number: 'IDMEX1998004512' },
      narrative:
        'El cliente realizó operaciones que no corresponden con su perfil transaccional ni con el ingreso que declaró.',
    },
  });
  const params = { id: draft.id };
  await analyst.proposeReport({ params, body: {} });
  await officer.approveReport({
    params,
    body: { agree: true, reason: 'Completo y congruente con el expediente.' },
  });
  const now = new Date().toISOString();
  await officer.markFiled({ params, body: { filed_at: now } });
  await officer.recordAcknowledgement({
    params,
    body: {
      folio: 'DEMO-ACUSE-000001',
      received_at: now,
      accepted: true,
      note: 'Acuse ficticio de la demostración.',
    },
  });
  return draft.id;
}
