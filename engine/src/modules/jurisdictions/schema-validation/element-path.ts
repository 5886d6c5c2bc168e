import type { XmlElement } from './xml-tree.ts';

/** A place in a document: `/archivo/informe/aviso[2]/prioridad`, numbered only among brothers of the same name. */
export interface ElementPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const STEP = /^(?:\*|([^[\]:]+:)?([^[\]:*]+))(?:\[(\d+)\])?$/;

/** `name`, or `name[n]` when the parent has more than one child of that name. */
export function stepOf(parent: XmlElement, child: XmlElement): string {
  const same = parent.children.filter(({ name }) => name === child.name);
  return same.length > 1 ? `${child.name}[${same.indexOf(child) + 1}]` : child.name;
}

function childAt(parent: XmlElement, step: string): XmlElement | undefined {
  const [whole, prefix = '', name, position = '1'] = STEP.exec(step) ?? [];
  if (whole === undefined) return undefined;
  const matching =
    name === undefined
      ? parent.children
      : parent.children.filter((child) => child.name === name && `${child.prefix}:` === (prefix || ':'));
  return matching[Number(position) - 1];
}

/**
 * libxml2 names a node by wildcards and numbers (third child of the first child of …), or by prefixed names. This walks
 * that over the parsed tree and answers with names and position; as far as it gets, when a step is not found.
 */
export function placeOf(root: XmlElement, libxmlPath: string): ElementPlace {
  const steps = libxmlPath
    .split('/')
    .filter((step) => step !== '')
    .slice(1);
  let here = root;
  let path = `/${root.name}`;
  for (const step of steps) {
    const child = childAt(here, step);
    if (child === undefined) break;
    path += `/${stepOf(here, child)}`;
    here = child;
  }
  return { path, line: here.line, column: here.column };
}
