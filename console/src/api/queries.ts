import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from './api.ts';

/** Live views ask again every few seconds, only while the tab is visible (the library's default). */
const LIVE_MS = 3_000;

export const useStatus = () =>
  useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => api.getStatus({}, { signal }),
    refetchInterval: 2_000,
    retry: false,
  });

export const useOverview = () =>
  useQuery({
    queryKey: ['overview'],
    queryFn: ({ signal }) => api.getOverview({}, { signal }),
    refetchInterval: LIVE_MS,
  });

interface PageOf {
  readonly items: readonly unknown[];
  readonly next?: string | undefined;
}

/** A list read page by page as the reader goes down; live while only its first pages are read. */
export function usePages<P extends PageOf>(
  key: readonly unknown[],
  read: (after: string | undefined, signal: AbortSignal) => Promise<P>,
  live = true,
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (live && (state.data?.pages.length ?? 0) <= 2 ? LIVE_MS : false),
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const rows: readonly P['items'][number][] = query.data?.pages.flatMap((page) => page.items) ?? [];
  return {
    query,
    first: query.data?.pages[0],
    rows,
    more: hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined,
  };
}
