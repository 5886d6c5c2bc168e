/**
 * A layout is a value that says which elements a format has, in which order, how often, and of what kind their text is.
 * Writer, reader, rules and form preview of a format all follow the one layout, and the type of its tree is derived
 * from it, so that they cannot disagree.
 */
export interface TextShape {
  readonly kind: 'text';
  /** Name of the text format, looked up in the format's own table. */
  readonly format: string;
}

/** `choice`: exactly one of the members is present. */
export interface GroupShape<M extends Members = Members> {
  readonly kind: 'group';
  readonly choice: boolean;
  readonly members: M;
}

export type Shape = TextShape | GroupShape;
export type Occurs = 'once' | 'optional' | 'repeated' | 'any';

export interface Member<S extends Shape = Shape, O extends Occurs = Occurs> {
  readonly shape: S;
  readonly occurs: O;
}

export interface Members {
  readonly [name: string]: Member;
}

type OptionalNames<M extends Members> = {
  [N in keyof M]: M[N]['occurs'] extends 'optional' ? N : never;
}[keyof M];

type OccurrenceOf<E extends Member> = E['occurs'] extends 'repeated' | 'any'
  ? readonly TreeOf<E['shape']>[]
  : TreeOf<E['shape']>;

/** The tree of a shape: a string, or an object with the elements' own names as keys. */
export type TreeOf<S extends Shape> =
  S extends GroupShape<infer M>
    ? { readonly [N in Exclude<keyof M, OptionalNames<M>>]: OccurrenceOf<M[N]> } & {
        readonly [N in OptionalNames<M>]?: OccurrenceOf<M[N]>;
      }
    : string;

export const text = (format: string): TextShape => ({ kind: 'text', format });

export const group = <const M extends Members>(members: M): GroupShape<M> => ({
  kind: 'group',
  choice: false,
  members,
});

/** Exactly one of these; each member is optional in the type. */
export const choice = <const M extends { readonly [name: string]: Shape }>(
  members: M,
): GroupShape<{ readonly [N in keyof M]: Member<M[N], 'optional'> }> => {
  const optionalMembers = Object.entries(members).map(([name, shape]) => [name, optional(shape)]);
  return { kind: 'group', choice: true, members: Object.fromEntries(optionalMembers) };
};

export const once = <S extends Shape>(shape: S): Member<S, 'once'> => ({ shape, occurs: 'once' });
export const optional = <S extends Shape>(shape: S): Member<S, 'optional'> => ({ shape, occurs: 'optional' });
/** Once or more. */
export const repeated = <S extends Shape>(shape: S): Member<S, 'repeated'> => ({ shape, occurs: 'repeated' });
/** Any number of times, none included. */
export const any = <S extends Shape>(shape: S): Member<S, 'any'> => ({ shape, occurs: 'any' });

/** A layout: the root element, its namespace and its shape. */
export interface Layout<S extends GroupShape = GroupShape> {
  readonly root: string;
  readonly namespace: string;
  readonly shape: S;
}

/** A place of a tree. `value` is the text of a leaf, undefined for a group; `name` the element's. */
export interface TreePlace {
  readonly path: string;
  readonly name: string;
  readonly shape: Shape;
  readonly occurs: Occurs;
  readonly value: string | undefined;
  /** The group's own tree; an empty object for a leaf. */
  readonly tree: object;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isTree = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !isList(value);

const memberValue = (tree: object, name: string): unknown =>
  Object.getOwnPropertyDescriptor(tree, name)?.value;

const repeats = (occurs: Occurs): boolean => occurs === 'repeated' || occurs === 'any';

function* placesOf(path: string, name: string, member: Member, value: unknown): Generator<TreePlace> {
  const { shape, occurs } = member;
  if (shape.kind === 'text') {
    yield { path, name, shape, occurs, value: typeof value === 'string' ? value : '', tree: {} };
    return;
  }
  const tree = isTree(value) ? value : {};
  yield { path, name, shape, occurs, value: undefined, tree };
  yield* childPlaces(path, shape, tree);
}

function* childPlaces(path: string, shape: GroupShape, tree: object): Generator<TreePlace> {
  for (const [name, member] of Object.entries(shape.members)) {
    const value = memberValue(tree, name);
    if (value === undefined) continue;
    if (!repeats(member.occurs)) yield* placesOf(`${path}/${name}`, name, member, value);
    else if (isList(value)) {
      for (const [index, each] of value.entries())
        yield* placesOf(`${path}/${name}[${index + 1}]`, name, member, each);
    }
  }
}

/** Every element of a tree in the order it is written; elements that may repeat are always numbered: `aviso[1]`. */
export const walkTree = <S extends GroupShape>(layout: Layout<S>, tree: TreeOf<S>): Generator<TreePlace> =>
  placesOf(`/${layout.root}`, layout.root, once(layout.shape), tree);

/** A path as walkTree writes it, from one that numbers only where there are several (`aviso/x` -> `aviso[1]/x`). */
export function canonicalPath(layout: Layout, path: string): string {
  const [, root = '', ...steps] = path.split('/');
  if (root !== layout.root) return path;
  let members: Members = layout.shape.members;
  let canonical = `/${root}`;
  for (const step of steps) {
    const [name = '', number] = step.split(/[[\]]/);
    const member: Member | undefined = Object.hasOwn(members, name) ? members[name] : undefined;
    const numbered = member !== undefined && repeats(member.occurs);
    canonical += `/${numbered ? `${name}[${number ?? 1}]` : step}`;
    members = member?.shape.kind === 'group' ? member.shape.members : {};
  }
  return canonical;
}
