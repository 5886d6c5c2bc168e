import { readdirSync, readFileSync } from 'node:fs';
import type { ScenarioFile } from '../rules/source.ts';

const FOLDER = new URL('../../../../../content/scenarios/', import.meta.url);

/** The scenario files shipped with the product. */
export const readScenarioFiles = (): ScenarioFile[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({
      path: `content/scenarios/${name}`,
      text: readFileSync(new URL(name, FOLDER), 'utf8'),
    }));
