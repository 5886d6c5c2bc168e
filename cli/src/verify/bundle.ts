import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { isJsonObject, type JsonObject } from './canonical.ts';
import type { TextRow } from './database.ts';
import { readEntry } from './entries.ts';
import { Findings, type Kind, NumberSet, type Problem } from './findings.ts';
import { type Checkpoint, type LogKey, readCheckpoint, readLogKey, signatureFault } from './note.ts';
import { rootFromInclusion } from './tree.ts';

export interface BundleReport {
  readonly ok: boolean;
  readonly entries: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly root: string } | null;
  readonly key: string;
  /** Whether the key was given by who verifies, or is only the bundle's own word. */
  readonly key_from: 'given' | 'bundle';
  /** Leaves between the first and the last of the bundle that it does not hold. */
  readonly leaves_between: number;
  readonly problems: readonly Problem[];
  readonly counts: Readonly<Partial<Record<Kind, number>>>;
  readonly seconds: number;
}

/** The file is not a bundle, or its key cannot be read. */
export class NotABundle extends Error {}

interface Header {
  readonly key: LogKey;
  readonly from: number | null;
  readonly to: number | null;
}

const linesOf = (file: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY });

function parsed(line: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Verifies a bundle offline: contents, inclusion of each entry under the signed checkpoint, signature. */
export async function verifyBundle(file: string, given: LogKey | undefined): Promise<BundleReport> {
  const started = performance.now();
  const findings = new Findings();
  const { header, note } = await readEnds(file);
  const key = given ?? header.key;
  if (given !== undefined && given.text !== header.key.text) {
    findings.add('signature_invalid', `the bundle names another key than the one given: ${header.key.text}`);
  }
  const fault = note === undefined ? 'the bundle has no checkpoint' : signatureFault(note, key);
  if (fault !== undefined) findings.add('signature_invalid', `checkpoint: ${fault}`);
  const checkpoint = note === undefined ? undefined : readCheckpoint(note);
  if (note !== undefined && checkpoint === undefined) {
    findings.add('signature_invalid', 'checkpoint: the note states no checkpoint');
  }
  // Proofs under a checkpoint that nobody signed prove nothing: they are not followed.
  const signed = fault === undefined ? checkpoint : undefined;
  const { entries, between } = await verifyLines(file, header, signed, findings);
  return {
    ok: findings.total === 0,
    entries,
    from: header.from,
    to: header.to,
    checkpoint:
      checkpoint === undefined
        ? null
        : { origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root.toString('hex') },
    key: key.text,
    key_from: given === undefined ? 'bundle' : 'given',
    leaves_between: between,
    problems: findings.problems,
    counts: Object.fromEntries(findings.counts),
    seconds: Math.round(performance.now() - started) / 1000,
  };
}

/** The header and the checkpoint, which stand first and last: the proofs need both. */
async function readEnds(file: string): Promise<{ header: Header; note: string | undefined }> {
  let header: Header | undefined;
  let last = '';
  for await (const line of linesOf(file)) {
    header ??= readHeader(line);
    if (line !== '') last = line;
  }
  if (header === undefined) throw new NotABundle('the file is empty');
  const { checkpoint } = parsed(last) ?? {};
  return { header, note: typeof checkpoint === 'string' ? checkpoint : undefined };
}

function readHeader(line: string): Header {
  const header = parsed(line);
  if (header?.bundle !== 'atalaya-journal')
    throw new NotABundle('the first line is not that of a journal bundle');
  if (header.v !== 1) throw new NotABundle(`bundle version ${String(header.v)} is not known here`);
  const key = typeof header.verifier_key === 'string' ? readLogKey(header.verifier_key) : undefined;
  if (key === undefined) throw new NotABundle('the bundle names no verifier key that can be read');
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  return { key, from: number(header.from), to: number(header.to) };
}

async function verifyLines(
  file: string,
  header: Header,
  checkpoint: Checkpoint | undefined,
  findings: Findings,
): Promise<{ entries: number; between: number }> {
  const leaves = new NumberSet();
  let [at, entries, before, first, last] = [0, 0, 0, Number.POSITIVE_INFINITY, -1];
  let closed = false;
  for await (const line of linesOf(file)) {
    at += 1;
    if (at === 1 || line === '') continue;
    const value = parsed(line);
    const where = `line ${at}`;
    if (closed) findings.add('link_broken', `${where} stands behind the checkpoint`);
    if (typeof value?.checkpoint === 'string') {
      closed = true;
      continue;
    }
    if (!isJsonObject(value?.entry)) {
      findings.add('content_changed', `${where} is neither an entry nor a checkpoint`);
      continue;
    }
    entries += 1;
    const { number, index } = verifyEntry(value.entry, checkpoint, findings);
    const entry = String(number);
    if (number <= before) findings.add('link_broken', `entry ${entry} is out of order`, { entry });
    if (number < (header.from ?? number) || number > (header.to ?? number)) {
      findings.add('link_broken', `entry ${entry} is outside the range of the bundle`, { entry });
    }
    if (index >= 0 && !leaves.add(BigInt(index))) {
      findings.add('link_broken', `entry ${entry} claims leaf ${index}, which another has`, { entry });
    }
    [before, first, last] = [number, Math.min(first, index), Math.max(last, index)];
  }
  return { entries, between: last < 0 ? 0 : last - first + 1 - leaves.size };
}

const hex = (value: unknown): string => (typeof value === 'string' && /^[0-9a-f]*$/.test(value) ? value : '');
const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function verifyEntry(
  told: JsonObject,
  checkpoint: Checkpoint | undefined,
  findings: Findings,
): { number: number; index: number } {
  const entry = text(told.number);
  const row: TextRow = {
    number: entry,
    xid: '0',
    entity: text(told.entity),
    type: text(told.type),
    schema: text(told.schema),
    actor: text(told.actor),
    subject: text(told.subject),
    at: text(told.at),
    bytes: `\\x${Buffer.from(text(told.bytes), 'base64').toString('hex')}`,
    leaf_hash: `\\x${hex(told.leaf_hash)}`,
  };
  for (const fault of readEntry(row).faults)
    findings.add('content_changed', `entry ${entry}: ${fault}`, { entry });
  const index =
    typeof told.leaf_index === 'number' && Number.isSafeInteger(told.leaf_index) ? told.leaf_index : -1;
  const proof = Array.isArray(told.proof) ? told.proof.map((hash) => Buffer.from(hex(hash), 'hex')) : [];
  if (checkpoint !== undefined) {
    const root = rootFromInclusion(index, checkpoint.size, Buffer.from(hex(told.leaf_hash), 'hex'), proof);
    if (root?.equals(checkpoint.root) !== true) {
      const message = `entry ${entry}: its proof does not lead to the root of the checkpoint`;
      findings.add('link_broken', message, { entry, checkpoint: checkpoint.size });
    }
  }
  return { number: Number(entry), index };
}
