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
  /** Tests that failed beside the others and passed when their file ran again alone: passed, and always named. */
  readonly unstable: readonly string[];
}

export const nothing: Summary = { passed: 0, failed: 0, notRun: new Map(), unstable: [] };

/** More failing files than this are no accident of a busy machine: they are not run again. */
const MOST_RUN_AGAIN = 4;

/** The files to be run once more, alone; none where nothing failed, too much did, or a file is not the cause. */
export function toRunAgain(report: VitestReport | undefined): readonly string[] {
  const failed = (report?.testResults ?? []).filter((file) => file.status === 'failed');
  return failed.length <= MOST_RUN_AGAIN ? failed.map((file) => file.name) : [];
}

/** Of the files run again the second results count; what failed only the first time is named. */
export function summariseTwice(
  first: VitestReport,
  again: VitestReport | undefined,
  exitCode: number,
): Summary {
  if (again === undefined) return summarise(first, 1);
  const second = new Map(again.testResults.map((file) => [file.name, file]));
  const testResults = first.testResults.map((file) => second.get(file.name) ?? file);
  const passedNow = new Set(
    again.testResults.flatMap((file) =>
      file.assertionResults
        .filter((test) => test.status === 'passed')
        .map((test) => `${file.name} ${test.fullName}`),
    ),
  );
  const unstable = first.testResults.flatMap((file) =>
    file.assertionResults
      .filter((test) => test.status === 'failed' && passedNow.has(`${file.name} ${test.fullName}`))
      .map((test) => test.fullName),
  );
  return { ...summarise({ testResults }, exitCode), unstable };
}

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
  return {
    passed: count('passed'),
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    notRun,
    unstable: [],
  };
}

export function merge(one: Summary, other: Summary): Summary {
  const notRun = new Map(one.notRun);
  for (const [reason, count] of other.notRun) add(notRun, reason, count);
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    notRun,
    unstable: [...one.unstable, ...other.unstable],
  };
}

/** Lines for people, ending with the plain line `N passed, N failed[, N skipped]`. */
export function present(summary: Summary): string[] {
  const skipped = [...summary.notRun.values()].reduce((sum, count) => sum + count, 0);
  const reasons = [...summary.notRun]
    .sort(([, one], [, other]) => other - one)
    .map(([reason, count]) => `  ${count} × ${reason}`);
  const counts = `${summary.passed} passed, ${summary.failed} failed`;
  return [
    ...(summary.unstable.length > 0
      ? [
          'Failed beside the others, passed alone (to be mended):',
          ...summary.unstable.map((name) => `  ${name}`),
          '',
        ]
      : []),
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
