import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The repository's own content folder, or the one of `ATALAYA_CONTENT`. */
export const contentFolder = (): string =>
  process.env.ATALAYA_CONTENT ?? join(import.meta.dirname, '../../../content');

/** Scenario files in name order, as the rule-set compiler takes them. */
export function scenarioFiles(folder = join(contentFolder(), 'scenarios')): { path: string; text: string }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}
