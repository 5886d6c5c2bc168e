import { expect, test } from 'vitest';
import { outputsOf, scriptOf, shellBlocks } from './shell-blocks.ts';

const markdown = [
  '# Title',
  '```sh',
  'npm start',
  '```',
  '```sh run',
  'x=1',
  '```',
  'words',
  '```sh run',
  `echo '{"x": 1}'`,
  '```',
  '```json answers',
  '{ "x": 1 }',
  '```',
  '',
].join('\n');

test('only fences marked so are run, with what they must answer', () => {
  expect(shellBlocks(markdown)).toEqual([
    { line: 5, script: 'x=1\n', answers: null },
    { line: 9, script: `echo '{"x": 1}'\n`, answers: { kind: 'json', content: '{ "x": 1 }\n' } },
  ]);
  expect(scriptOf(shellBlocks(markdown))).toMatch(/^set -euo pipefail\n/);
});

test('an answer belongs to a command', () => {
  expect(() => shellBlocks('```json answers\n{}\n```\n')).toThrow('line 1: an answer without a command');
});

test('what was printed falls to the block that printed it; blocks not reached have none', () => {
  expect(outputsOf('\n@@@ block 0\none\ntwo\n\n@@@ block 1\n')).toEqual(['one\ntwo', '']);
});
