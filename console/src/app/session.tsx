import type { EntityView, SessionView } from '@atalaya/contract/access.ts';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { api, speakFor } from '../api/api.ts';
import { statusOf } from '../api/problem.ts';
import { usePreferences } from './preferences.tsx';

export const SESSION_KEY = ['session'] as const;

export const useSessionQuery = () =>
  useQuery<SessionView | null>({
    queryKey: SESSION_KEY,
    queryFn: async () => {
      try {
        return await api.getSession();
      } catch (error) {
        if (statusOf(error) === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
    retry: 2,
  });

export interface Session {
  readonly view: SessionView;
  readonly entity: EntityView | undefined;
  /** What the reader may do in the chosen entity. The server decides; this only hides what would be refused. */
  readonly may: (permission: string) => boolean;
}

const Context = createContext<Session | undefined>(undefined);

export function SessionProvider({ view, children }: { view: SessionView; children: ReactNode }) {
  const { preferences } = usePreferences();
  const session = useMemo<Session>(() => {
    const chosen = view.entities.find(({ entity }) => entity.id === preferences.entity) ?? view.entities[0];
    const permissions = new Set(chosen?.permissions);
    speakFor(chosen?.entity.id);
    return {
      view,
      entity: chosen?.entity,
      may: (permission) => permissions.has(permission) || permissions.has('*'),
    };
  }, [view, preferences.entity]);
  return <Context value={session}>{children}</Context>;
}

export function useSession(): Session {
  const session = useContext(Context);
  if (session === undefined) throw new Error('useSession outside a signed-in frame');
  return session;
}

/** Usable before sign-in: the zone falls back to the browser's. */
export const useZone = (): string =>
  useContext(Context)?.entity?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
