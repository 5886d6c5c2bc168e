/** What a verifier says; the words are those of docs/concepts/journal-format.md. */
export const KINDS = [
  'content_changed',
  'link_broken',
  'signature_invalid',
  'checkpoint_missing',
  'state_differs',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Problem {
  readonly kind: Kind;
  readonly message: string;
  /** Number of the entry at fault. */
  readonly entry?: string;
  readonly table?: string;
  /** Key of the row at fault, canonical JSON. */
  readonly key?: string;
  readonly column?: string;
  /** Size of the checkpoint at fault. */
  readonly checkpoint?: number;
  /** `level/index` of the tile at fault. */
  readonly tile?: string;
}

/** Keeps the first problems of each kind in full and counts the rest, so that a ruined database does not fill memory. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly counts = new Map<Kind, number>();
  readonly #kept: number;

  constructor(kept = 200) {
    this.#kept = kept;
  }

  add(kind: Kind, message: string, where: Omit<Problem, 'kind' | 'message'> = {}): void {
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    if (count <= this.#kept) this.problems.push({ kind, message, ...where });
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }
}

/** A set of entry numbers, one bit each, in blocks so that a far number costs no more than a near one. */
export class NumberSet {
  readonly #blocks = new Map<bigint, Uint8Array>();
  size = 0;

  /** False when it was there already. */
  add(number: bigint): boolean {
    const block = number >> 16n;
    const at = Number(number & 0xffffn);
    let bits = this.#blocks.get(block);
    if (bits === undefined) {
      bits = new Uint8Array(8192);
      this.#blocks.set(block, bits);
    }
    const mask = 1 << (at & 7);
    const byte = bits[at >> 3] ?? 0;
    if ((byte & mask) !== 0) return false;
    bits[at >> 3] = byte | mask;
    this.size += 1;
    return true;
  }

  has(number: bigint): boolean {
    const at = Number(number & 0xffffn);
    return ((this.#blocks.get(number >> 16n)?.[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
  }
}
