import {
  EXPOSURE_DIRECTIONS,
  type ExposureDirection,
  TAINT_POLICIES,
  type TaintPolicy,
} from '@atalaya/contract/tracing.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { shortenLong } from '../../format/words.ts';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Hash } from '../../parts/values.tsx';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { Fetch, isUnseen, Related } from './around.tsx';
import { Slices } from './exposure.tsx';
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
      {error !== null && !isUnseen(error) && <ErrorNote error={error} />}
      {data !== undefined && error === null && (
        <Slices exposure={data} asset={asset} handle={handle} policy={policy} />
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
        <MarkShape mark={markOf(node)} />{' '}
        {attribution === undefined ? t.nobody : shortenLong(attribution.entity)}
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
