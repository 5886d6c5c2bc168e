import { parseArgs } from 'node:util';
import { type Context, databaseConfig, EXIT, type ExitCode, UsageError } from '../context.ts';
import { LOG_KEY_FILE, logKey } from '../log-key.ts';
import { exportBundle } from '../verify/export.ts';

const numberOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--${name} is the number of an entry`);
  return Number(text);
};

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      database: { type: 'string' },
      key: { type: 'string' },
    },
  });
  if (values.out === undefined) throw new UsageError('give --out FILE');
  const key = logKey(context, values.key);
  if (key === undefined)
    throw new UsageError(`give --key VKEY: there is no ${LOG_KEY_FILE} in the data folder`);
  const report = await exportBundle(databaseConfig(context, values.database), {
    out: values.out,
    key: key.text,
    from: numberOf('from', values.from),
    to: numberOf('to', values.to),
    onProgress: (entries, of) => context.progress(`${entries} / ${of}`),
  });
  if (context.json) context.out(JSON.stringify(report));
  else {
    context.out(
      context.say({
        es: `${values.out}: ${report.entries} entradas bajo el punto de control ${report.size}; ${report.unsealed} aún sin sellar quedaron fuera.`,
        en: `${values.out}: ${report.entries} entries under checkpoint ${report.size}; ${report.unsealed} not sealed yet were left out.`,
      }),
    );
  }
  return EXIT.done;
}
