import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { codeOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { Hash } from '../../parts/values.tsx';
import { useTexts } from '../../texts/catalogue.ts';
import type { MapNode } from './map-graph.ts';
import type { MapHandle } from './use-map.ts';

const UNSEEN: ReadonlySet<string | undefined> = new Set(['tracing.graph_unknown', 'tracing.address_unseen']);

/** No block told of the address; where a service can be asked, that is no failure. */
export const isUnseen = (error: unknown): boolean => UNSEEN.has(codeOf(error));

/** Who is probably the same person, where something says so. */
export function Related({ node, handle }: { node: MapNode; handle: MapHandle }) {
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
export function Fetch({ node, handle }: { node: MapNode; handle: MapHandle }) {
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
