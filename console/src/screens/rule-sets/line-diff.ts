/** A line of two texts side by side in time. `gap` stands for lines left out because nothing near them changed. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed' | 'gap';
  readonly text: string;
  readonly key: string;
}

const AROUND = 3;

/** Longest common subsequence of lines; texts of a few hundred lines, so its table is small. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const [left, right] = [linesOf(before), linesOf(after)];
  const width = right.length + 1;
  const longest = new Uint16Array((left.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1)
      longest[i * width + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  const push = (kind: DiffLine['kind'], text: string): void =>
    void lines.push({ kind, text, key: `${kind} ${i} ${j}` });
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      push('same', left[i] ?? '');
      i += 1;
      j += 1;
    } else if (i < left.length && (j >= right.length || at(i + 1, j) >= at(i, j + 1))) {
      push('removed', left[i] ?? '');
      i += 1;
    } else {
      push('added', right[j] ?? '');
      j += 1;
    }
  }
  return near(lines);
}

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** Keeps what changed and a few lines around it. */
function near(lines: readonly DiffLine[]): DiffLine[] {
  const kept = new Set<number>();
  lines.forEach((line, n) => {
    if (line.kind !== 'same')
      for (let m = n - AROUND; m <= n + AROUND; m += 1) if (m >= 0 && m < lines.length) kept.add(m);
  });
  const shown: DiffLine[] = [];
  lines.forEach((line, n) => {
    if (kept.has(n)) shown.push(line);
    else if (shown.at(-1)?.kind !== 'gap') shown.push({ kind: 'gap', text: '⋯', key: `gap ${n}` });
  });
  return shown;
}
