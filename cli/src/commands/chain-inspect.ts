import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { problemText } from '@atalaya/contract/errors.ts';
import { type Context, EXIT, type ExitCode, UsageError } from '../context.ts';

/** Reads chains with the engine's own reader, as a program of its own: no service is asked. */
const PROGRAM = join(import.meta.dirname, '../../../engine/src/programs/chain-inspect.ts');

export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      network: { type: 'string' },
      previous: { type: 'string', multiple: true },
      tags: { type: 'string', multiple: true },
    },
  });
  if (positionals.length === 0) throw new UsageError('give the file of a block or transaction');
  const options = [
    ...(values.network === undefined ? [] : ['--network', values.network]),
    ...(values.previous ?? []).flatMap((path) => ['--previous', path]),
    ...(values.tags ?? []).flatMap((path) => ['--tags', path]),
    '--home',
    context.home,
  ];
  const { out, err, code } = await ended([PROGRAM, ...options, '--', ...positionals]);
  if (out !== '') context.out(out);
  if (err !== '') context.err(told(err, context));
  return code === 0 ? EXIT.done : code === 2 ? EXIT.usage : EXIT.refused;
}

function ended(args: readonly string[]): Promise<{ out: string; err: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString(), code }),
    );
  });
}

/** The program writes its failure as JSON; anything else it says is shown as it is. */
function told(text: string, { json, language }: Context): string {
  if (json || !text.startsWith('{')) return text;
  const { code, detail } = JSON.parse(text) as { code: string; detail: string };
  return code.includes('.') ? `${problemText(code).texts[language]} [${code}]\n  ${detail}` : detail;
}
