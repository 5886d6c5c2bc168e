/** Changes to a tree by the paths that findings name, for tests. The tree given is not touched. */
type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

interface Step {
  readonly name: string;
  /** 0-based; undefined for an element that does not repeat. */
  readonly index: number | undefined;
}

function stepsOf(path: string): Step[] {
  return path
    .split('/')
    .slice(2)
    .map((step) => {
      const [, name = '', number] = /^([^[]+)(?:\[(\d+)\])?$/.exec(step) ?? [];
      return { name, index: number === undefined ? undefined : Number(number) - 1 };
    });
}

/** The child of a node, made when it is not there. */
function childOf(node: Node, { name, index }: Step): Node {
  if (index === undefined) {
    const found = node[name];
    if (isNode(found)) return found;
    const made: Node = {};
    node[name] = made;
    return made;
  }
  const list = Array.isArray(node[name]) ? node[name] : [];
  node[name] = list;
  const found: unknown = list[index];
  if (isNode(found)) return found;
  const made: Node = {};
  list[index] = made;
  return made;
}

function parentOf(root: Node, path: string): { parent: Node; last: Step } {
  const steps = stepsOf(path);
  const last = steps.pop();
  if (last === undefined) throw new Error(`${path} names the whole tree`);
  let parent = root;
  for (const step of steps) parent = childOf(parent, step);
  return { parent, last };
}

function put(root: Node, path: string, value: unknown): void {
  const { parent, last } = parentOf(root, path);
  if (last.index === undefined) parent[last.name] = structuredClone(value);
  else {
    const list: unknown[] = Array.isArray(parent[last.name]) ? [...(parent[last.name] as unknown[])] : [];
    list[last.index] = structuredClone(value);
    parent[last.name] = list;
  }
}

function take(root: Node, path: string): unknown {
  const { parent, last } = parentOf(root, path);
  const found = parent[last.name];
  return last.index === undefined ? found : Array.isArray(found) ? found[last.index] : undefined;
}

function drop(root: Node, path: string): void {
  const { parent, last } = parentOf(root, path);
  const found = parent[last.name];
  if (last.index !== undefined && Array.isArray(found)) {
    parent[last.name] = found.filter((_, index) => index !== last.index);
  } else delete parent[last.name];
}

export interface TreeEdits {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  /** From one path to another. */
  readonly copy?: Readonly<Record<string, string>>;
}

/** Copies first, then removals, then what is set. */
export function editTree<T extends object>(tree: T, { set = {}, remove = [], copy = {} }: TreeEdits): T {
  const edited = structuredClone(tree);
  const root = edited as unknown as Node;
  for (const [from, to] of Object.entries(copy)) put(root, to, take(root, from));
  for (const path of remove) drop(root, path);
  for (const [path, value] of Object.entries(set)) put(root, path, value);
  return edited;
}
