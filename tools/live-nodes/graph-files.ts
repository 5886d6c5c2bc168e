import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceOf } from '@atalaya/engine/modules/tracing/sources/configured.ts';
import { createShelfSink } from '@atalaya/engine/modules/tracing/sources/shelf-sink.ts';
import { GraphShelf } from '@atalaya/engine/modules/tracing/store/graph-shelf.ts';
import type { LiveNode } from './live-node.ts';

/** Everything the flow graphs of a network hold, as a hash of each file below `graphs`; empty files hold nothing. */
export function graphFiles(home: string, network: string): Record<string, string> {
  const folder = join(home, 'graphs');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names
    .filter((name) => name.startsWith(`${network}.`) && /\.(log|names)$/.test(name))
    .map((name) => [name, readFileSync(join(folder, name))] as const);
  return Object.fromEntries(
    files
      .filter(([, content]) => content.length > 0)
      .map(([name, content]) => [name, createHash('sha256').update(content).digest('hex')]),
  );
}

/** The same of somebody who read the node's chain once, as it is now, from its first block to its last. */
export async function straightFiles(node: LiveNode): Promise<Record<string, string>> {
  const home = mkdtempSync(join(tmpdir(), 'atalaya-straight-'));
  const shelf = new GraphShelf(home);
  try {
    const source = sourceOf(node.config);
    const sink = createShelfSink(shelf, source.chain, () => undefined);
    const tip = await source.tip();
    for (let height = 0; height <= tip.height; height += 1) {
      const hash = await source.hashAt(height);
      if (hash === null) throw new Error(`${node.network} has no block ${height}`);
      await sink.apply({ ...(await source.block({ height, hash })), height });
    }
    return graphFiles(home, node.network);
  } finally {
    shelf.close();
    rmSync(home, { recursive: true, force: true });
  }
}
