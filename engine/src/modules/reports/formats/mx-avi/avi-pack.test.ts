import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../../kernel/failure.ts';
import { contentText, shippedPack } from '../testing/content.ts';
import type { Shape } from '../xml-layout.ts';
import { AVI_FORMATS } from './avi-formats.ts';
import { AVI_LAYOUT } from './avi-layout.ts';
import { loadAviPack } from './avi-pack.ts';

const files = {
  rules: contentText('avi-rules.yaml'),
  parameters: contentText('parameters.yaml'),
  labels: contentText('avi-labels.yaml'),
};

function faultOf(change: Partial<typeof files>): string[] {
  try {
    loadAviPack({ ...files, ...change });
  } catch (error) {
    if (isFailure(error)) return [error.kind, error.code, error.message];
    throw error;
  }
  return [];
}

function* elementsOf(name: string, shape: Shape): Generator<{ name: string; shape: Shape }> {
  yield { name, shape };
  if (shape.kind === 'text') return;
  for (const [child, member] of Object.entries(shape.members)) yield* elementsOf(child, member.shape);
}

describe('the pack as shipped', () => {
  const pack = shippedPack();
  const elements = [...elementsOf(AVI_LAYOUT.root, AVI_LAYOUT.shape)];

  it('has a label for every element, and no other', () => {
    expect([...pack.labels.keys()].sort()).toEqual([...new Set(elements.map(({ name }) => name))].sort());
  });

  it('knows the text format of every leaf', () => {
    const formats = elements.flatMap(({ shape }) => (shape.kind === 'text' ? [shape.format] : []));
    expect(formats.filter((format) => AVI_FORMATS[format] === undefined)).toEqual([]);
    expect(Object.keys(AVI_FORMATS).filter((format) => !formats.includes(format))).toEqual([]);
  });

  it('says of every rule where it comes from, and refuses on no hearsay but the two that are named', () => {
    for (const rule of pack.rules.values())
      expect([rule.rule_id, rule.source.length > 3]).toEqual([rule.rule_id, true]);
    const onHearsay = [...pack.rules.values()].filter(
      ({ action, confidence }) => action === 'reject' && confidence === 'unverified',
    );
    expect(onHearsay.map(({ rule_id }) => rule_id)).toEqual(['AVI-017', 'AVI-022']);
  });
});

describe('a pack', () => {
  it.each([
    [
      'a rule without a check',
      { rules: files.rules.replace('rule_id: AVI-006', 'rule_id: AVI-906') },
      /AVI-006, AVI-906/,
    ],
    [
      'a rule twice',
      { rules: files.rules.replace('rule_id: AVI-006', 'rule_id: AVI-007') },
      /AVI-007 is in the table twice/,
    ],
    [
      'a conversion nobody makes',
      { rules: files.rules.replace('rule_id: AVI-L06', 'rule_id: AVI-L99') },
      /AVI-L06, AVI-L99/,
    ],
    [
      'a message in two languages',
      { rules: files.rules.replace(/ {6}pt: .*\n/, '') },
      /row 1, message\.pt: is missing/,
    ],
    [
      'an unknown action',
      { rules: files.rules.replace('action: reject', 'action: shout') },
      /row 1, action: must be one of reject, warn/,
    ],
    [
      'a label in one language',
      { labels: files.labels.replace(/, pt: '[^']*'/, '') },
      /row 1, label\.pt: is missing/,
    ],
  ])('with %s stops the start', (_, change, message) => {
    expect(faultOf(change)).toEqual(['operator', 'reports.table_invalid', expect.stringMatching(message)]);
  });
});
