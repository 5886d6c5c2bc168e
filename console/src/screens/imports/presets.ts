import type { Draft } from './mapping.ts';

/** Mappings kept in this browser, by the name their owner gave them. */
const KEY = 'atalaya.import-mappings';
export type Presets = Readonly<Record<string, Draft>>;

export function readPresets(): Presets {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Presets;
  } catch {
    return {};
  }
}

export function writePresets(presets: Presets): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(presets));
  } catch {
    // Storage refused: the mapping lasts as long as the page.
  }
}
