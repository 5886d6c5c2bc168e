import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { Failure } from '../../kernel/failure.ts';
import { type Binaries, prepareBinaries } from './binaries.ts';

/**
 * PostgreSQL refuses to run as root, and we create no user on the host. Ways to run it, in order of preference:
 * - `self`    not root: as we are;
 * - `mapped`  root: in a user namespace where root is called 65534 (files stay root's);
 * - `dropped` root in a container that forbids namespaces: as uid 65534, where home can be reached by it;
 * - `capable` the same with CAP_DAC_OVERRIDE, where home is under a closed folder such as /root.
 */
export type RunAs = 'self' | 'mapped' | 'dropped' | 'capable';

const nobody = 65534;

export interface Runner {
  readonly runAs: RunAs;
  readonly binaries: Binaries;
  /** Owner of the data directory and the socket directory, as the host sees it. */
  readonly uid: number;
}

/** Starts `file` the runner's way; the child's pid is the program's own (each wrapper execs). */
export function spawnAs(
  runAs: RunAs,
  file: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const [command, commandArgs, identity] = wrap(runAs, file, args);
  return spawn(command, commandArgs, { ...options, ...identity, env: plainEnvironment() });
}

/** Tries the ways in order and returns the first that can run the binaries and reach `home`. */
export function chooseRunner(packageDir: string, home: string, only?: RunAs): Runner {
  const uid = process.getuid?.() ?? nobody;
  const ways: RunAs[] = uid !== 0 ? ['self'] : ['mapped', 'dropped', 'capable'];
  for (const runAs of ways) {
    if (only !== undefined && runAs !== only) continue;
    for (const copy of runAs === 'dropped' ? [false, true] : [false]) {
      const binaries = prepareBinaries(packageDir, home, copy);
      if (canRun(runAs, binaries, home))
        return { runAs, binaries, uid: runAs === 'mapped' ? 0 : runAs === 'self' ? uid : nobody };
    }
  }
  throw new Failure('operator', 'postgres.cannot_run', cannotRunMessage(uid, home));
}

function canRun(runAs: RunAs, binaries: Binaries, home: string): boolean {
  const script = 'cd "$1" && test -x "$2" && exec "$0" --version';
  const [command, args, identity] = wrap(runAs, '/bin/sh', [
    '-c',
    script,
    binaries.postgres,
    home,
    binaries.initdb,
  ]);
  return (
    spawnSync(command, args, { ...identity, stdio: 'ignore', cwd: '/', env: plainEnvironment() }).status === 0
  );
}

const cannotRunMessage = (uid: number, home: string): string =>
  uid === 0
    ? `PostgreSQL does not run as root, and none of the ways around it works here (user namespace, uid ${nobody}). Start as an ordinary user, set ATALAYA_HOME to a folder everybody can enter (now ${home}), or set DATABASE_URL.`
    : `The embedded PostgreSQL does not run on this machine (musl libc, or ${home} cannot be entered): set DATABASE_URL to a PostgreSQL 18.`;

function wrap(
  runAs: RunAs,
  file: string,
  args: readonly string[],
): [string, string[], { uid?: number; gid?: number }] {
  switch (runAs) {
    case 'self':
      return [file, [...args], {}];
    case 'mapped':
      return [
        'unshare',
        ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--', file, ...args],
        {},
      ];
    case 'dropped':
      return [file, [...args], { uid: nobody, gid: nobody }];
    case 'capable':
      // no_setuid_fixup: access(2) must see the capability too, initdb looks for its postgres with it.
      return [
        'setpriv',
        [
          `--reuid=${nobody}`,
          `--regid=${nobody}`,
          '--clear-groups',
          '--securebits=+no_setuid_fixup',
          '--inh-caps=+dac_override',
          '--ambient-caps=+dac_override',
          '--',
          file,
          ...args,
        ],
        {},
      ];
  }
}

/** No PG* variable of the operator's shell may steer the embedded server; messages are in English. */
const plainEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
});
