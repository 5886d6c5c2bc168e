import { open } from '../../kernel/sealing.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { PersonalPart } from '../activity/event.ts';

/** The personal part of a decided event; null when there is none or the person was erased. */
export function personalOf(body: EntryBody, keys: ReadonlyMap<string, Buffer>): PersonalPart | null {
  const [sealed] = body.sealed ?? [];
  const key = sealed === undefined ? undefined : keys.get(sealed.person);
  if (sealed === undefined || key === undefined) return null;
  return JSON.parse(open(key, sealed.box, `${body.type}\n${body.subject}`).toString('utf8')) as PersonalPart;
}
