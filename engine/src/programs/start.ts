import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { isFailure } from '../kernel/failure.ts';
import { readConfig } from '../platform/config.ts';
import { createLog } from '../platform/log.ts';
import { buildConsole } from './console-build.ts';
import { demoState, furnish, signInLink } from './demo-house.ts';
import { openSupervised } from './supervise.ts';

/**
 * `npm start`: everything in one process on an embedded PostgreSQL, with a living demo exchange that plays against the
 * public API as a real one would. A second start goes on with the same data and the same exchange.
 */
const config = readConfig();
const started = performance.now();
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

async function start(): Promise<void> {
  const log = createLog(process.env.ATALAYA_LOG ?? 'warn');
  say(`Atalaya · ${config.home}`);
  const [supervised] = await Promise.all([
    openSupervised(config, log),
    buildConsole((line) => say(`  ${line}`)),
  ]);
  const { house } = supervised;
  const url = await house.listen(config.host, config.port);
  const demo = await furnish(house, url);
  say('');
  say(`  ready in ${seconds()}   ${url}`);
  say('');
  say(`  sign in once as officer   ${await signInLink(house, url, demo.staff.officer)}`);
  say(`  sign in once as analyst   ${await signInLink(house, url, demo.staff.analyst)}`);
  say(`  API key for the exchange  ${join(config.home, 'cli.json')}`);
  say('');

  const memory = demoState(config.home);
  const { state, save } = memory;
  const player = process.env.ATALAYA_DEMO === 'off' ? null : play(url, memory);
  void player?.done.then((code) => {
    if (code !== 0 && !ending) say(`  the demo exchange ended (${code}); the console goes on`);
  });

  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    player?.child.kill('SIGTERM');
    await supervised.end();
    process.exit(0);
  };
  void supervised.fatal.then((failure) => {
    say(`  ${failure.code}: ${failure.message}`);
    process.exit(1);
  });
  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());

  if (player !== null && !state.caseWorked) {
    const { workOneCase } = await import('./demo-case.ts');
    void player.historyTold
      .then(async () => {
        await house.settled();
        await workOneCase(house, url, demo.staff, say);
        state.caseWorked = true;
        save();
      })
      .catch((error: unknown) => say(`  the demo case was not worked: ${(error as Error).message}`));
  }
}

interface Player {
  readonly child: ChildProcess;
  readonly done: Promise<number | null>;
  readonly historyTold: Promise<void>;
}

/** The demo exchange, a client in a process of its own. */
function play(url: string, { state, save }: ReturnType<typeof demoState>): Player {
  const args = [
    '--seed',
    state.seed,
    '--customers',
    String(state.customers),
    '--days',
    String(state.days),
    '--start',
    state.start,
  ];
  if (state.historyTold) args.push('--resume');
  const child = fork(join(import.meta.dirname, '../../../cli/src/main.ts'), ['demo', ...args, '--json'], {
    env: { ...process.env, ATALAYA_URL: url, ATALAYA_HOME: config.home },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter((one) => one.trim() !== '')) say(`  demo · ${line}`);
  });
  const historyTold = once(child, 'message').then(() => {
    state.historyTold = true;
    save();
  });
  return { child, historyTold, done: new Promise((resolve) => child.on('close', resolve)) };
}

start().catch((error: unknown) => {
  if (isFailure(error)) say(`${error.code}: ${error.message}`);
  else say(String((error as Error).stack ?? error));
  process.exit(1);
});
