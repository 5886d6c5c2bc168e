import { describe, expect, it } from 'vitest';
import { formatInstant, parseDate, parseInstant } from '../../../../kernel/instant.ts';
import { parseParameters } from '../dated-parameters.ts';
import { contentText } from '../testing/content.ts';
import { isWorkingDay, monthlyDeadline, urgentDeadline } from './deadlines.ts';

const shipped = contentText('parameters.yaml');
const parameters = parseParameters('parameters.yaml', shipped);
const rolling = (word: string) =>
  parseParameters('test', shipped.replace("value: 'earlier'", `value: '${word}'`));

describe('the aviso of a month', () => {
  it.each([
    ['2026-03', '2026-04-17', '2026-04-17', 'a Friday'],
    ['2026-04', '2026-05-15', '2026-05-17', 'a Sunday'],
    ['2026-09', '2026-10-16', '2026-10-17', 'a Saturday'],
    ['2025-12', '2026-01-16', '2026-01-17', 'a Saturday of the next year'],
    ['2025-10', '2025-11-14', '2025-11-17', 'the third Monday of November, and the days before it'],
  ])('%s is due on %s (the 17th, %s, is %s)', (month, day, nominal) => {
    const deadline = monthlyDeadline(parameters, month);
    expect([deadline.day, deadline.nominal]).toEqual([day, nominal]);
  });

  it('may be filed until the day ends in Mexico City', () => {
    expect(formatInstant(monthlyDeadline(parameters, '2026-03').at)).toBe('2026-04-18T05:59:59.999Z');
  });

  it.each([
    ['later', '2026-05-18'],
    ['same', '2026-05-17'],
    ['earlier', '2026-05-15'],
  ])('with the roll-over "%s" of April is due on %s', (word, day) => {
    expect(monthlyDeadline(rolling(word), '2026-04').day).toBe(day);
  });

  it('with an unknown roll-over is refused', () => {
    expect(() => monthlyDeadline(rolling('whenever'), '2026-04')).toThrow(
      expect.objectContaining({ code: 'reports.table_invalid' }),
    );
  });
});

describe('a suspicion, an attempt or a list match', () => {
  it.each([
    ['2026-03-06T20:15:00.123Z', '2026-03-07T20:15:00.123Z', 'into a weekend'],
    ['2022-10-29T20:00:00Z', '2022-10-30T20:00:00.000Z', 'over the last change of the clock'],
  ])('known at %s is due at %s, %s', (known, due) => {
    expect(formatInstant(urgentDeadline(parameters, parseInstant(known)).at)).toBe(due);
  });
});

describe('working days', () => {
  it.each([
    ['2026-03-02', true],
    ['2026-02-02', false],
    ['2026-03-16', false],
    ['2026-05-01', false],
    ['2026-09-16', false],
    ['2024-10-01', false],
    ['2026-10-01', true],
    ['2026-03-07', false],
    ['2026-03-08', false],
  ])('%s: %s', (day, works) => {
    expect(isWorkingDay(parameters, parseDate(day))).toBe(works);
  });
});
