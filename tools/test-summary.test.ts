import { describe, expect, test } from 'vitest';
import {
  isSuccess,
  merge,
  nothing,
  present,
  summarise,
  summariseTwice,
  toRunAgain,
  type VitestReport,
} from './test-summary.ts';

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

  describe('of files run again alone', () => {
    const first = report(
      ['passed', [['steady', 'passed']]],
      [
        'failed',
        [
          ['hurried', 'failed'],
          ['beside it', 'passed'],
        ],
      ],
    );
    const again = (status: string, result: string): VitestReport => ({
      testResults: [
        {
          name: 'file-1.test.ts',
          status,
          assertionResults: [
            { fullName: 'hurried', status: result },
            { fullName: 'beside it', status: 'passed' },
          ],
        },
      ],
    });

    test('those that failed are taken, unless they are many', () => {
      expect(toRunAgain(first)).toEqual(['file-1.test.ts']);
      const many = report(...Array.from({ length: 5 }, () => ['failed', []] as [string, [string, string][]]));
      expect(toRunAgain(many)).toEqual([]);
      expect(toRunAgain(undefined)).toEqual([]);
    });

    test('what fails again is a failure', () => {
      const summary = summariseTwice(first, again('failed', 'failed'), 1);
      expect(summary).toMatchObject({ passed: 2, failed: 1, unstable: [] });
      expect(summariseTwice(first, undefined, 1)).toMatchObject({ failed: 1 });
    });

    test('what passes alone counts as passed, and is named', () => {
      const summary = summariseTwice(first, again('passed', 'passed'), 0);
      expect(summary).toMatchObject({ passed: 3, failed: 0, unstable: ['hurried'] });
      expect(present(summary)).toEqual([
        'Failed beside the others, passed alone (to be mended):',
        '  hurried',
        '',
        '3 passed, 0 failed',
      ]);
    });

    test('an error outside tests fails the second run too', () => {
      expect(summariseTwice(first, again('passed', 'passed'), 1)).toMatchObject({ failed: 1 });
    });
  });
});
