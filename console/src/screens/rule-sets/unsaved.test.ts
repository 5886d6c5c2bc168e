import { expect, test } from 'vitest';
import { keepUnsaved, unsavedText } from './unsaved.ts';

const store = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};
const saved = { text: 'as saved', sha256: 'a' };

test('what was typed comes back, of this scenario and over this text only', () => {
  const held = store();
  expect(unsavedText(held, ['rul_1', 'one.yaml'], saved)).toBeUndefined();
  keepUnsaved(held, ['rul_1', 'one.yaml'], saved, 'as typed');
  expect(unsavedText(held, ['rul_1', 'one.yaml'], saved)).toBe('as typed');
  expect(unsavedText(held, ['rul_1', 'two.yaml'], saved)).toBeUndefined();
  expect(unsavedText(held, ['rul_1', 'one.yaml'], { sha256: 'b' })).toBeUndefined();
});

test('what is saved, or put back as it was, is kept no more', () => {
  const held = store();
  keepUnsaved(held, ['rul_1', 'one.yaml'], saved, 'as typed');
  keepUnsaved(held, ['rul_1', 'one.yaml'], saved, saved.text);
  expect(unsavedText(held, ['rul_1', 'one.yaml'], saved)).toBeUndefined();
});
