import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  isSuccess,
  merge,
  nothing,
  present,
  type Summary,
  summarise,
  summariseTwice,
  toRunAgain,
  type VitestReport,
} from './test-summary.ts';

/**
 * `npm test`: everything that can run on this machine, then what did not run and why, then `N passed, N failed`.
 *   npm test -- --journeys           only the journeys through the browser
 *   npm test -- --without-journeys   everything else
 *   npm test -- <path or option> …   handed on to Vitest; a path narrows the run to the tests it names
 */
const root = join(import.meta.dirname, '..');
const args = process.argv.slice(2);
const handedOn = args.filter((arg) => arg !== '--journeys' && arg !== '--without-journeys');

function projects(): string[] {
  if (args.includes('--journeys')) return ['journeys'];
  if (args.includes('--without-journeys')) return ['unit'];
  const paths = handedOn.filter((arg) => !arg.startsWith('-'));
  if (paths.length === 0) return ['unit', 'journeys'];
  return paths.every((path) => path.includes('journey')) ? ['journeys'] : ['unit'];
}

/** A file that failed beside the others runs once more alone: a fault fails again, a busy machine does not. */
async function run(project: string): Promise<Summary> {
  const first = await vitest(project, handedOn);
  const again = toRunAgain(first.report);
  if (first.report === undefined || again.length === 0) return summarise(first.report, first.exitCode);
  console.log(`\nOnce more, alone:\n${again.map((name) => `  ${name}`).join('\n')}\n`);
  const second = await vitest(project, [...again, '--maxWorkers=1']);
  return summariseTwice(first.report, second.report, second.exitCode);
}

async function vitest(project: string, options: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-report-'));
  const report = join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const nodeFirst = `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--project',
      project,
      '--passWithNoTests',
      ...reporters,
      ...options,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: nodeFirst },
    },
  );
  const exitCode = await new Promise<number>((resolve) => {
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
  try {
    return { report: readReport(report), exitCode };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path: string): VitestReport | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as VitestReport;
  } catch {
    return undefined;
  }
}

let summary = nothing;
for (const project of projects()) summary = merge(summary, await run(project));
console.log(`\n${present(summary).join('\n')}`);
process.exitCode = isSuccess(summary) ? 0 : 1;
