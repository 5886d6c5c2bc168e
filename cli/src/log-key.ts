import { join } from 'node:path';
import { type Context, readIfThere, UsageError } from './context.ts';
import { type LogKey, readLogKey } from './verify/note.ts';

/** Where the running service leaves the public key of its log. */
export const LOG_KEY_FILE = 'log.vkey';

/**
 * The verifier key of the log: given as text or as a file that holds it, else `ATALAYA_LOG_KEY`, else `log.vkey` in the
 * data folder. Who distrusts the machine gives the key they were handed elsewhere.
 */
export function logKey({ home, env }: Context, given: string | undefined): LogKey | undefined {
  const told = given ?? env.ATALAYA_LOG_KEY;
  const text = told === undefined ? readIfThere(join(home, LOG_KEY_FILE)) : (readIfThere(told) ?? told);
  if (text === undefined) return undefined;
  const key = readLogKey(text);
  if (key === undefined) throw new UsageError(`not a verifier key: ${text.trim().slice(0, 80)}`);
  return key;
}
