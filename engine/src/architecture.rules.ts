import { posix } from 'node:path';

/** The one order of modules: each may know those before it, none after it. A new module takes its place here. */
export const moduleOrder: readonly string[] = [
  'access',
  'audit',
  'jurisdictions',
  'customers',
  'wallets',
  'activity',
  'tracing',
  'watchlists',
  'screening',
  'travel-rule',
  'risk',
  'models',
  'monitoring',
  'decisions',
  'releases',
  'alerts',
  'cases',
  'reports',
  'requests',
  'sharing',
  'inclusion',
];

export interface SourceFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** `area` is a workspace, or for the engine its part; `depth` counts folders below a module's root. */
interface Place {
  readonly area: string;
  readonly module?: string;
  readonly depth: number;
}

/** Areas each area may import, itself aside. Tests, journeys and tools see everything but what is `neverImportEngine`. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  kernel: ['contract'],
  platform: ['kernel', 'contract'],
  module: ['kernel', 'platform', 'contract'],
  programs: ['kernel', 'platform', 'module', 'contract', 'world'],
  world: ['contract'],
  console: ['contract'],
  portal: ['contract'],
  cli: ['contract', 'world'],
};
const neverImportEngine = ['contract', 'console', 'portal', 'cli'];
const engineAreas = ['kernel', 'platform', 'module', 'programs', 'engine'];
/** Arithmetic on bytes is pure; everything else of Node reaches outside. */
const builtinsOfKernel = ['node:crypto', 'node:buffer', 'node:util'];

/** What each file breaks of the house's order, as messages that say the way out. */
export function brokenRules(file: SourceFile): string[] {
  const from = placeOf(file.path);
  const broken = importsOf(file.text).flatMap((specifier) => {
    const target = resolveImport(file.path, specifier);
    return target === undefined
      ? outsideRule(from, file.path, specifier)
      : insideRules(from, file.path, specifier, target);
  });
  const unknown = from.module !== undefined && !moduleOrder.includes(from.module);
  const order = unknown
    ? [`modules/${from.module} has no place in moduleOrder (engine/src/architecture.rules.ts): give it one.`]
    : [];
  const barrel = /(^|\/)index\.tsx?$/.test(file.path) || /^\s*export\s+\*/m.test(file.text);
  return [
    ...order,
    ...broken,
    ...(barrel ? ['is a barrel: import from the file that defines the name.'] : []),
  ];
}

/** Folders of one machine, which say nothing to anybody else. */
export function machinePaths(text: string): string[] {
  const homes = ['work', 'home/[a-z]', 'Users/[A-Za-z]', 'tmp/n24'].join('|');
  return [...text.matchAll(new RegExp(`(?:^|[\\s"'\`(=:,])(/(?:${homes})[\\w.-]*/[\\w./-]*)`, 'gm'))].map(
    (match) => match[1] ?? '',
  );
}

/** Module specifiers of static, dynamic and re-exporting imports. */
function importsOf(text: string): string[] {
  const statements = /^\s*(?:import|export)\b(?:[^'";]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]/g;
  return [statements, dynamic].flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => match[1] ?? ''),
  );
}

/** Path from the root of an import of ours; undefined for packages of others. */
function resolveImport(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier);
  const [, workspace, rest] = /^@atalaya\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (workspace === undefined) return undefined;
  return ['journeys', 'tools'].includes(workspace) ? `${workspace}/${rest}` : `${workspace}/src/${rest}`;
}

function placeOf(path: string): Place {
  const [workspace = '', , area = '', module, ...rest] = path.split('/');
  if (workspace !== 'engine') return { area: workspace, depth: 0 };
  if (area === 'modules' && module !== undefined) return { area: 'module', module, depth: rest.length - 1 };
  return { area: engineAreas.includes(area) ? area : 'engine', depth: 0 };
}

const isTest = (path: string): boolean =>
  /\.(test|fixture|journey)\.tsx?$/.test(path) || path.includes('/testing/');

function outsideRule(from: Place, path: string, specifier: string): string[] {
  const impure =
    from.area === 'kernel' &&
    !isTest(path) &&
    specifier.startsWith('node:') &&
    !builtinsOfKernel.includes(specifier);
  return impure
    ? [`kernel is pure, but imports ${specifier}: reach outside in platform and pass the value in.`]
    : [];
}

function insideRules(from: Place, path: string, specifier: string, target: string): string[] {
  const to = placeOf(target);
  const endless = !['console', 'portal'].includes(from.area) && !/\.(ts|tsx|mjs|json)$/.test(target);
  return [
    ...(endless ? [`imports ${specifier} without its ending: Node finds no file by that name.`] : []),
    ...(!isTest(path) && isTest(target) ? [`imports ${specifier}, which is for tests only.`] : []),
    ...areaRule(from, path, specifier, to),
    ...moduleRule(from, path, specifier, to),
  ];
}

function areaRule(from: Place, path: string, specifier: string, to: Place): string[] {
  if (from.area === to.area) return [];
  if (engineAreas.includes(to.area) && neverImportEngine.includes(from.area)) {
    return [
      `${from.area} never imports engine, but imports ${specifier}: put the type into contract, or ask over HTTP.`,
    ];
  }
  const allowed = mayImport[from.area];
  if (allowed === undefined || isTest(path) || allowed.includes(to.area)) return [];
  return [`${from.area} imports ${specifier}, but may import only ${[from.area, ...allowed].join(', ')}.`];
}

function moduleRule(from: Place, path: string, specifier: string, to: Place): string[] {
  if (from.module === undefined || to.module === undefined || from.module === to.module || isTest(path))
    return [];
  if (moduleOrder.indexOf(to.module) > moduleOrder.indexOf(from.module)) {
    return [
      `modules/${from.module} imports ${specifier}, but ${to.module} comes after ${from.module}. Two ways out: move the type up ` +
        `(to ${from.module}, a module above both, contract or kernel), or let ${to.module} react to an event of ${from.module} in its reactions.ts.`,
    ];
  }
  if (to.depth <= 0) return [];
  return [
    `modules/${from.module} imports ${specifier}, a private folder of ${to.module}: use a file at that module's root.`,
  ];
}
