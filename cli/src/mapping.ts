import { readFileSync } from 'node:fs';
import type { ImportMapping } from '@atalaya/contract/imports.ts';
import { parse } from 'yaml';
import { UsageError } from './context.ts';

/** A YAML or JSON file that holds an object. Its members are the server's to judge: it names the one at fault. */
function readObject(path: string) {
  try {
    const value = parse(readFileSync(path, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new UsageError(`${path} is not a mapping`);
}

/** The mapping of an import; its kind is that of the command. */
export const readImportMapping = (path: string, kind: ImportMapping['kind']): ImportMapping => ({
  ...readObject(path),
  kind,
});

/** The mapping of a CSV list: member → column. */
export const readListMapping = (path: string): Record<string, string> => readObject(path);
