import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * `npm run check`: the one command that says yes. Every step runs, also after a failure; a step's own words are shown when
 * it fails. `--without-tests` leaves the tests to `npm test`. The last line is `N passed, N failed`, counted in steps.
 */
interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** File the step is about; without it the step does not apply. */
  readonly needs?: string;
  /** Shown while it runs, for steps that take their time. */
  readonly loud?: boolean;
}

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin');

const steps: readonly Step[] = [
  { name: 'types', command: 'tsc', args: ['-p', '.'] },
  { name: 'types of the console', command: 'tsc', args: ['-p', 'console'], needs: 'console/tsconfig.json' },
  { name: 'types of the portal', command: 'tsc', args: ['-p', 'portal'], needs: 'portal/tsconfig.json' },
  { name: 'lint and format', command: 'biome', args: ['ci', '.'] },
  {
    name: 'module order',
    command: 'vitest',
    args: ['run', '--project', 'unit', 'engine/src/architecture.test.ts'],
  },
  { name: 'dead code', command: 'knip', args: [] },
  {
    name: 'contract drift',
    command: 'node',
    args: ['tools/contract.ts', '--check'],
    needs: 'tools/contract.ts',
  },
  { name: 'tests', command: 'node', args: ['tools/test.ts', '--without-journeys'], loud: true },
];

function run(step: Step): Promise<{ ok: boolean; said: string }> {
  return new Promise((resolve) => {
    let said = '';
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
    const child = spawn(step.command, step.args, {
      cwd: root,
      env,
      stdio: ['ignore', step.loud ? 'inherit' : 'pipe', step.loud ? 'inherit' : 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.on('error', (error) => resolve({ ok: false, said: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, said }));
  });
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

const applicable = steps
  .filter((step) => step.needs === undefined || existsSync(join(root, step.needs)))
  .filter((step) => step.name !== 'tests' || !process.argv.includes('--without-tests'));
const failed: string[] = [];
const started = Date.now();
for (const step of applicable) {
  const since = Date.now();
  const { ok, said } = await run(step);
  if (!ok) failed.push(step.name);
  if (!ok && said !== '') console.log(said.trimEnd());
  console.log(`${ok ? '✓' : '✗'} ${step.name}  ${seconds(since)}`);
}
console.log(
  failed.length === 0
    ? `\nAll is well, in ${seconds(started)}.`
    : `\nNot yet: ${failed.join(', ')} (${seconds(started)}).`,
);
console.log(`${applicable.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
