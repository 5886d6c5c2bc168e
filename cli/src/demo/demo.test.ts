import { expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { UsageError } from '../context.ts';
import { runDemo } from './demo.ts';
import { startFakeApi } from './exchange-api.fixture.ts';

interface Heard {
  readonly out: string[];
  readonly err: string[];
}

const contextOf = (env: NodeJS.ProcessEnv, json: boolean): Context & { heard: Heard } => {
  const heard: Heard = { out: [], err: [] };
  return {
    heard,
    language: 'en',
    json,
    home: '/nowhere',
    env,
    say: (said) => said.en,
    out: (text) => void heard.out.push(text),
    err: (text) => void heard.err.push(text),
    progress: () => undefined,
  };
};

test.each([
  [['--customers', 'many'], /--customers/],
  [['--customers', '0'], /--customers/],
  [['--days=-3'], /--days/],
  [['--rate', ''], /--rate/],
  [['--stop-after=-1'], /--stop-after/],
])('%j is refused', async (args, message) => {
  const context = contextOf({ ATALAYA_KEY: 'key' }, false);
  const running = runDemo(args, context);
  await expect(running).rejects.toThrow(UsageError);
  await expect(running).rejects.toThrow(message);
});

test('too few customers for the cast is a mistake of usage, not a crash', async () => {
  const context = contextOf({ ATALAYA_KEY: 'key' }, false);
  await expect(runDemo(['--customers', '5', '--rate', '0'], context)).rejects.toThrow(UsageError);
});

test('plays with the key and address of the command line and prints the summary', async () => {
  const api = await startFakeApi();
  try {
    const context = contextOf({ ATALAYA_KEY: 'key', ATALAYA_URL: `${api.url}/` }, true);
    await runDemo(['--customers', '120', '--days', '3', '--rate', '0', '--without-list'], context);
    const summary: unknown = JSON.parse(context.heard.out.join(''));
    expect(summary).toMatchObject({ events: api.events.size, refused: 0 });
    expect(api.lists).toEqual([]);
    expect(context.heard.err.join('\n')).toContain('120 customers');
  } finally {
    await api.close();
  }
});
