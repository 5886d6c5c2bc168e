import { Failure } from '../../../kernel/failure.ts';
import { formatInstant, type Instant, instantOf } from '../../../kernel/instant.ts';
import { asSystem, type Database, one, rows, type Tx } from '../../../platform/database.ts';
import type { ChainBlock } from '../chains/chain-block.ts';
import { lyingSource } from '../chains/chain-failure.ts';
import type { BlockReference, ChainSource } from './chain-source.ts';

/** Who takes the blocks. A crash may give it the last block again: what it has taken, it takes as nothing new. */
export interface BlockSink {
  apply(block: ChainBlock & { readonly height: number }): Promise<void>;
  /** Takes back everything the block did; it is the newest one the sink has. */
  undo(block: BlockReference): Promise<void>;
}

export interface FollowOptions {
  readonly db: Database;
  readonly source: ChainSource;
  readonly sink: BlockSink;
  readonly now: () => Instant;
  /** First block to take where the chain was never followed; the source's tip where absent. */
  readonly from?: number;
  /** Blocks kept to undo. */
  readonly depthMax?: number;
}

/** Where following stands: `height` of `tip` blocks, since `from`. */
export interface FollowProgress {
  readonly chain: string;
  readonly from: number;
  readonly height: number;
  readonly hash: string;
  readonly tip: number;
  /** Blocks of reorganisations that were undone. */
  readonly undone: number;
}

export interface Follower {
  /** Takes up to `blocks` blocks, or takes back what the chain no longer has; true when there is more to do. */
  step(blocks?: number): Promise<boolean>;
  progress(): Promise<FollowProgress | null>;
}

const DEPTH_MAX = 200;
const STEP = 50;

/**
 * Follows a chain from where it stopped: backfill and live are the same. The cursor moves after the sink has taken a block, each block
 * must have the one before as its parent, and a reorganisation is taken back block by block to where both agree.
 * Failures: those of the source, and chain.reorganisation_too_deep.
 */
export function createFollower(options: FollowOptions): Follower {
  const { db, source, sink, now } = options;
  const depth = options.depthMax ?? DEPTH_MAX;

  const take = async (
    cursor: BlockReference | null,
    reference: BlockReference,
    tip: number,
  ): Promise<void> => {
    const block = await source.block(reference);
    if (cursor !== null && block.parent !== cursor.hash)
      throw lyingSource(
        'chain.source_lied',
        `block ${reference.hash} does not follow ${cursor.hash}`,
        '/parent',
      );
    await sink.apply({ ...block, height: reference.height });
    await asSystem(db, (tx) => keep(tx, source.chain, reference, block, { tip, at: now(), depth }));
  };

  /** Whether the newest block taken is still of the chain; undone where not. */
  const undoOne = async (cursor: FollowProgress): Promise<void> => {
    if (cursor.height === cursor.from) {
      await sink.undo({ height: cursor.height, hash: cursor.hash });
      await asSystem(db, (tx) => forget(tx, source.chain));
      return;
    }
    const before = await asSystem(db, (tx) => keptBlock(tx, source.chain, cursor.height - 1));
    if (before === undefined)
      throw new Failure(
        'operator',
        'chain.reorganisation_too_deep',
        `${source.chain} was reorganised below block ${cursor.height}, beyond the ${depth} blocks kept`,
      );
    await sink.undo({ height: cursor.height, hash: cursor.hash });
    await asSystem(db, (tx) => stepBack(tx, source.chain, before, now()));
  };

  const step: Follower['step'] = async (blocks = STEP) => {
    const cursor = await asSystem(db, (tx) => cursorOf(tx, source.chain));
    const tip = await source.tip();
    if (cursor !== undefined && (await source.hashAt(cursor.height)) !== cursor.hash) {
      await undoOne(cursor);
      return true;
    }
    let last: BlockReference | null = cursor ?? null;
    const first = cursor === undefined ? (options.from ?? tip.height) : cursor.height + 1;
    const end = Math.min(tip.height, first + blocks - 1);
    for (let height = first; height <= end; height += 1) {
      const hash = height === tip.height ? tip.hash : await source.hashAt(height);
      // The chain became shorter while we asked: the next step looks again.
      if (hash === null) return true;
      await take(last, { height, hash }, tip.height);
      last = { height, hash };
    }
    return end < tip.height;
  };

  return { step, progress: () => asSystem(db, async (tx) => (await cursorOf(tx, source.chain)) ?? null) };
}

const cursorOf = (tx: Tx, chain: string): Promise<FollowProgress | undefined> =>
  one(
    tx,
    `select chain, from_height as "from", height, hash, tip, undone from tracing.chain_cursor where chain = $1`,
    [chain],
  );

const keptBlock = (tx: Tx, chain: string, height: number): Promise<BlockReference | undefined> =>
  one(tx, 'select height, hash from tracing.chain_block where chain = $1 and height = $2', [chain, height]);

async function keep(
  tx: Tx,
  chain: string,
  { height, hash }: BlockReference,
  block: ChainBlock,
  at: { readonly tip: number; readonly at: Instant; readonly depth: number },
): Promise<void> {
  await tx.query(
    `insert into tracing.chain_block (chain, height, hash, parent, at) values ($1, $2, $3, $4, $5)
     on conflict (chain, height) do update set hash = excluded.hash, parent = excluded.parent, at = excluded.at`,
    [chain, height, hash, block.parent, formatInstant(instantOf(block.time))],
  );
  await tx.query('delete from tracing.chain_block where chain = $1 and height <= $2', [
    chain,
    height - at.depth,
  ]);
  await tx.query(
    `insert into tracing.chain_cursor (chain, height, hash, tip, from_height, updated_at) values ($1, $2, $3, $4, $2, $5)
     on conflict (chain) do update set height = excluded.height, hash = excluded.hash, tip = excluded.tip, updated_at = excluded.updated_at`,
    [chain, height, hash, at.tip, formatInstant(at.at)],
  );
}

async function stepBack(tx: Tx, chain: string, to: BlockReference, at: Instant): Promise<void> {
  await tx.query('delete from tracing.chain_block where chain = $1 and height > $2', [chain, to.height]);
  await tx.query(
    `update tracing.chain_cursor set height = $2, hash = $3, updated_at = $4, undone = undone + 1 where chain = $1`,
    [chain, to.height, to.hash, formatInstant(at)],
  );
}

/** Not even the first block taken is of the chain any more: following begins again. */
async function forget(tx: Tx, chain: string): Promise<void> {
  await tx.query('delete from tracing.chain_block where chain = $1', [chain]);
  await tx.query('delete from tracing.chain_cursor where chain = $1', [chain]);
}

/** The newest blocks kept of a chain, the newest first. */
export const keptBlocks = (tx: Tx, chain: string): Promise<BlockReference[]> =>
  rows(tx, 'select height, hash from tracing.chain_block where chain = $1 order by height desc', [chain]);

/** Every chain that was ever followed. */
export const followedChains = (tx: Tx): Promise<(FollowProgress & { readonly updated_at: Instant })[]> =>
  rows(
    tx,
    `select chain, from_height as "from", height, hash, tip, undone, updated_at from tracing.chain_cursor order by chain`,
  );
