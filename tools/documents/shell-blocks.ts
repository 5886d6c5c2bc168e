/**
 * Commands in documents that a test runs. A fence ```` ```sh run ```` is run; a fence ```` ```json answers ```` or
 * ```` ```text answers ```` after it says what it must print: at least these members, or these lines.
 */
export interface ShellBlock {
  /** Line of the fence in the document, from 1. */
  readonly line: number;
  readonly script: string;
  readonly answers: { readonly kind: 'json' | 'text'; readonly content: string } | null;
}

const FENCE = /^```(sh run|(?:json|text) answers)\n([\s\S]*?)^```$/gm;

export function shellBlocks(markdown: string): ShellBlock[] {
  const blocks: ShellBlock[] = [];
  for (const { 1: info = '', 2: content = '', index } of markdown.matchAll(FENCE)) {
    const line = markdown.slice(0, index).split('\n').length;
    if (info === 'sh run') blocks.push({ line, script: content, answers: null });
    else {
      const before = blocks.pop();
      if (before === undefined || before.answers !== null)
        throw new Error(`line ${line}: an answer without a command`);
      blocks.push({ ...before, answers: { kind: info.startsWith('json') ? 'json' : 'text', content } });
    }
  }
  return blocks;
}

const MARK = '@@@ block';

/** One script of all blocks, so that what one sets the next can use; it stops at the first command that fails. */
export const scriptOf = (blocks: readonly ShellBlock[]): string =>
  ['set -euo pipefail', ...blocks.map(({ script }, i) => `echo; echo '${MARK} ${i}'\n${script}`)].join('\n');

/** What each block printed, of what the script printed. Blocks that were not reached are missing. */
export const outputsOf = (output: string): string[] =>
  output
    .split(new RegExp(`^${MARK} \\d+$`, 'm'))
    .slice(1)
    .map((text) => text.trim());
