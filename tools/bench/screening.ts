import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { benchRescreen } from './rescreen.ts';
import type { CaseResult } from './results.ts';
import type { ChildResult } from './screening-child.ts';
import { benchScreeningHttp } from './screening-http.ts';

/**
 * `npm run -s bench -- screening --json [--cases a,b]`: screening of one name in a process of its own and through HTTP (one
 * client, one worker), the swap of lists under queries, and the whole customer base against a delta.
 */
const CASES: Readonly<Record<string, () => Promise<CaseResult>>> = {
  'process-60k': () => inChild('process-60k', 60_000),
  'process-600k': () => inChild('process-600k', 600_000),
  'decision-60k': () => inChild('decision-60k', 60_000),
  swap: () => inChild('swap', 60_000),
  'http-60k': () => benchScreeningHttp('http-60k', 60_000),
  'http-600k': () => benchScreeningHttp('http-600k', 600_000),
  'rescreen-1m': async () => ({ ...(await benchRescreen({ customers: 1_000_000 })), case: 'rescreen-1m' }),
};

async function inChild(name: string, names: number): Promise<CaseResult> {
  const child = fork(join(import.meta.dirname, 'screening-child.ts'), [name, String(names)], {
    execArgv: ['--max-semi-space-size=16'],
  });
  const [result] = (await once(child, 'message')) as [ChildResult];
  await once(child, 'exit');
  return result;
}

export async function benchScreening(only: readonly string[]): Promise<CaseResult[]> {
  const unknown = only.find((name) => CASES[name] === undefined);
  if (unknown !== undefined)
    throw new Error(`no case ${unknown}; there are ${Object.keys(CASES).join(', ')}`);
  const results: CaseResult[] = [];
  for (const [name, measure] of Object.entries(CASES))
    if (only.length === 0 || only.includes(name)) results.push(await measure());
  return results;
}
