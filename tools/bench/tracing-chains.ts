import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { merkleRoot } from '@atalaya/engine/modules/tracing/bitcoin/block.ts';
import { readBlockFile } from '@atalaya/engine/modules/tracing/bitcoin/block-file.ts';
import { sha256d } from '@atalaya/engine/modules/tracing/bitcoin/transaction.ts';
import { compactSize, writeTransaction } from '@atalaya/engine/modules/tracing/bitcoin/write-transaction.ts';
import { ClusterBook } from '@atalaya/engine/modules/tracing/clusters/cluster-book.ts';
import { UnionFind } from '@atalaya/engine/modules/tracing/clusters/union-find.ts';
import { compileTags } from '@atalaya/engine/modules/tracing/tags/compile.ts';
import { readCompiled, writeCompiled } from '@atalaya/engine/modules/tracing/tags/compiled.ts';
import type { Tag } from '@atalaya/engine/modules/tracing/tags/tag.ts';
import { TagIndex } from '@atalaya/engine/modules/tracing/tags/tag-index.ts';
import { base58CheckAddress } from '@atalaya/engine/modules/wallets/encode-address.ts';
import { type CaseResult, percentile, round } from './results.ts';

/** Made data of real sizes: nothing here needs a chain or a feed. */
const since = (start: number): number => performance.now() - start;
const MEGABYTE = 1024 * 1024;

/** Numbers that repeat from run to run (xorshift). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

const BLOCK_TRANSACTIONS = 2600;

/** A block of 1.4 MB and more, of transactions of the size payments have. */
function madeBlock(): Buffer {
  const script = `76a914${'00'.repeat(20)}88ac`;
  const input = (i: number) => ({
    txid: i.toString(16).padStart(64, '0'),
    index: i % 5,
    script: '47'.repeat(107),
    sequence: 0xffffffff,
    witness: [],
  });
  const transactions = Array.from({ length: BLOCK_TRANSACTIONS }, (_, i) =>
    writeTransaction({
      version: 1,
      lockTime: 0,
      inputs: Array.from({ length: 1 + (i % 5) }, (_one, j) => input(5 * i + j)),
      outputs: Array.from({ length: 2 + (i % 3) }, (_one, j) => ({ value: BigInt(1000 * i + j), script })),
    }),
  );
  const { root } = merkleRoot(transactions.map(sha256d));
  const header = Buffer.alloc(80);
  header.set(root, 36);
  header.writeUInt32LE(1_700_000_000, 68);
  return Buffer.concat([header, compactSize(transactions.length), ...transactions]);
}

function block(): CaseResult {
  const bytes = madeBlock();
  const times = Array.from({ length: 15 }, () => {
    const start = performance.now();
    for (const one of readBlockFile(bytes, 'bitcoin'))
      if (one.block.transactions.length !== BLOCK_TRANSACTIONS) throw new Error('lost');
    return since(start);
  });
  times.sort((left, right) => left - right);
  const median = percentile(times, 0.5);
  return {
    case: 'block',
    bytes: bytes.length,
    transactions: BLOCK_TRANSACTIONS,
    first_run_excluded_ms: round(median),
    worst_ms: round(times.at(-1) ?? 0),
    mb_per_s: round(bytes.length / MEGABYTE / (median / 1000), 1),
  };
}

const CLUSTER_ADDRESSES = 50_000_000;
const CLUSTER_TRANSACTIONS = 4_000_000;

/** Co-spends over integers: what remains of clustering once addresses have numbers. */
function clusterOfNumbers(): CaseResult {
  const before = process.memoryUsage().arrayBuffers;
  const sets = new UnionFind(CLUSTER_ADDRESSES);
  sets.grow(CLUSTER_ADDRESSES);
  const bytes = process.memoryUsage().arrayBuffers - before;
  const random = numbers(7);
  const start = performance.now();
  let inputs = 0;
  for (let i = 0; i < CLUSTER_TRANSACTIONS; i += 1) {
    const first = random() % CLUSTER_ADDRESSES;
    const count = random() % 4;
    for (let j = 0; j < count; j += 1) sets.union(first, random() % CLUSTER_ADDRESSES);
    inputs += count + 1;
  }
  const seconds = since(start) / 1000;
  return {
    case: 'cluster',
    addresses: CLUSTER_ADDRESSES,
    memory_mb: round(bytes / MEGABYTE, 0),
    transactions: CLUSTER_TRANSACTIONS,
    inputs,
    transactions_per_s: round(CLUSTER_TRANSACTIONS / seconds, 0),
  };
}

/** The same with addresses as texts, CoinJoin test, guard and reasons. */
function clusterOfAddresses(): CaseResult {
  const random = numbers(11);
  const version = Buffer.from([0]);
  const addresses = Array.from({ length: 100_000 }, () => base58CheckAddress(version, randomBytes(20)));
  const pick = (): string => addresses[random() % addresses.length] ?? '';
  const transactions = Array.from({ length: 60_000 }, (_, i) => ({
    id: String(i),
    index: i,
    kind: 'utxo' as const,
    coinbase: false,
    failed: false,
    fee: null,
    feePayer: null,
    inputs: Array.from({ length: 1 + (random() % 3) }, () => ({
      previous: { id: '', index: 0 },
      address: pick(),
      value: 1000n,
      script: 'p2pkh' as const,
    })),
    outputs: [0, 1].map((index) => ({
      index,
      address: pick(),
      value: BigInt(random() % 100_000),
      script: 'p2pkh' as const,
    })),
    transfers: [],
    signals: [],
  }));
  const book = new ClusterBook();
  const start = performance.now();
  for (const transaction of transactions) book.apply(transaction, 0);
  const seconds = since(start) / 1000;
  return {
    case: 'cluster-with-addresses',
    addresses: book.size,
    transactions: transactions.length,
    transactions_per_s: round(transactions.length / seconds, 0),
  };
}

const TAGS = 524_170;

function madeTags(): Tag[] {
  const version = Buffer.from([0]);
  const hash = Buffer.alloc(20);
  return Array.from({ length: TAGS }, (_, i) => {
    hash.writeUInt32LE(i, 0);
    hash.writeUInt32LE(Math.imul(i, 2654435761) >>> 0, 8);
    const category = i % 3 === 0 ? 'exchange' : i % 7 === 0 ? 'ransomware' : 'mining_pool';
    return {
      network: 'bitcoin',
      address: base58CheckAddress(version, hash),
      label: `Entity ${i % 5000}`,
      category,
      categories: [category],
      actor: `entity-${i % 5000}`,
      confidence: 50,
      confidenceName: 'service_data',
      source: `https://example.test/${i % 1000}`,
      licence: 'MIT',
      pack: `pack-${i % 86}`,
      tier: 'public',
      inForceFrom: null,
      inForceUntil: null,
      lastmod: '2026-01-01',
      clusterDefiner: false,
    };
  });
}

function tagsAndAddresses(): CaseResult[] {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-bench-tags-'));
  try {
    const path = join(folder, 'made.tags');
    const tags = madeTags();
    const compiling = performance.now();
    writeCompiled(path, compileTags(tags, 'made'));
    const compiled = since(compiling);
    const loading = performance.now();
    const index = new TagIndex(readCompiled(path));
    const first = index.find('bitcoin', tags[0]?.address ?? '').length;
    const loaded = since(loading);
    if (first !== 1 || index.size !== TAGS) throw new Error('tags were lost');
    return [
      { case: 'tags', tags: TAGS, load_ms: round(loaded), compile_ms: round(compiled) },
      screening(index, tags),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every second address is known; the answer is what a decision is told, and all its tags. */
function screening(index: TagIndex, tags: readonly Tag[]): CaseResult {
  const random = numbers(3);
  const version = Buffer.from([0]);
  const strangers = Array.from({ length: 1000 }, () => base58CheckAddress(version, randomBytes(20)));
  let hits = 0;
  const times = Array.from({ length: 100_000 }, (_, i) => {
    const address = (i % 2 === 0 ? tags[random() % tags.length]?.address : strangers[i % 1000]) ?? '';
    const start = performance.now();
    hits +=
      index.categories('bitcoin', address).length > 0 && index.find('bitcoin', address).length > 0 ? 1 : 0;
    return since(start);
  });
  if (hits < 49_000) throw new Error(`only ${hits} hits`);
  times.sort((left, right) => left - right);
  return {
    case: 'address',
    screened: times.length,
    hits,
    p50_ms: round(percentile(times, 0.5), 4),
    p99_ms: round(percentile(times, 0.99), 4),
    p999_ms: round(percentile(times, 0.999), 4),
  };
}

/** Cases `block`, `cluster`, `cluster-with-addresses`, `tags`, `address`. */
export const benchChains = (wanted: (name: string) => boolean): CaseResult[] => [
  ...(wanted('block') ? [block()] : []),
  ...(wanted('cluster') ? [clusterOfNumbers(), clusterOfAddresses()] : []),
  ...(wanted('tags') || wanted('address') ? tagsAndAddresses() : []),
];
