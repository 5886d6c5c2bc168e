import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Context, databaseConfig, EXIT, type ExitCode, readIfThere, UsageError } from '../context.ts';
import { logKey } from '../log-key.ts';
import { verifyBundle } from '../verify/bundle.ts';
import { verifyDatabase } from '../verify/verify.ts';
import { bundleText, verifyText } from '../verify-report.ts';

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      database: { type: 'string' },
      checkpoints: { type: 'string' },
      key: { type: 'string' },
      bundle: { type: 'string' },
      state: { type: 'boolean' },
      'no-state': { type: 'boolean' },
    },
  });
  if (values.bundle !== undefined) return checkBundle(values.bundle, values.key, context);
  const progress = context.say({ es: 'entradas', en: 'entries' });
  const report = await verifyDatabase(databaseConfig(context, values.database), {
    key: logKey(context, values.key),
    readLog: logReader(values.checkpoints, context),
    kek: keyEncryptionKey(context),
    state: values['no-state'] !== true,
    onProgress: (entries, of) => context.progress(`${entries} / ${of} ${progress}`),
  });
  context.out(context.json ? JSON.stringify(report) : verifyText(report, context));
  return report.ok ? EXIT.done : EXIT.refused;
}

async function checkBundle(file: string, key: string | undefined, context: Context): Promise<ExitCode> {
  // A bundle comes from elsewhere: a key lying in this machine's data folder says nothing about it.
  const given = key === undefined ? undefined : logKey(context, key);
  const report = await verifyBundle(file, given);
  context.out(context.json ? JSON.stringify(report) : bundleText(report, context));
  return report.ok ? EXIT.done : EXIT.refused;
}

/** `checkpoints.log`: the one given must be there; that of the data folder may be missing where the data is elsewhere. */
function logReader(given: string | undefined, { home }: Context): (() => string) | undefined {
  if (given !== undefined) {
    if (!existsSync(given)) throw new UsageError(`there is no file ${given}`);
    return () => readFileSync(given, 'utf8');
  }
  const path = join(home, 'checkpoints.log');
  return existsSync(path) ? () => readFileSync(path, 'utf8') : undefined;
}

function keyEncryptionKey({ home, env }: Context): Buffer | undefined {
  const text = env.ATALAYA_KEK ?? readIfThere(join(home, 'keys', 'kek'));
  if (text === undefined) return undefined;
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32) throw new UsageError('the key-encryption key is not 32 bytes in base64');
  return key;
}
