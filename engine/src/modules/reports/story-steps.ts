import type { StoryStep } from '@atalaya/contract/cases.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { ActorNames } from '../alerts/queries.ts';
import type { CaseReports } from '../cases/story.ts';

const TEXTS: Readonly<Record<string, Texts>> = {
  'reports.drafted': { es: 'Aviso en borrador', pt: 'Aviso em rascunho', en: 'Report drafted' },
  'reports.proposed': { es: 'Aviso propuesto', pt: 'Aviso proposto', en: 'Report proposed' },
  'reports.sent_back': { es: 'Aviso devuelto', pt: 'Aviso devolvido', en: 'Report sent back' },
  'reports.approved': { es: 'Aviso aprobado', pt: 'Aviso aprovado', en: 'Report approved' },
  'reports.filed': { es: 'Aviso presentado', pt: 'Aviso apresentado', en: 'Report filed' },
  'reports.withdrawn': { es: 'Borrador retirado', pt: 'Rascunho retirado', en: 'Draft withdrawn' },
};

const ACKNOWLEDGED: Readonly<Record<string, Texts>> = {
  accepted: { es: 'Acuse de la autoridad', pt: 'Recibo da autoridade', en: 'Acknowledged by the authority' },
  refused: {
    es: 'Rechazado por la autoridad',
    pt: 'Recusado pela autoridade',
    en: 'Refused by the authority',
  },
};

/** What follows the words: the hash that was approved or filed, or the folio. */
function detailOf(data: Readonly<Record<string, unknown>>): string {
  if (typeof data.folio === 'string') return `: ${data.folio}`;
  return typeof data.sha256 === 'string' ? ` (SHA-256 ${data.sha256.slice(0, 12)}…)` : '';
}

function textOf({ type, data }: EntryBody): Texts | undefined {
  const members = data as Record<string, unknown>;
  const text = type === 'reports.acknowledged' ? ACKNOWLEDGED[String(members.state)] : TEXTS[type];
  if (text === undefined) return undefined;
  const detail = detailOf(members);
  return { es: text.es + detail, pt: text.pt + detail, en: text.en + detail };
}

/** What cases show of reports, to callers that may know. Edits are left out: they are many and say little. */
export const reportsOfCase =
  (actorNames: ActorNames) =>
  async (tx: Tx, caseId: string): Promise<CaseReports> => {
    const ids = (
      await rows<{ id: string }>(
        tx,
        'select id from reports.report where case_id = $1 order by created_at, id',
        [caseId],
      )
    ).map(({ id }) => id);
    if (ids.length === 0) return { ids, steps: [] };
    const found = await rows<{ number: number; bytes: Buffer }>(
      tx,
      `select number, bytes from journal.entry where subject = any ($1) and type <> 'decisions.decided' order by number`,
      [ids],
    );
    const entries = found.map(({ number, bytes }) => ({
      number,
      body: JSON.parse(bytes.toString('utf8')) as EntryBody,
    }));
    const actors = await actorNames(tx, [...new Set(entries.map(({ body }) => body.actor))]);
    const steps = entries.flatMap(({ number, body }): StoryStep[] => {
      const text = textOf(body);
      const name = actors.get(body.actor);
      if (text === undefined) return [];
      return [
        {
          at: body.at,
          kind: 'report',
          reference: body.subject,
          actor: body.actor,
          ...(name === undefined ? {} : { actor_name: name }),
          text,
          journal: number,
        },
      ];
    });
    return { ids, steps };
  };
