import {
  EXPOSURE_DIRECTIONS,
  type ExposureDirection,
  type ExposureSlice,
  TAINT_POLICIES,
  type TaintPolicy,
} from '@atalaya/contract/tracing.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { codeOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Amount, Hash, Moment } from '../../parts/values.tsx';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { markOf } from './map-files.ts';
import type { MapNode } from './map-graph.ts';
import { MarkShape } from './mark-shape.tsx';
import type { MapHandle } from './use-map.ts';

export interface Asked {
  readonly policy: TaintPolicy;
  readonly direction: ExposureDirection;
}

interface PanelProps extends Asked {
  readonly handle: MapHandle;
  readonly node: MapNode;
  /** Whether a service can be asked for addresses of this network. */
  readonly askable: boolean;
  readonly onAsk: (asked: Partial<Asked>) => void;
}

/** The selected address: who it is, what to do with it, and where its money came from or went. */
export function Panel({ handle, node, askable, policy, direction, onAsk }: PanelProps) {
  const t = useTexts().map;
  const { network, asset } = handle.map;
  const query = { network, asset, address: node.address, direction, policy };
  const { data, error, isPending } = useQuery({
    queryKey: ['exposure', query],
    queryFn: ({ signal }) => api.getExposure({ query }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <aside className="map-panel" aria-label={t.selected}>
      <Who node={node} handle={handle} />
      {askable && <Fetch node={node} handle={handle} />}
      <Related node={node} handle={handle} />
      <div className="map-switches">
        <Choice
          legend={t.direction}
          value={direction}
          options={EXPOSURE_DIRECTIONS.map((one) => [one, t.directions[one]])}
          onChange={(one) => onAsk({ direction: one })}
        />
        <Choice
          legend={t.policy}
          value={policy}
          options={TAINT_POLICIES.map((one) => [one, t.policies[one]])}
          onChange={(one) => onAsk({ policy: one })}
        />
        <p className="muted map-fine">{t.policyTexts[policy]}</p>
      </div>
      {isPending && <Loading />}
      {error !== null && !(askable && isUnseen(error)) && <ErrorNote error={error} />}
      {data !== undefined && error === null && (
        <Slices
          slices={data.slices}
          asset={asset}
          total={data.total}
          note={data.note}
          asOf={data.as_of}
          tags={data.tags_version}
          handle={handle}
          policy={policy}
        />
      )}
    </aside>
  );
}

const LISTED_MOST = 200;

function Who({ node, handle }: { node: MapNode; handle: MapHandle }) {
  const t = useTexts().map;
  const { attribution } = node;
  return (
    <div className="map-who">
      <h2>
        <MarkShape mark={markOf(node)} /> {attribution?.entity ?? t.nobody}
      </h2>
      <Hash value={node.address} head={10} tail={8} />
      {attribution !== undefined && (
        <p className="map-fine">
          {wordOf(t.categories, attribution.category)} · {t.confidence(attribution.confidence)}
          <br />
          <span className="muted">{attribution.tags.slice(0, 4).join(' · ')}</span>
        </p>
      )}
      <div className="map-acts">
        <button
          type="button"
          className="button"
          disabled={handle.busy}
          onClick={() => void handle.grow(node.address, ['received'])}
        >
          ← {t.sources}
        </button>
        <button
          type="button"
          className="button"
          disabled={handle.busy}
          onClick={() => void handle.grow(node.address, ['sent'])}
        >
          {t.destinations} →
        </button>
        <button
          type="button"
          className="button"
          aria-pressed={node.pinned}
          onClick={() => handle.change(node.address, { pinned: !node.pinned })}
        >
          {node.pinned ? t.unpin : t.pin}
        </button>
      </div>
      {EXPOSURE_DIRECTIONS.map((direction) =>
        node.others[direction] === 0 ? null : (
          <p key={direction} className="map-fine">
            {t.others[direction](node.others[direction])}{' '}
            <button
              type="button"
              className="button quiet"
              disabled={handle.busy}
              onClick={() => void handle.grow(node.address, [direction], LISTED_MOST)}
            >
              {t.more}
            </button>
          </p>
        ),
      )}
      <label className="map-note">
        <span>{t.note}</span>
        <textarea
          rows={2}
          maxLength={2000}
          value={node.note}
          onChange={(event) => handle.change(node.address, { note: event.target.value })}
        />
      </label>
    </div>
  );
}

const UNSEEN: ReadonlySet<string | undefined> = new Set(['tracing.graph_unknown', 'tracing.address_unseen']);

/** No block told of the address; where a service can be asked, that is no failure. */
export const isUnseen = (error: unknown): boolean => UNSEEN.has(codeOf(error));

/** Who is probably the same person, where something says so. */
function Related({ node, handle }: { node: MapNode; handle: MapHandle }) {
  const t = useTexts().map;
  const query = { network: handle.map.network, asset: handle.map.asset, address: node.address };
  const { data } = useQuery({
    queryKey: ['related', query],
    queryFn: ({ signal }) => api.getRelated({ query }, { signal }),
    retry: false,
  });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section aria-label={t.related}>
      <h3>{t.related}</h3>
      <ul className="map-slices">
        {data.items.map((one) => (
          <li key={`${one.address} ${one.deposit_address}`} className="map-fine">
            <Hash value={one.address} /> · {t.confidence(one.confidence)}
            <br />
            <span className="muted">
              {t.sameDeposit(one.entity)} <Hash value={one.deposit_address} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Asks the service, and says how much of the address it told. */
function Fetch({ node, handle }: { node: MapNode; handle: MapHandle }) {
  const t = useTexts().map;
  const f = useFormats();
  const told = handle.fetched.get(node.address);
  return (
    <div className="map-fetch">
      <button
        type="button"
        className="button"
        disabled={handle.busy}
        onClick={() => void handle.fetchFrom(node.address)}
      >
        {told?.complete === false ? t.fetchMore : t.fetch}
      </button>
      <p className="map-fine muted" role="status">
        {told === undefined
          ? t.fetchHint
          : `${t.fetched(told.transactions, told.host, told.oldest_at === undefined ? undefined : f.moment(told.oldest_at))} ${told.complete ? t.fetchedAll : t.fetchedCut}`}
      </p>
    </div>
  );
}

function Choice<V extends string>({
  legend,
  value,
  options,
  onChange,
}: {
  legend: string;
  value: V;
  options: readonly (readonly [V, string])[];
  onChange: (value: V) => void;
}) {
  return (
    <fieldset className="map-choice">
      <legend>{legend}</legend>
      {options.map(([code, text]) => (
        <label key={code}>
          <input type="radio" name={legend} checked={value === code} onChange={() => onChange(code)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface SlicesProps {
  readonly slices: readonly ExposureSlice[];
  readonly asset: string;
  readonly total: string;
  readonly note: { readonly es: string; readonly pt: string; readonly en: string };
  readonly asOf: { readonly block?: number | undefined; readonly time: string };
  readonly tags: string;
  readonly policy: TaintPolicy;
  readonly handle: MapHandle;
}

function Slices({ slices, asset, total, note, asOf, tags, policy, handle }: SlicesProps) {
  const t = useTexts().map;
  const f = useFormats();
  const named = slices.filter(({ attribution, path }) => attribution !== undefined && path.length > 0);
  const [nearest] = [...named].sort((a, b) => a.hops - b.hops);
  return (
    <section aria-label={t.exposure}>
      <h3>
        {t.exposure} · <Amount amount={total} asset={asset} /> · {t.policies[policy]}
      </h3>
      <ul className="map-slices">
        {slices.map((slice) => (
          <Slice
            key={`${slice.kind} ${slice.category} ${slice.attribution?.entity}`}
            slice={slice}
            asset={asset}
            handle={handle}
          />
        ))}
      </ul>
      {nearest !== undefined && (
        <button type="button" className="button" onClick={() => handle.showPath(nearest)}>
          {t.nearest(nearest.attribution?.entity ?? '', nearest.hops)}
        </button>
      )}
      <p className="map-bound">{f.pick(note)}</p>
      <p className="muted map-fine">
        {asOf.block === undefined ? '' : t.asOfBlock(asOf.block)} <Moment at={asOf.time} /> ·{' '}
        {t.tagsVersion(tags)}
      </p>
    </section>
  );
}

function Slice({ slice, asset, handle }: { slice: ExposureSlice; asset: string; handle: MapHandle }) {
  const t = useTexts().map;
  const f = useFormats();
  const { attribution, kind, category, share_ppm, amount, value_usd, hops, path } = slice;
  const name = attribution?.entity ?? wordOf(t.endings, category);
  return (
    <li className={`map-slice map-slice-${kind}`}>
      <div className="map-slice-line">
        <strong>{name}</strong>
        <span className="num">{f.percent(share_ppm / 1_000_000)}</span>
      </div>
      <div className="map-bar" aria-hidden="true">
        <span style={{ inlineSize: `${share_ppm / 10_000}%` }} />
      </div>
      <div className="map-slice-line map-fine">
        <span>
          {t.kinds[kind]}
          {attribution !== undefined &&
            ` · ${wordOf(t.categories, category)} · ${t.hops(hops)} · ${t.confidence(attribution.confidence)}`}
        </span>
        <Amount amount={amount} asset={asset} usd={value_usd} />
      </div>
      {path.length > 0 && attribution !== undefined && (
        <details>
          <summary>{t.path(path.length)}</summary>
          <ol className="map-path">
            {path.map((step) => (
              <li key={`${step.tx} ${step.from} ${step.to}`}>
                <Hash value={step.from} /> → <Hash value={step.to} />{' '}
                <Amount amount={step.amount} asset={asset} /> <Moment at={step.time} />{' '}
                <Hash value={step.tx} what={t.transaction} />
              </li>
            ))}
          </ol>
          <button type="button" className="button" onClick={() => handle.showPath(slice)}>
            {t.showPath}
          </button>
        </details>
      )}
    </li>
  );
}
