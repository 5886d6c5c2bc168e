import { createPrivateKey, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { type Context, readIfThere, UsageError } from './context.ts';
import { type LogKey, readLogKey } from './verify/note.ts';

/** Public key of the log in the data folder, for who keeps only that. */
export const LOG_KEY_FILE = 'log.vkey';
const SIGNER_FILE = join('keys', 'log.key');

/**
 * The verifier key of the log: given as text or as a file that holds it, else `ATALAYA_LOG_KEY`, else `log.vkey` of the
 * data folder, else the public half of the signer's key there. Who distrusts the machine gives the key they were handed
 * elsewhere.
 */
export function logKey({ home, env }: Context, given: string | undefined): LogKey | undefined {
  const told = given ?? env.ATALAYA_LOG_KEY;
  const text =
    told === undefined
      ? (readIfThere(join(home, LOG_KEY_FILE)) ?? publicHalf(readIfThere(join(home, SIGNER_FILE))))
      : (readIfThere(told) ?? told);
  if (text === undefined) return undefined;
  const key = readLogKey(text);
  if (key === undefined) throw new UsageError(`not a verifier key: ${text.trim().slice(0, 80)}`);
  return key;
}

const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** `PRIVATE+KEY+name+id+base64(0x01 ‖ seed)` → `name+id+base64(0x01 ‖ public key)`. */
function publicHalf(signer: string | undefined): string | undefined {
  const [, name, id, encoded] =
    /^PRIVATE\+KEY\+([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(signer?.trim() ?? '') ?? [];
  const seed = Buffer.from(encoded ?? '', 'base64').subarray(1);
  if (seed.length !== 32) return undefined;
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const raw = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32);
  return `${name}+${id}+${Buffer.concat([Buffer.from([1]), raw]).toString('base64')}`;
}
