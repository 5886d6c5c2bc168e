import { EXPOSURE_DIRECTIONS, TAINT_POLICIES } from '@atalaya/contract/tracing.ts';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { useFilter } from '../../app/place.ts';
import { useGo } from '../../parts/go.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { isUnseen } from './around.tsx';
import { MapCanvas } from './canvas.tsx';
import { Flows } from './flows.tsx';
import { shownOf, spanOf } from './map-graph.ts';
import { type Asked, Panel } from './panel.tsx';
import { Files } from './save.tsx';
import { type Choice, Search } from './search.tsx';
import { useMap } from './use-map.ts';
import './map.css';

const oneOf = <V extends string>(values: readonly V[], text: string | undefined, otherwise: V): V =>
  values.find((value) => value === text) ?? otherwise;

/** Money on chain, walked address by address. */
export function MapPage() {
  const t = useTexts().map;
  const filter = useFilter(['network', 'asset', 'address', 'policy', 'direction', 'at']);
  const graphs = useQuery({ queryKey: ['graphs'], queryFn: ({ signal }) => api.listGraphs({}, { signal }) });
  const { network = '', asset = '', address = '' } = filter;
  const known = choicesOf(graphs.data);
  return (
    <Page title={t.title} fixed className="map-page">
      {known.length > 0 && <Search graphs={known} subject={{ network, asset, address }} />}
      {graphs.isPending && <Loading />}
      {graphs.error !== null && <ErrorNote error={graphs.error} />}
      {graphs.data !== undefined && known.length === 0 && <Empty title={t.noGraphs}>{t.noGraphsDo}</Empty>}
      {known.length > 0 && address === '' && <Empty title={t.nothing}>{t.nothingDo}</Empty>}
      {address !== '' && network !== '' && asset !== '' && (
        <Walk
          filter={{ ...filter, network, asset, address }}
          askable={graphs.data?.askable.some((one) => one.network === network) === true}
        />
      )}
    </Page>
  );
}

/** What was read, then what a service can be asked for. */
function choicesOf(graphs: Awaited<ReturnType<typeof api.listGraphs>> | undefined): Choice[] {
  const read = graphs?.items ?? [];
  const others = graphs?.askable.filter(
    ({ network, asset }) => !read.some((one) => one.network === network && one.asset === asset),
  );
  return [...read, ...(others ?? [])];
}

type Filter = Partial<Record<'policy' | 'direction' | 'at', string>> & {
  readonly network: string;
  readonly asset: string;
  readonly address: string;
};

function Walk({ filter, askable }: { filter: Filter; askable: boolean }) {
  const t = useTexts().map;
  const go = useGo();
  const handle = useMap(filter);
  const [least, setLeast] = useState(0);
  const [until, setUntil] = useState<string>();
  const [layout, setLayout] = useState<'layers' | 'force'>('layers');
  const [drawn, setDrawn] = useState(true);
  const { map, path: lit } = handle;
  const shown = useMemo(() => shownOf(map, { least, until }), [map, least, until]);
  const asked: Asked = {
    policy: oneOf(TAINT_POLICIES, filter.policy, 'haircut'),
    direction: oneOf(EXPOSURE_DIRECTIONS, filter.direction, 'received'),
  };
  const select = (at: string | undefined): void => go(path.map({ ...filter, at }));
  const selected = map.nodes.get(filter.at ?? filter.address) ?? map.nodes.get(filter.address);
  const act = (run: (address: string) => void) => (): void => {
    if (selected !== undefined) run(selected.address);
  };
  useKeys([
    {
      keys: 'ArrowLeft',
      text: t.keys.sources,
      group: 'screen',
      run: act((of) => void handle.grow(of, ['received'])),
    },
    {
      keys: 'ArrowRight',
      text: t.keys.destinations,
      group: 'screen',
      run: act((of) => void handle.grow(of, ['sent'])),
    },
    {
      keys: 'p',
      text: t.keys.pin,
      group: 'screen',
      run: act((of) => handle.change(of, { pinned: selected?.pinned !== true })),
    },
    { keys: 't', text: t.keys.table, group: 'screen', run: () => setDrawn(!drawn) },
  ]);
  return (
    <>
      <div className="map-bar-top">
        <ViewControls
          {...{ least, setLeast, until, setUntil, layout, setLayout, drawn, setDrawn }}
          span={spanOf(map)}
          hidden={shown.hidden}
        />
        <Files map={map} shown={shown} onOpen={handle.open} />
      </div>
      {handle.error !== undefined &&
        (isUnseen(handle.error) ? (
          <Empty title={t.unseen}>{askable ? t.unseenDo : t.unseenRead}</Empty>
        ) : (
          <ErrorNote error={handle.error} />
        ))}
      <div className="map-body">
        <div className="map-main">
          {drawn && (
            <MapCanvas
              shown={shown}
              root={map.root}
              layout={layout}
              selected={selected?.address}
              path={lit}
              label={t.drawing(shown.nodes.length, shown.edges.length)}
              onSelect={select}
              onExpand={(of) => void handle.grow(of, ['received', 'sent'])}
              onUnable={() => setDrawn(false)}
            />
          )}
          <Flows shown={shown} asset={map.asset} selected={selected?.address} path={lit} onSelect={select} />
        </div>
        {selected !== undefined && (
          <Panel
            key={selected.address}
            handle={handle}
            node={selected}
            askable={askable}
            {...asked}
            onAsk={(change) => go(path.map({ ...filter, ...asked, ...change }))}
          />
        )}
      </div>
    </>
  );
}

interface ControlProps {
  readonly least: number;
  readonly setLeast: (least: number) => void;
  readonly until: string | undefined;
  readonly setUntil: (until: string | undefined) => void;
  readonly layout: 'layers' | 'force';
  readonly setLayout: (layout: 'layers' | 'force') => void;
  readonly drawn: boolean;
  readonly setDrawn: (drawn: boolean) => void;
  readonly span: readonly [string, string] | undefined;
  readonly hidden: number;
}

const STEPS = 200;

function ViewControls({
  least,
  setLeast,
  until,
  setUntil,
  layout,
  setLayout,
  drawn,
  setDrawn,
  span,
  hidden,
}: ControlProps) {
  const t = useTexts().map;
  const f = useFormats();
  const [from, to] = (span ?? ['', '']).map((text) => Date.parse(text));
  const moment = (step: number): string | undefined =>
    from === undefined || to === undefined || step >= STEPS
      ? undefined
      : new Date(from + ((to - from) * step) / STEPS).toISOString();
  const step =
    until === undefined || from === undefined || to === undefined
      ? STEPS
      : Math.round(((Date.parse(until) - from) / (to - from)) * STEPS);
  return (
    <div className="map-controls">
      <label>
        <span>{t.least}</span>
        <select value={least} onChange={(event) => setLeast(Number(event.target.value))}>
          {[0, 1, 10, 50, 100].map((value) => (
            <option key={value} value={value}>
              {value === 0 ? t.all : f.percent(value / 1000)}
            </option>
          ))}
        </select>
        {hidden > 0 && <span className="muted"> {t.hidden(hidden)}</span>}
      </label>
      {span !== undefined && (
        <label className="map-time">
          <span>{t.until}</span>
          <input
            type="range"
            min={0}
            max={STEPS}
            value={step}
            aria-valuetext={until === undefined ? t.now : f.exact(until)}
            onChange={(event) => setUntil(moment(Number(event.target.value)))}
          />
          <span className="num map-when">{until === undefined ? t.now : f.moment(until)}</span>
        </label>
      )}
      <label>
        <span>{t.layout}</span>
        <select
          value={layout}
          onChange={(event) => setLayout(event.target.value === 'force' ? 'force' : 'layers')}
        >
          <option value="layers">{t.layouts.layers}</option>
          <option value="force">{t.layouts.force}</option>
        </select>
      </label>
      <label>
        <input type="checkbox" checked={drawn} onChange={(event) => setDrawn(event.target.checked)} />{' '}
        {t.draw}
      </label>
    </div>
  );
}
