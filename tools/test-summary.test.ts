import { describe, expect, test } from 'vitest';
import { isSuccess, merge, nothing, present, summarise, type VitestReport } from './test-summary.ts';

const report = (...files: [status: string, tests: [fullName: string, status: string][]][]): VitestReport => ({
  testResults: files.map(([status, tests], index) => ({
    name: `file-${index}.test.ts`,
    status,
    assertionResults: tests.map(([fullName, result]) => ({ fullName, status: result })),
  })),
});

describe('the summary of a run', () => {
  test('counts, and groups what was not run by its reason', () => {
    const summary = summarise(
      report(
        [
          'passed',
          [
            ['money adds', 'passed'],
            ['OFAC list [not run: ../shared absent] parses', 'skipped'],
            ['UN list (not run: ../shared absent)', 'pending'],
          ],
        ],
        [
          'passed',
          [
            ['AVI in Xerces [not run: no JDK]', 'skipped'],
            ['forgotten', 'todo'],
          ],
        ],
      ),
      0,
    );
    expect(present(summary)).toEqual([
      'Not run, and why:',
      '  2 × ../shared absent',
      '  1 × no JDK',
      '  1 × no reason given: forgotten',
      '',
      '1 passed, 0 failed, 4 skipped',
    ]);
    expect(isSuccess(summary)).toBe(true);
  });

  test('a file that does not load is a failure', () => {
    expect(summarise(report(['failed', []], ['passed', [['a', 'passed']]]), 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  test('a failing test is counted once, not again for its file', () => {
    expect(
      summarise(
        report([
          'failed',
          [
            ['a', 'failed'],
            ['b', 'failed'],
          ],
        ]),
        1,
      ).failed,
    ).toBe(2);
  });

  test('an error outside tests, and a run without a report, are failures', () => {
    expect(summarise(report(['passed', [['a', 'passed']]]), 1).failed).toBe(1);
    expect(summarise(undefined, 0).failed).toBe(1);
  });

  test('no test at all is no success', () => {
    expect(isSuccess(summarise(report(), 0))).toBe(false);
    expect(present(nothing)).toEqual(['0 passed, 0 failed']);
  });

  test('two runs add up', () => {
    const one = summarise(
      report([
        'passed',
        [
          ['a', 'passed'],
          ['b [not run: no Chromium]', 'skipped'],
        ],
      ]),
      0,
    );
    expect(present(merge(one, one)).slice(-1)).toEqual(['2 passed, 0 failed, 2 skipped']);
  });
});
