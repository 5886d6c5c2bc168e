import { useParams, useSearch } from '@tanstack/react-router';
import { readQuery } from '../paths.ts';

/** The filters of the view, as its URL holds them. */
export function useFilter<const K extends string>(keys: readonly K[]): Partial<Record<K, string>> {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  return readQuery(raw, keys);
}

/** A parameter of the path; the empty text where the route has none. */
export function useParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  return params[name] ?? '';
}
