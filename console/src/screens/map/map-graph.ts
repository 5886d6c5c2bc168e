import type { AttributionView, NeighbourView, PathStepView } from '@atalaya/contract/tracing.ts';

/** What has been looked at so far: addresses and the money between them. Pure: every change is a new graph. */
export interface MapNode {
  readonly address: string;
  readonly attribution?: AttributionView | undefined;
  readonly pinned: boolean;
  readonly note: string;
  /** Directions already asked for. */
  readonly expanded: readonly ('received' | 'sent')[];
  /** Counterparties of each direction that were not listed one by one. */
  readonly others: { readonly received: number; readonly sent: number };
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly value_usd?: string | undefined;
  readonly count: number;
  readonly first_at: string;
  readonly last_at: string;
  readonly tx: string;
  readonly movements: readonly { readonly tx: string; readonly amount: string; readonly time: string }[];
}

export interface MoneyMap {
  readonly network: string;
  readonly asset: string;
  readonly root: string;
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly edges: ReadonlyMap<string, MapEdge>;
}

export const edgeKey = ({ from, to }: { from: string; to: string }): string => `${from} ${to}`;

const blank = (address: string): MapNode => ({
  address,
  pinned: false,
  note: '',
  expanded: [],
  others: { received: 0, sent: 0 },
});

export const emptyMap = (network: string, asset: string, root: string): MoneyMap => ({
  network,
  asset,
  root,
  nodes: new Map(root === '' ? [] : [[root, blank(root)]]),
  edges: new Map(),
});

export interface Expansion {
  readonly address: string;
  readonly attribution?: AttributionView | undefined;
  readonly items: readonly NeighbourView[];
  readonly rest: { readonly count: number };
}

/** Adds who an address received from, or paid. */
export function expand(map: MoneyMap, direction: 'received' | 'sent', answer: Expansion): MoneyMap {
  const nodes = new Map(map.nodes);
  const edges = new Map(map.edges);
  const before = nodes.get(answer.address) ?? blank(answer.address);
  nodes.set(answer.address, {
    ...before,
    attribution: answer.attribution ?? before.attribution,
    expanded: [...new Set([...before.expanded, direction])],
    others: { ...before.others, [direction]: answer.rest.count },
  });
  for (const { address, attribution, ...money } of answer.items) {
    const known = nodes.get(address) ?? blank(address);
    nodes.set(address, { ...known, attribution: attribution ?? known.attribution });
    const [from, to] = direction === 'received' ? [address, answer.address] : [answer.address, address];
    edges.set(edgeKey({ from, to }), { from, to, ...money });
  }
  return { ...map, nodes, edges };
}

/** Adds the steps of a path, as the evidence tells them. A step that is there already keeps its sum. */
export function addPath(
  map: MoneyMap,
  path: readonly PathStepView[],
  attribution?: AttributionView,
): MoneyMap {
  const nodes = new Map(map.nodes);
  const edges = new Map(map.edges);
  for (const { from, to, amount, tx, time } of path.filter((step) => step.from !== '' && step.to !== '')) {
    for (const address of [from, to]) if (!nodes.has(address)) nodes.set(address, blank(address));
    const key = edgeKey({ from, to });
    if (from !== to && !edges.has(key))
      edges.set(key, {
        from,
        to,
        amount,
        count: 1,
        first_at: time,
        last_at: time,
        tx,
        movements: [{ tx, amount, time }],
      });
  }
  const ends = [path[0]?.from, path.at(-1)?.to];
  const far = ends.find((address) => address !== undefined && address !== map.root);
  const node = far === undefined ? undefined : nodes.get(far);
  if (far !== undefined && node !== undefined && attribution !== undefined)
    nodes.set(far, { ...node, attribution });
  return { ...map, nodes, edges };
}

export function changeNode(map: MoneyMap, address: string, change: Partial<MapNode>): MoneyMap {
  const node = map.nodes.get(address);
  if (node === undefined) return map;
  return { ...map, nodes: new Map(map.nodes).set(address, { ...node, ...change }) };
}

export interface View {
  /** Flows below this part of the largest are gathered away; 0 shows all. In thousandths. */
  readonly least: number;
  /** Only what had happened by then; undefined: until now. */
  readonly until?: string | undefined;
}

export interface Shown {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  readonly hidden: number;
}

const worth = ({ amount }: MapEdge): number => Number(amount);

/** An edge as it stood at a time: exact where every movement is listed, whole otherwise. */
function upTo(edge: MapEdge, until: string | undefined): MapEdge | undefined {
  if (until === undefined || edge.last_at <= until) return edge;
  if (edge.first_at > until) return undefined;
  if (edge.movements.length < edge.count) return edge;
  const movements = edge.movements.filter(({ time }) => time <= until);
  const amount = sumOf(movements.map((one) => one.amount));
  return {
    ...edge,
    amount,
    movements,
    count: movements.length,
    value_usd: undefined,
    last_at: movements.at(-1)?.time ?? edge.first_at,
  };
}

/** Adds decimals of one asset exactly. */
export function sumOf(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const units = amounts.reduce((sum, amount) => {
    const [whole = '0', part = ''] = amount.split('.');
    return sum + BigInt(whole + part.padEnd(places, '0'));
  }, 0n);
  const text = units.toString().padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** What is drawn: pinned addresses and the root always, others while a shown flow touches them. */
export function shownOf(map: MoneyMap, view: View): Shown {
  const timed = [...map.edges.values()].flatMap((edge) => upTo(edge, view.until) ?? []);
  const largest = Math.max(0, ...timed.map(worth));
  const kept = (address: string): boolean => address === map.root || map.nodes.get(address)?.pinned === true;
  const edges = timed.filter(
    (edge) => worth(edge) >= (largest * view.least) / 1000 || (kept(edge.from) && kept(edge.to)),
  );
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = [...map.nodes.values()].filter(({ address }) => touched.has(address) || kept(address));
  return { nodes, edges, hidden: map.edges.size - edges.length };
}

/** Steps from the root: sources count down, destinations up. What is not connected stands at 0. */
export function layersOf({ nodes, edges }: Shown, root: string): ReadonlyMap<string, number> {
  const layers = new Map([[root, 0]]);
  for (let queue = [root]; queue.length > 0; ) {
    const next: string[] = [];
    for (const at of queue) {
      const layer = layers.get(at) ?? 0;
      for (const { from, to } of edges) {
        if (to === at && layer <= 0 && !layers.has(from)) {
          layers.set(from, layer - 1);
          next.push(from);
        }
        if (from === at && layer >= 0 && !layers.has(to)) {
          layers.set(to, layer + 1);
          next.push(to);
        }
      }
    }
    queue = next;
  }
  for (const { address } of nodes) if (!layers.has(address)) layers.set(address, 0);
  return layers;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Sources left, destinations right, the largest flows in the middle of their layer. */
export function layeredPlaces(shown: Shown, root: string): ReadonlyMap<string, Place> {
  const layers = layersOf(shown, root);
  const weight = new Map<string, number>();
  for (const edge of shown.edges)
    for (const end of [edge.from, edge.to]) weight.set(end, Math.max(weight.get(end) ?? 0, worth(edge)));
  const places = new Map<string, Place>();
  const groups = Map.groupBy(layers.keys(), (address) => layers.get(address) ?? 0);
  const apart = Math.max(3, Math.max(...[...groups.values()].map(({ length }) => length)) / 2);
  for (const [layer, members] of groups) {
    const order = [...members].sort(
      (a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || (a < b ? -1 : 1),
    );
    for (const [place, address] of order.entries()) {
      const beside = Math.ceil(place / 2) * (place % 2 === 0 ? 1 : -1);
      places.set(address, { x: layer * apart, y: beside });
    }
  }
  return places;
}

/** First and last moment of anything on the map. */
export function spanOf(map: MoneyMap): readonly [from: string, to: string] | undefined {
  const times = [...map.edges.values()].flatMap(({ first_at, last_at }) => [first_at, last_at]).sort();
  const [from] = times;
  const to = times.at(-1);
  return from === undefined || to === undefined || from === to ? undefined : [from, to];
}
