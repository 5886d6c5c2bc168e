import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exposureOf, subjectOf } from '@atalaya/engine/modules/tracing/exposure/exposure.ts';
import { type Attributions, DEFAULT_LIMITS } from '@atalaya/engine/modules/tracing/exposure/limits.ts';
import type { FlowGraph } from '@atalaya/engine/modules/tracing/graph/flow-graph.ts';
import { MemoryGraph, type Transfer } from '@atalaya/engine/modules/tracing/graph/memory-graph.ts';
import { GraphStore } from '@atalaya/engine/modules/tracing/store/graph-store.ts';
import { type CaseResult, percentile, round } from './results.ts';

/** Five hops back under haircut, on made-up transfers with services, hubs and a long tail. */
const QUERIES = 2000;
/** Asked before and not counted: an engine is not started for one question. */
const WARM_UP = 200;
const PER_BLOCK = 500;

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const nameOf = (account: number): string => `T${account.toString(36).padStart(10, '0')}`;
const hashOf = (transfer: number): string => transfer.toString(16).padStart(64, '0');

/** One transfer in five has a service on one side: one of a thousand, the first of them far busier than the last. */
function* transfersOf(count: number, accounts: number): Generator<Transfer> {
  const next = seeded(7);
  const someone = (): number => Math.floor(next() * accounts);
  const service = (): number => Math.floor(1000 * next() ** 3);
  for (let number = 0; number < count; number += 1) {
    const side = next();
    const from = side < 0.1 ? service() : someone();
    const to = side >= 0.1 && side < 0.2 ? service() : someone();
    yield {
      from: nameOf(from),
      to: nameOf(to),
      amount: BigInt(Math.floor(next() ** 4 * 1e11) + 1),
      transaction: hashOf(number),
      block: Math.floor(number / PER_BLOCK),
      time: 1_600_000_000_000 + number * 100,
    };
  }
}

/** Seven services in ten are known by name; the others stand there as the hubs they are. One account in a hundred is tagged. */
const attributions: Attributions = {
  version: 'bench',
  ofAddress: (_, address) => {
    const account = Number.parseInt(address.slice(1), 36);
    const known = account < 1000 ? account % 10 < 7 : account % 100 === 0;
    return known
      ? {
          entity: address,
          category: account < 1000 ? 'exchange' : 'scam',
          confidence: 60,
          tags: [],
          severity: 1,
        }
      : null;
  },
  ofTransaction: () => null,
};

function ask(graph: FlowGraph, accounts: number): Omit<CaseResult, 'case'> {
  const next = seeded(99);
  const times: number[] = [];
  let pots = 0;
  let movements = 0;
  let asked = 0;
  while (times.length < QUERIES) {
    const owner = graph.owner(nameOf(1000 + Math.floor(next() * (accounts - 1000))));
    if (owner === undefined) continue;
    const began = performance.now();
    const question = { direction: 'received', policy: 'haircut', limits: DEFAULT_LIMITS } as const;
    const { work } = exposureOf(graph, attributions, question, subjectOf(graph, owner, 'received'));
    asked += 1;
    if (asked <= WARM_UP) continue;
    times.push(performance.now() - began);
    pots += work.pots;
    movements += work.movements;
  }
  times.sort((a, b) => a - b);
  return {
    p50_ms: round(percentile(times, 0.5)),
    p95_ms: round(percentile(times, 0.95)),
    p99_ms: round(percentile(times, 0.99)),
    max_ms: round(times.at(-1) ?? 0),
    pots_per_query: Math.round(pots / QUERIES),
    movements_per_query: Math.round(movements / QUERIES),
    queries: QUERIES,
    not_counted: WARM_UP,
  };
}

/** A neighbourhood as a source gives it, all in memory. */
export function benchExposureMemory(movements = 2_000_000, accounts = 500_000): CaseResult {
  const graph = MemoryGraph.ofTransfers('tron', 'USDT', transfersOf(movements, accounts));
  return { case: 'exposure-memory', movements, ...ask(graph, accounts) };
}

/** The local store, opened anew from the disk. */
export function benchExposureStore(movements = 10_500_000, accounts = 2_500_000): CaseResult {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-bench-graph-'));
  const kind = { kind: 'account', network: 'tron', asset: 'USDT' } as const;
  try {
    const began = performance.now();
    const building = new GraphStore(folder, kind);
    let block: Transfer[] = [];
    const send = (): void => {
      const [first] = block;
      if (first !== undefined) building.appendTransfers({ height: first.block, time: first.time }, block);
      block = [];
    };
    let appended = began;
    building.fill(() => {
      for (const transfer of transfersOf(movements, accounts)) {
        if (transfer.block !== block[0]?.block) send();
        block.push(transfer);
      }
      send();
      appended = performance.now();
    });
    const indexed = performance.now();
    building.close();
    const store = new GraphStore(folder, kind);
    const opened = performance.now();
    const figures = ask(store, accounts);
    const { size } = store;
    store.close();
    return {
      case: 'exposure-store',
      movements: size.movements,
      ...figures,
      append_s: round((appended - began) / 1000),
      index_s: round((indexed - appended) / 1000),
      open_s: round((opened - indexed) / 1000),
      rss_mb: Math.round(process.memoryUsage.rss() / 1e6),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
