import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenRules, machinePaths, moduleOrder } from './architecture.rules.ts';

const root = join(import.meta.dirname, '..', '..');
const skipped = new Set(['node_modules', 'dist', 'coverage', '.git', '.atalaya']);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}

const all = filesBelow(root).map((path) => relative(root, path).replaceAll(sep, '/'));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = all.filter((path) =>
  /^(contract|engine|console|portal|cli|world|journeys|tools)\/.*\.tsx?$/.test(path),
);
const texts = all.filter(
  (path) =>
    /\.(ts|tsx|mjs|js|json|md|ya?ml|csv|sql|html|css|svg|sh)$|^\.ci\//.test(path) &&
    !path.endsWith('package-lock.json'),
);

describe('the repository', () => {
  test('keeps its order', () => {
    const broken = sources.flatMap((path) =>
      brokenRules({ path, text: read(path) }).map((message) => `${path} ${message}`),
    );
    expect(broken).toEqual([]);
  });

  test('names no folder of one machine', () => {
    const found = texts.flatMap((path) => machinePaths(read(path)).map((place) => `${path}: ${place}`));
    expect(found).toEqual([]);
  });

  test('has a place in the order for every module', () => {
    const modules = readdirSync(join(root, 'engine/src/modules'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(modules.map((entry) => entry.name).filter((name) => !moduleOrder.includes(name))).toEqual([]);
  });
});

describe('the order', () => {
  const module = (name: string): string => `engine/src/modules/${name}`;
  test.each([
    [
      'a module below',
      `${module('customers')}/customers.ts`,
      "import { open } from '../cases/cases.ts';",
      /Two ways out: move the type up .* or let cases react/,
    ],
    [
      'over the package name',
      `${module('customers')}/customers.ts`,
      "import type { Case } from '@atalaya/engine/modules/cases/case.ts';",
      /Two ways out/,
    ],
    [
      'a statement over lines',
      `${module('audit')}/audit.ts`,
      "import {\n  type A,\n  b,\n} from '../risk/risk.ts';",
      /Two ways out/,
    ],
    [
      'an import at run time',
      `${module('audit')}/audit.ts`,
      "const { a } = await import('../risk/risk.ts');",
      /Two ways out/,
    ],
    [
      'a private folder',
      `${module('cases')}/cases.ts`,
      "import { row } from '../customers/store/row.ts';",
      /private folder of customers/,
    ],
    ['an unknown module', `${module('billing')}/billing.ts`, '', /no place in moduleOrder/],
    [
      'a program from a module',
      `${module('cases')}/cases.ts`,
      "import { serve } from '../../programs/serve.ts';",
      /may import only module, kernel, platform, contract/,
    ],
    [
      'a module from the platform',
      'engine/src/platform/http.ts',
      "import { can } from '../modules/access/access.ts';",
      /platform imports/,
    ],
    [
      'the platform from the kernel',
      'engine/src/kernel/money.ts',
      "import { read } from '../platform/database.ts';",
      /kernel imports/,
    ],
    [
      'files from the kernel',
      'engine/src/kernel/money.ts',
      "import { readFileSync } from 'node:fs';",
      /kernel is pure/,
    ],
    [
      'engine from the console',
      'console/src/app.tsx',
      "import { money } from '@atalaya/engine/kernel/money.ts';",
      /console never imports engine/,
    ],
    [
      'engine from the command line, in a test too',
      'cli/src/main.test.ts',
      "import { money } from '@atalaya/engine/kernel/money.ts';",
      /cli never imports engine/,
    ],
    [
      'engine from the portal',
      'portal/src/app.tsx',
      "import '../../engine/src/kernel/money.ts';",
      /portal never imports engine/,
    ],
    [
      'engine from the world',
      'world/src/people.ts',
      "import { money } from '@atalaya/engine/kernel/money.ts';",
      /world imports/,
    ],
    [
      'test tools in the product',
      'engine/src/programs/serve.ts',
      "import { createTestDatabase } from '../platform/testing/database.ts';",
      /for tests only/,
    ],
    [
      'a missing ending',
      'engine/src/programs/serve.ts',
      "import { a } from '../platform/http';",
      /without its ending/,
    ],
    ['a barrel by name', 'contract/src/index.ts', '', /is a barrel/],
    ['a barrel by content', 'contract/src/all.ts', "export * from './event.ts';", /is a barrel/],
  ])('refuses %s', (_what, path, text, message) => {
    expect(brokenRules({ path, text }).join('\n')).toMatch(message);
  });

  test.each([
    [
      `${module('cases')}/cases.ts`,
      "import { find } from '../customers/customers.ts';\nimport { row } from './store/row.ts';\nimport { rows } from '../../platform/database.ts';",
    ],
    [
      `${module('cases')}/store/row.ts`,
      "import { Case } from '../case.ts';\nimport { find } from '../../customers/customers.ts';",
    ],
    [
      `${module('customers')}/customers.test.ts`,
      "import { boot } from '../../programs/serve.ts';\nimport { open } from '../cases/cases.ts';",
    ],
    [
      'engine/src/kernel/hash.ts',
      "import { createHash } from 'node:crypto';\nimport { Failure } from './failure.ts';",
    ],
    ['engine/src/programs/start.ts', "import { open } from '../modules/cases/cases.ts';"],
    [
      'console/src/app.tsx',
      "import { Page } from './page';\nimport type { Event } from '@atalaya/contract/event.ts';",
    ],
    ['journeys/first.journey.ts', "import { start } from '@atalaya/engine/programs/start.ts';"],
  ])('allows %s', (path, text) => {
    expect(brokenRules({ path, text })).toEqual([]);
  });

  test('tells a folder of a machine from an address that looks like one', () => {
    const [folder, home] = [`/${'work'}/main/x.ts`, `/${'home'}/ana/x`];
    expect(machinePaths(`see ${folder} or "${home}"`)).toEqual([folder, home]);
    expect(machinePaths(`https://example.org/${'work'}/main and ../${'work'}/x`)).toEqual([]);
  });
});
