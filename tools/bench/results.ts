/** The one form of every benchmark: a last line of JSON with a result per case. */
export interface CaseResult {
  readonly case: string;
  readonly [figure: string]: number | string | Readonly<Record<string, number>>;
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

export function percentile(sorted: readonly number[], share: number): number {
  if (sorted.length === 0) return 0;
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function printResults(bench: string, results: readonly CaseResult[], json: boolean): void {
  for (const result of results) {
    const { case: name, ...figures } = result;
    process.stderr.write(
      `${name.padEnd(14)} ${Object.entries(figures)
        .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
        .join('  ')}\n`,
    );
  }
  if (json) process.stdout.write(`${JSON.stringify({ bench, results })}\n`);
}
