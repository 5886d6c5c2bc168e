import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jaroWinkler, portalScore } from './portal-score.ts';

describe('portalScore', () => {
  it.each([
    ['Teodoro Quirolga', 'QUIROLGA, Teodoro', 100],
    ['Khamis Al', 'AL-KHAMIS, Zarban', 100],
    ['Zendejas', 'QUIROLGA, Teodoro', 0],
    ['', 'QUIROLGA', 0],
  ])('%s | %s: %s', (asked, listed, score) => expect(portalScore(asked, listed)).toBe(score));

  it('begins with the same letter or says nothing of whole names', () => {
    expect(portalScore('Boanerges', 'Zoanerges')).toBe(0);
    expect(portalScore('Boanerjes', 'Boanerges')).toBeGreaterThan(90);
  });

  it('stays within 0 and 100, whatever is asked, and is 100 for the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (left, right) => {
        const score = portalScore(left, right);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(jaroWinkler(left, right)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
