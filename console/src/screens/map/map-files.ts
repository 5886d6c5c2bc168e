import { edgeKey, type MapEdge, type MapNode, type MoneyMap, type Place, type Shown } from './map-graph.ts';

/** The map as files: what a case keeps, and what other tools read. Pure. */
const cell = (text: string): string => {
  // A cell that a spreadsheet would run as a formula begins with an apostrophe.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export function toCsv({ edges, nodes }: Shown, asset: string): string {
  const named = new Map(nodes.map((node) => [node.address, node]));
  const rows = edges.map((edge) => [
    edge.from,
    named.get(edge.from)?.attribution?.entity ?? '',
    edge.to,
    named.get(edge.to)?.attribution?.entity ?? '',
    edge.amount,
    asset,
    edge.value_usd ?? '',
    String(edge.count),
    edge.first_at,
    edge.last_at,
    edge.tx,
  ]);
  const head = [
    'from',
    'from_entity',
    'to',
    'to_entity',
    'amount',
    'asset',
    'value_usd',
    'count',
    'first_at',
    'last_at',
    'last_tx',
  ];
  return `${[head, ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`;
}

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export function toGraphMl({ nodes, edges }: Shown, asset: string): string {
  const keys = [
    ['entity', 'node'],
    ['category', 'node'],
    ['note', 'node'],
    ['amount', 'edge'],
    ['asset', 'edge'],
    ['value_usd', 'edge'],
    ['count', 'edge'],
    ['first_at', 'edge'],
    ['last_at', 'edge'],
  ].map(([name, of]) => `  <key id="${name}" for="${of}" attr.name="${name}" attr.type="string"/>`);
  const data = (key: string, value: string | undefined): string =>
    value === undefined || value === '' ? '' : `<data key="${key}">${xml(value)}</data>`;
  const drawn = nodes.map(
    ({ address, attribution, note }) =>
      `    <node id="${xml(address)}">${data('entity', attribution?.entity)}${data('category', attribution?.category)}${data('note', note)}</node>`,
  );
  const flows = edges.map(
    (edge) =>
      `    <edge source="${xml(edge.from)}" target="${xml(edge.to)}">${data('amount', edge.amount)}${data('asset', asset)}${data('value_usd', edge.value_usd)}${data('count', String(edge.count))}${data('first_at', edge.first_at)}${data('last_at', edge.last_at)}</edge>`,
  );
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...keys,
    '  <graph edgedefault="directed">',
    ...drawn,
    ...flows,
    '  </graph>',
    '</graphml>',
  ].join('\n')}\n`;
}

export type Mark = 'address' | 'service' | 'bridge' | 'risk';

const RISKS = new Set(
  'sanctions terrorism extremism csam human_trafficking ransomware darknet_market guarantee_market issuer_frozen stolen_funds scam investment_scam phishing sextortion perpetrator mixing coinjoin high_risk_exchange'.split(
    ' ',
  ),
);

/** Shape before colour: round address, square service, octagonal bridge, triangle for what is grave. */
export function markOf({ attribution }: Pick<MapNode, 'attribution'>): Mark {
  if (attribution === undefined) return 'address';
  if (RISKS.has(attribution.category)) return 'risk';
  return attribution.category === 'bridge' ? 'bridge' : 'service';
}

/** Corners of a shape around the origin, radius 1. */
export const CORNERS: Readonly<Record<Mark, readonly (readonly [number, number])[]>> = {
  address: Array.from(
    { length: 24 },
    (_, n) => [Math.cos((n * Math.PI) / 12), Math.sin((n * Math.PI) / 12)] as const,
  ),
  service: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  bridge: Array.from(
    { length: 8 },
    (_, n) => [Math.cos(((n + 0.5) * Math.PI) / 4), Math.sin(((n + 0.5) * Math.PI) / 4)] as const,
  ),
  risk: [
    [0, -1.1],
    [1.05, 0.8],
    [-1.05, 0.8],
  ],
};

const SCALE = 90;
const short = (text: string): string => (text.length <= 14 ? text : `${text.slice(0, 6)}…${text.slice(-4)}`);

/** The drawing as a picture without colours of the screen: ink on paper, for a file of evidence. */
export function toSvg({ nodes, edges }: Shown, places: ReadonlyMap<string, Place>, asset: string): string {
  const at = (address: string): Place => {
    const place = places.get(address) ?? { x: 0, y: 0 };
    return { x: place.x * SCALE, y: place.y * SCALE };
  };
  const all = nodes.map(({ address }) => at(address));
  const [left, top] = [
    Math.min(0, ...all.map(({ x }) => x)) - 120,
    Math.min(0, ...all.map(({ y }) => y)) - 60,
  ];
  const width = Math.max(0, ...all.map(({ x }) => x)) - left + 120;
  const height = Math.max(0, ...all.map(({ y }) => y)) - top + 60;
  const lines = edges.map((edge) => {
    const [from, to] = [at(edge.from), at(edge.to)];
    const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
    return `<g><line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}" stroke="#636777" marker-end="url(#tip)"/><text x="${middle.x}" y="${middle.y - 4}" font-size="10" text-anchor="middle" fill="#1a2030">${xml(`${edge.amount} ${asset}`)}</text></g>`;
  });
  const marks = nodes.map((node) => {
    const { x, y } = at(node.address);
    const mark = markOf(node);
    const points = CORNERS[mark]
      .map(([dx, dy]) => `${(x + dx * 11).toFixed(1)},${(y + dy * 11).toFixed(1)}`)
      .join(' ');
    const label = node.attribution?.entity ?? short(node.address);
    return `<g><title>${xml(node.address)}</title><polygon points="${points}" fill="${mark === 'risk' ? '#b9471b' : '#faf7f1'}" stroke="#1a2030"/><text x="${x}" y="${y + 26}" font-size="11" text-anchor="middle" fill="#1a2030">${xml(label)}</text></g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif"><defs><marker id="tip" viewBox="0 0 8 8" refX="20" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#636777"/></marker></defs><rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#ffffff"/>${lines.join('')}${marks.join('')}</svg>\n`;
}

interface SavedMap {
  readonly format: 'atalaya-map-1';
  readonly network: string;
  readonly asset: string;
  readonly root: string;
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

/** What a case keeps, and what opens again here. */
export const toJson = ({ network, asset, root, nodes, edges }: MoneyMap): string => {
  const saved: SavedMap = {
    format: 'atalaya-map-1',
    network,
    asset,
    root,
    nodes: [...nodes.values()],
    edges: [...edges.values()],
  };
  return `${JSON.stringify(saved, null, 1)}\n`;
};

/** Undefined where the file is not a map. */
export function fromJson(text: string): MoneyMap | undefined {
  try {
    const saved: Partial<SavedMap> = JSON.parse(text);
    if (saved.format !== 'atalaya-map-1') return undefined;
    const { network = '', asset = '', root = '', nodes = [], edges = [] } = saved;
    return {
      network,
      asset,
      root,
      nodes: new Map(nodes.map((node) => [node.address, node])),
      edges: new Map(edges.map((edge) => [edgeKey(edge), edge])),
    };
  } catch {
    return undefined;
  }
}
