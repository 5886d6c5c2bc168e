import { readXmlTree, type XmlElement } from '../../jurisdictions/schemas.ts';
import type { GroupShape, Layout, Member, Shape, TreeOf } from './xml-layout.ts';

/** Why a document does not have the layout's shape. */
export interface LayoutProblem {
  readonly kind: 'root' | 'unexpected' | 'missing' | 'repeated' | 'attribute' | 'text';
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export type LayoutReading<S extends GroupShape> =
  | { readonly tree: TreeOf<S>; readonly problems: readonly [] }
  | { readonly tree: undefined; readonly problems: readonly LayoutProblem[] };

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

interface Reading {
  readonly namespace: string;
  readonly problems: LayoutProblem[];
}

const problem = (kind: LayoutProblem['kind'], path: string, { line, column }: XmlElement): LayoutProblem => ({
  kind,
  path,
  line,
  column,
});

function readShape(reading: Reading, path: string, shape: Shape, element: XmlElement): unknown {
  for (const { name, namespace } of element.attributes) {
    if (namespace !== XSI) reading.problems.push(problem('attribute', `${path}/@${name}`, element));
  }
  if (shape.kind === 'group') return readGroup(reading, path, shape, element);
  for (const child of element.children)
    reading.problems.push(problem('unexpected', `${path}/${child.name}`, child));
  return element.text;
}

function readMember(
  reading: Reading,
  path: string,
  name: string,
  member: Member,
  found: readonly XmlElement[],
): unknown {
  if (member.occurs === 'repeated' || member.occurs === 'any') {
    return found.map((each, index) =>
      readShape(reading, `${path}/${name}[${index + 1}]`, member.shape, each),
    );
  }
  for (const extra of found.slice(1)) reading.problems.push(problem('repeated', `${path}/${name}`, extra));
  const only = found[0];
  return only === undefined ? undefined : readShape(reading, `${path}/${name}`, member.shape, only);
}

/** Elements out of order are `unexpected`: each must come no earlier in the layout than the one before it. */
function checkOrder(reading: Reading, path: string, shape: GroupShape, element: XmlElement): void {
  const names = Object.keys(shape.members);
  let reached = 0;
  for (const child of element.children) {
    const position = child.namespace === reading.namespace ? names.indexOf(child.name) : -1;
    if (position < reached) reading.problems.push(problem('unexpected', `${path}/${child.name}`, child));
    else reached = position;
  }
}

function readGroup(reading: Reading, path: string, shape: GroupShape, element: XmlElement): object {
  if (element.text.trim() !== '') reading.problems.push(problem('text', path, element));
  checkOrder(reading, path, shape, element);
  const entries = Object.entries(shape.members).flatMap(([name, member]) => {
    const found = element.children.filter(
      (child) => child.name === name && child.namespace === reading.namespace,
    );
    const required = member.occurs === 'once' || member.occurs === 'repeated';
    if (required && found.length === 0) reading.problems.push(problem('missing', `${path}/${name}`, element));
    const value = readMember(reading, path, name, member, found);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (shape.choice && entries.length !== 1) {
    reading.problems.push(problem(entries.length === 0 ? 'missing' : 'unexpected', path, element));
  }
  return Object.fromEntries(entries);
}

/**
 * Reads a document back into the tree of a layout. With any problem there is no tree: half a tree would be judged as if
 * the rest were absent. Failures (caller): xml.* when the bytes are not safe, well-formed XML.
 */
export function readTree<S extends GroupShape>(layout: Layout<S>, bytes: Uint8Array): LayoutReading<S> {
  const root = readXmlTree(bytes);
  const path = `/${root.name}`;
  if (root.name !== layout.root || root.namespace !== layout.namespace) {
    return { tree: undefined, problems: [problem('root', path, root)] };
  }
  const reading: Reading = { namespace: layout.namespace, problems: [] };
  const tree = readShape(reading, path, layout.shape, root);
  if (reading.problems.length > 0) return { tree: undefined, problems: reading.problems };
  return { tree: tree as TreeOf<S>, problems: [] };
}
