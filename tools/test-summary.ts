/** The part of Vitest's JSON report that is read here. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  /** How many were not run, by reason. */
  readonly notRun: ReadonlyMap<string, number>;
}

export const nothing: Summary = { passed: 0, failed: 0, notRun: new Map() };

/**
 * Counts of one run. A file that does not load counts as one failure; so does a run that ended badly though no test failed
 * (an error outside tests). Without a report the run itself failed.
 */
export function summarise(report: VitestReport | undefined, exitCode: number): Summary {
  if (report === undefined) return { ...nothing, failed: 1 };
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const count = (status: string): number => tests.filter((test) => test.status === status).length;
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const failed = count('failed') + unloaded.length;
  const notRun = new Map<string, number>();
  for (const test of tests)
    if (test.status !== 'passed' && test.status !== 'failed') add(notRun, reasonOf(test.fullName), 1);
  return { passed: count('passed'), failed: failed === 0 && exitCode !== 0 ? 1 : failed, notRun };
}

export function merge(one: Summary, other: Summary): Summary {
  const notRun = new Map(one.notRun);
  for (const [reason, count] of other.notRun) add(notRun, reason, count);
  return { passed: one.passed + other.passed, failed: one.failed + other.failed, notRun };
}

/** Lines for people, ending with the plain line `N passed, N failed[, N skipped]`. */
export function present(summary: Summary): string[] {
  const skipped = [...summary.notRun.values()].reduce((sum, count) => sum + count, 0);
  const reasons = [...summary.notRun]
    .sort(([, one], [, other]) => other - one)
    .map(([reason, count]) => `  ${count} × ${reason}`);
  const counts = `${summary.passed} passed, ${summary.failed} failed`;
  return [
    ...(skipped > 0 ? [`Not run, and why:`, ...reasons, ''] : []),
    skipped > 0 ? `${counts}, ${skipped} skipped` : counts,
  ];
}

/** A run in which nothing failed because nothing ran is no success. */
export const isSuccess = (summary: Summary): boolean => summary.failed === 0 && summary.passed > 0;

/** Titles carry the reason: `… [not run: no JDK]`; the form `… (not run, no JDK)` is understood as well. */
function reasonOf(fullName: string): string {
  const reason = /\bnot run\b[\s:,;–-]*([^\])]*)/i.exec(fullName)?.[1]?.trim();
  if (reason === undefined) return `no reason given: ${fullName}`;
  return reason === '' ? `no reason given: ${fullName}` : reason;
}

const add = (counts: Map<string, number>, key: string, by: number): void =>
  void counts.set(key, (counts.get(key) ?? 0) + by);
