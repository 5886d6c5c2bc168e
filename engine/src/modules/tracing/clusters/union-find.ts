/**
 * Disjoint sets over integers, four bytes each: a root holds minus its size, every other member the one above it. Union by
 * size, paths halved while they are walked.
 */
export class UnionFind {
  #above: Int32Array;
  #size = 0;

  constructor(capacity = 1024) {
    this.#above = new Int32Array(capacity);
  }

  /** Members there are. */
  get size(): number {
    return this.#size;
  }

  /** Makes sure that members 0 to `count` − 1 are there, each new one alone. */
  grow(count: number): void {
    if (count <= this.#size) return;
    if (count > this.#above.length) {
      const larger = new Int32Array(Math.max(count, Math.ceil(this.#above.length * 1.5)));
      larger.set(this.#above);
      this.#above = larger;
    }
    this.#above.fill(-1, this.#size, count);
    this.#size = count;
  }

  find(member: number): number {
    const above = this.#above;
    let at = member;
    let up = above[at] ?? -1;
    while (up >= 0) {
      const next = above[up] ?? -1;
      if (next < 0) return up;
      above[at] = next;
      at = next;
      up = above[at] ?? -1;
    }
    return at;
  }

  /** The root of both afterwards. */
  union(left: number, right: number): number {
    const a = this.find(left);
    const b = this.find(right);
    if (a === b) return a;
    const above = this.#above;
    const [root, below] = (above[a] ?? -1) <= (above[b] ?? -1) ? [a, b] : [b, a];
    above[root] = (above[root] ?? -1) + (above[below] ?? -1);
    above[below] = root;
    return root;
  }

  sizeOf(member: number): number {
    return -(this.#above[this.find(member)] ?? -1);
  }
}
