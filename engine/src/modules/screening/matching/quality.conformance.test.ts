import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeWith, sharedFolder } from '../../../platform/testing/requirements.ts';
import { DEFAULT_THRESHOLD } from '../match.ts';
import { transliterationLikeness } from './names/transliteration.ts';
import { wordForm } from './names/word-form.ts';
import { type LabelledPair, labelledPairs } from './parity/labelled-pairs.ts';
import { pairProbability } from './parity/pair-probability.ts';
import { comparedName } from './score/name-words.ts';

/** Training parts of public sets: the figures are training figures. A change of the table is looked at, and committed. */
interface Slice {
  pairs: number;
  right: number;
  wrong: number;
  missed: number;
}

function tally(pairs: readonly LabelledPair[]): Slice {
  const slice = { pairs: pairs.length, right: 0, wrong: 0, missed: 0 };
  for (const pair of pairs) {
    const isHit = pairProbability(pair) >= DEFAULT_THRESHOLD;
    if (isHit && pair.isMatch) slice.right += 1;
    else if (isHit) slice.wrong += 1;
    else if (pair.isMatch) slice.missed += 1;
  }
  return slice;
}

const line = (name: string, { pairs, right, wrong, missed }: Slice): string =>
  [name, pairs, right, wrong, missed, ((2 * right) / (2 * right + wrong + missed)).toFixed(3)].join(',');

/** Share found of the pairs, and share of pairs of strangers taken for one, of single name parts. */
function crossScript(shared: string, script: string): { recall: number; falsePositives: number } {
  const rows = readFileSync(join(shared, `data/names/cross_script/wd_${script}_train.tsv`), 'utf8')
    .trim()
    .split('\n')
    .filter((_, at) => at % 8 === 0)
    .map((row) => row.split('\t'));
  const parts = rows.flatMap(([latin = '', other = '']) => {
    // A part is one word, even where its first syllable could be a surname.
    const { words } = comparedName(other.replaceAll(' ', ''), 'person');
    const [first] = words;
    const form = wordForm(words.map((word) => word.form.text).join(''));
    const [asked] = comparedName(latin, 'person').words;
    return first?.script === undefined || asked === undefined
      ? []
      : [{ word: { form, script: first.script }, latin: asked.form }];
  });
  const isOne = (at: number, other: number): boolean => {
    const [left, right] = [parts[at], parts[other % parts.length]];
    return (
      left !== undefined &&
      right !== undefined &&
      transliterationLikeness(left.word, right.latin) !== undefined
    );
  };
  const found = parts.filter((_, at) => isOne(at, at)).length;
  const strangers = parts.filter((_, at) => isOne(at, at + 37)).length;
  return { recall: found / parts.length, falsePositives: strangers / parts.length };
}

describeWith(sharedFolder(), 'quality on labelled pairs', (shared) => {
  it('labelled pairs: the table of slices is as committed, and no strong pair is missed', async () => {
    const pairs = labelledPairs(readFileSync(join(shared, 'data/names/name_bench_train.csv'), 'utf8'));
    const names = (key: 'group' | 'quality'): string[] => [...new Set(pairs.map((pair) => pair[key]))].sort();
    const lines = [
      'slice,pairs,right,wrong,missed,f1',
      line('all', tally(pairs)),
      ...names('group').map((name) => line(name, tally(pairs.filter((pair) => pair.group === name)))),
      ...names('quality').map((name) => line(name, tally(pairs.filter((pair) => pair.quality === name)))),
    ];
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./quality.slices.csv');
    expect(tally(pairs.filter((pair) => pair.quality === 'STRONG')).missed).toBe(0);
  });

  it.each([
    ['russian', 0.95],
    ['arabic', 0.9],
    ['hebrew', 0.85],
    ['korean', 0.8],
    ['chinese', 0.75],
  ])('%s names: recall at least %d with at most one stranger in a hundred', (script, least) => {
    const { recall, falsePositives } = crossScript(shared, script);
    expect(falsePositives).toBeLessThanOrEqual(0.01);
    expect(recall).toBeGreaterThanOrEqual(least);
  });
});
