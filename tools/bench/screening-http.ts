import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CaseResult, percentile, round } from './results.ts';
import type { FilledNames } from './screening-fill.ts';
import { askedNames, inventedListings } from './screening-names.ts';
import type { ScreeningServerReady } from './screening-server.ts';
import { Wire } from './wire.ts';

const SEED = 20_260_704;
const WARM_UP = 200;
const ASKED = 2_000;

/** One client after the other's answer, against a server process with that many listed names. */
export async function benchScreeningHttp(name: string, names: number): Promise<CaseResult> {
  const home = mkdtempSync(join(tmpdir(), 'atalaya-bench-'));
  try {
    return await measure(name, home, await fill(home, names));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function fill(home: string, names: number): Promise<number> {
  const filling = fork(join(import.meta.dirname, 'screening-fill.ts'), [home, String(names)]);
  const [filled] = (await once(filling, 'message')) as [FilledNames];
  await once(filling, 'exit');
  return filled;
}

async function measure(name: string, home: string, names: number): Promise<CaseResult> {
  const server = fork(join(import.meta.dirname, 'screening-server.ts'), [home], {
    execArgv: ['--max-semi-space-size=16'],
  });
  const [ready] = (await once(server, 'message')) as [ScreeningServerReady];
  try {
    const times = await ask(ready);
    const rss = await askMemory(server);
    return {
      case: name,
      names,
      p50_ms: round(percentile(times, 0.5)),
      p95_ms: round(percentile(times, 0.95)),
      per_s: Math.round(1000 / (times.reduce((sum, one) => sum + one, 0) / times.length)),
      rss_mb: rss,
    };
  } finally {
    server.send('end');
    await once(server, 'exit');
  }
}

const requestOf = (host: string, key: string, body: string): Buffer =>
  Buffer.from(
    `POST /v1/screen HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

async function ask(ready: ScreeningServerReady): Promise<number[]> {
  const { hostname, port, host } = new URL(ready.url);
  const requests = askedNames(SEED, inventedListings(SEED, 20_000), ASKED + WARM_UP).map((name) =>
    requestOf(host, ready.key, JSON.stringify({ name, kind: 'person' })),
  );
  let refuse: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    refuse = reject;
  });
  const wire = new Wire(hostname, Number(port), refuse);
  const times: number[] = [];
  for (const [at, request] of requests.entries()) {
    const started = performance.now();
    const answered = new Promise<number>((resolve) => wire.send(request, (status) => resolve(status)));
    const status = await Promise.race([answered, failed]);
    if (status !== 200) throw new Error(`status ${status}`);
    if (at >= WARM_UP) times.push(performance.now() - started);
  }
  wire.close();
  return times.sort((a, b) => a - b);
}

async function askMemory(server: ChildProcess): Promise<number> {
  server.send('memory');
  const [rss] = (await once(server, 'message')) as [number];
  return Math.round(rss / 1e6);
}
