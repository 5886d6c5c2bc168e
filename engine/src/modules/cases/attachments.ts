import { Readable } from 'node:stream';
import { addAttachment as addRoute, type CaseView } from '@atalaya/contract/cases.ts';
import { Failure, isFailure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { one, read, rows, type Tx, write } from '../../platform/database.ts';
import { dropFile, keepFile, openFile } from './attachment-file.ts';
import { nextCaseState } from './case.ts';
import { type CallOfStaff, type CasePorts, lockCase } from './cases.ts';
import { caseAttached } from './events.ts';

export const ATTACHMENT_BYTES_MAX = 8 * 1024 * 1024;

type Attachment = CaseView['attachments'][number];

interface StoredAttachment {
  readonly id: string;
  readonly customer: string;
  readonly media_type: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly sealed_sha256: string;
  readonly attached_by: string;
  readonly at: Instant;
  readonly name: string | null;
}

const SELECT = `select a.id, a.customer, a.media_type, a.bytes, a.sha256, a.sealed_sha256, a.attached_by, a.at, n.name
  from cases.attachment a left join cases.attachment_name n on n.id = a.id`;

/** The name is gone when the customer was erased. */
const present = (row: StoredAttachment): Attachment => ({
  id: row.id,
  name: row.name ?? '',
  media_type: row.media_type,
  bytes: row.bytes,
  sha256: row.sha256,
  by: row.attached_by,
  at: formatInstant(row.at),
});

export const attachmentsOfCase = async (tx: Tx, caseId: string): Promise<Attachment[]> =>
  (await rows<StoredAttachment>(tx, `${SELECT} where a.case_id = $1 order by a.at, a.id`, [caseId])).map(
    present,
  );

const mediaTypeOf = (header: string | undefined): string => {
  const mediaType = (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const known = addRoute.consumes.find((one) => one === mediaType);
  if (known !== undefined) return known;
  throw new Failure(
    'caller',
    'request.unsupported_media_type',
    `an attachment is one of ${addRoute.consumes.join(', ')}`,
    [{ field: 'content-type', message: mediaType }],
  );
};

const erased = (): Failure =>
  new Failure(
    'conflict',
    'customers.erased',
    'the customer was erased, and the key of their files with them',
  );

/**
 * Seals a file with the customer's key, then says so in the journal.
 * Failures: cases.unknown, .transition_refused, .attachment_too_large, .attachment_empty, customers.erased,
 * request.unsupported_media_type.
 */
export async function addAttachment(
  ports: CasePorts,
  call: CallOfStaff,
  id: string,
  file: { readonly name: string; readonly mediaType: string | undefined; readonly body: unknown },
): Promise<Attachment> {
  const mediaType = mediaTypeOf(file.mediaType);
  const { body } = file;
  if (!(body instanceof Readable))
    throw new Failure('caller', 'request.unsupported_media_type', 'send the file itself as the body');
  const attachment = newId('att');
  const key = await write(ports.db, call.scope, async (tx) => {
    const found = await lockCase(tx, id);
    nextCaseState(found.state, 'work');
    return (await ports.vault.existing(tx, [found.customer])).get(found.customer);
  });
  if (key === undefined) throw erased();
  const kept = await keepFile(ports.home, body, { key, id: attachment, bytes_max: ATTACHMENT_BYTES_MAX });
  try {
    return await write(ports.db, call.scope, async (tx) => {
      const found = await lockCase(tx, id);
      const { entity, customer } = found;
      const now = (await ports.vault.existing(tx, [customer])).get(customer);
      if (now === undefined || !now.equals(key)) throw erased();
      const { at } = await ports.journal.record(tx, caseAttached, {
        entity,
        actor: call.actor,
        subject: id,
        data: {
          state: nextCaseState(found.state, 'work'),
          customer,
          attachment: { id: attachment, media_type: mediaType, ...kept },
        },
        personal: { person: customer, content: { name: file.name } },
      });
      const { bytes, sha256 } = kept;
      return {
        id: attachment,
        name: file.name,
        media_type: mediaType,
        bytes,
        sha256,
        by: call.actor,
        at: formatInstant(at),
      };
    });
  } catch (error) {
    // A lost connection may have committed: then the file must stay. What no entry speaks of is only sealed bytes.
    if (isFailure(error)) await dropFile(ports.home, kept);
    throw error;
  }
}

/** The file as it was sent. Failures: cases.unknown_attachment, customers.erased, cases.attachment_damaged. */
export async function attachmentFile(
  ports: CasePorts,
  call: Pick<CallOfStaff, 'scope'>,
  caseId: string,
  id: string,
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const { stored, key } = await read(ports.db, call.scope, async (tx) => {
    const found = await one<StoredAttachment>(tx, `${SELECT} where a.case_id = $1 and a.id = $2`, [
      caseId,
      id,
    ]);
    if (found === undefined)
      throw new Failure('missing', 'cases.unknown_attachment', `no attachment ${id} in case ${caseId}`);
    return { stored: found, key: (await ports.vault.existing(tx, [found.customer])).get(found.customer) };
  });
  if (key === undefined) throw erased();
  return { name: stored.name ?? id, bytes: await openFile(ports.home, stored, { key, id }) };
}
