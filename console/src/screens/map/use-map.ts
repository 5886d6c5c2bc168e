import type { ExposureSlice, FetchedView } from '@atalaya/contract/tracing.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/api.ts';
import { addPath, changeNode, edgeKey, emptyMap, expand, type MapNode, type MoneyMap } from './map-graph.ts';

export interface Subject {
  readonly network: string;
  readonly asset: string;
  readonly address: string;
}

const LISTED = 25;

/** The map of one address, as it grows under the investigator's hands. */
export function useMap({ network, asset, address }: Subject) {
  const client = useQueryClient();
  const [map, setMap] = useState<MoneyMap>(() => emptyMap(network, asset, address));
  const [path, setPath] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [fetched, setFetched] = useState<ReadonlyMap<string, FetchedView>>(new Map());

  const ask = async (of: string, direction: 'received' | 'sent', limit: number): Promise<void> => {
    const query = { network, asset, address: of, direction, limit } as const;
    const answer = await client.fetchQuery({
      queryKey: ['neighbours', query],
      queryFn: ({ signal }) => api.getNeighbours({ query }, { signal }),
      staleTime: 30_000,
      retry: false,
    });
    setMap((before) =>
      before.network === network && before.asset === asset ? expand(before, direction, answer) : before,
    );
  };
  const grow = async (
    of: string,
    directions: readonly ('received' | 'sent')[],
    limit = LISTED,
  ): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await Promise.all(directions.map((direction) => ask(of, direction, limit)));
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  /** What a service tells of the address is asked for; then both sides are looked at again. */
  const fetchFrom = async (of: string): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const told = await api.fetchAddress({ body: { network, address: of } });
      setFetched((before) => new Map(before).set(of, told));
      await client.invalidateQueries({ queryKey: ['neighbours'] });
      await client.invalidateQueries({ queryKey: ['exposure'] });
      await client.invalidateQueries({ queryKey: ['related'] });
    } catch (caught) {
      setError(caught);
      setBusy(false);
      return;
    }
    await grow(of, ['received', 'sent']);
  };
  useEffect(() => {
    setPath(new Set());
    setError(undefined);
    setMap((before) =>
      before.root === address && before.network === network && before.asset === asset && before.edges.size > 0
        ? before
        : emptyMap(network, asset, address),
    );
    if (address !== '' && network !== '') void grow(address, ['received', 'sent']);
  }, [network, asset, address]);

  return {
    map,
    path,
    busy,
    error,
    fetched,
    grow,
    fetchFrom,
    change: (of: string, change: Partial<MapNode>): void =>
      setMap((before) => changeNode(before, of, change)),
    open: (saved: MoneyMap): void => setMap(saved),
    showPath: (slice: ExposureSlice): void => {
      setMap((before) => addPath(before, slice.path, slice.attribution));
      setPath(new Set(slice.path.map(edgeKey)));
    },
  };
}
export type MapHandle = ReturnType<typeof useMap>;
