import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { RouteSpec } from '@atalaya/contract/route.ts';
import { ROUTES } from '@atalaya/contract/routes.ts';

export const ROOT = join(import.meta.dirname, '..', '..');

export interface Operation {
  /** Contract module, e.g. `cases`. */
  readonly module: string;
  readonly route: RouteSpec;
}

/** Every operation, by module in the order of the house, then by path and method. */
export function operations(): Operation[] {
  return Object.entries(ROUTES).flatMap(([module, routes]) =>
    [...routes]
      .sort((a, b) => (a.path === b.path ? rank(a.method) - rank(b.method) : a.path < b.path ? -1 : 1))
      .map((route) => ({ module, route })),
  );
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const rank = (method: string): number => METHODS.indexOf(method);

/** The text as Biome would write it, so that the generated file passes the check; Markdown as it is. */
export function formatted(path: string, text: string): string {
  if (path.endsWith('.md')) return text;
  const biome = spawnSync('biome', ['format', `--stdin-file-path=${path}`], {
    cwd: ROOT,
    input: text,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PATH: `${join(ROOT, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` },
  });
  if (biome.status !== 0) throw new Error(`biome could not format ${path}: ${biome.stderr}`);
  return biome.stdout;
}
