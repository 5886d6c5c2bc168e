import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, test } from 'vitest';

/** Something a test needs and a machine may lack. */
export interface Requirement {
  /** Path of what was found. */
  readonly found: string | undefined;
  /** Reason shown in the summary of `npm test` where it was not. */
  readonly missing: string;
}

const root = resolve(import.meta.dirname, '..', '..', '..', '..');

/** Reference data beside the repository: `ATALAYA_SHARED`, else `../shared`. */
export function sharedFolder(env: NodeJS.ProcessEnv = process.env): Requirement {
  const folder = resolve(root, env.ATALAYA_SHARED ?? join('..', 'shared'));
  return { found: existsSync(join(folder, 'data')) ? folder : undefined, missing: '../shared absent' };
}

/** A JDK's `java`: `JAVA_HOME`, else on the path. */
export function java(env: NodeJS.ProcessEnv = process.env): Requirement {
  const home = env.JAVA_HOME === undefined ? [] : [join(env.JAVA_HOME, 'bin', 'java')];
  return { found: firstExecutable([...home, ...onPath(['java'], env)]), missing: 'no JDK' };
}

/** A Chromium to drive: `ATALAYA_CHROMIUM`, else on the path or where macOS keeps applications. */
export function chromium(env: NodeJS.ProcessEnv = process.env): Requirement {
  const named = env.ATALAYA_CHROMIUM === undefined ? [] : [env.ATALAYA_CHROMIUM];
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const application = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  return { found: firstExecutable([...named, ...onPath(names, env), application]), missing: 'no Chromium' };
}

/** A suite that runs where the requirement is met, and is otherwise reported as not run, with the reason. */
export function describeWith(requirement: Requirement, title: string, body: (found: string) => void): void {
  const { found, missing } = requirement;
  if (found !== undefined) describe(title, () => body(found));
  else
    describe.skip(`${title} [not run: ${missing}]`, () =>
      test(`needs what is missing: ${missing}`, () => undefined));
}

const onPath = (names: readonly string[], env: NodeJS.ProcessEnv): string[] =>
  names.flatMap((name) => (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)));

function firstExecutable(paths: readonly string[]): string | undefined {
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
