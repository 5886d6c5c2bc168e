import type { AlertRow } from '@atalaya/contract/alerts.ts';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useSession } from '../../app/session.tsx';
import { say } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/catalogue.ts';

export type ClearReason = 'explained' | 'known_behaviour' | 'duplicate' | 'data_error' | 'other';

/** Runs a change on each alert in turn; answers how many went through and the first refusal. */
async function each(ids: readonly string[], change: (id: string) => Promise<unknown>) {
  let done = 0;
  let error: unknown;
  for (const id of ids) {
    try {
      await change(id);
      done += 1;
    } catch (caught) {
      error ??= caught;
    }
  }
  return { done, error };
}

export function useAlertActions() {
  const client = useQueryClient();
  const t = useTexts().alerts;
  const { view } = useSession();
  const refresh = () => client.invalidateQueries();
  const finish = (ids: readonly string[], done: number, error: unknown, said: string, undo?: () => void) => {
    void refresh();
    if (done === ids.length) say(said, undo === undefined ? {} : { undo });
    else if (done > 0) say(t.partly(done, ids.length), { tone: 'signal' });
    if (done === 0 && error !== undefined) throw error;
  };
  const assign = (ids: readonly string[], assignee: string | null) =>
    each(ids, (id) => api.assignAlert({ params: { id }, body: { assignee } }));
  return {
    /** Optimistic: the table shows it at once, and the toast takes it back. */
    take: async (rows: readonly AlertRow[]) => {
      const ids = rows.map(({ id }) => id);
      showAssigned(client, ids, view.user.id, view.user.name);
      const { done, error } = await assign(ids, view.user.id);
      finish(ids, done, error, t.takenSaid(done), () => void assign(ids, null).then(refresh));
    },
    release: async (id: string) => {
      const { done, error } = await assign([id], null);
      finish([id], done, error, t.releasedSaid);
    },
    clear: async (ids: readonly string[], reason: ClearReason, note: string) => {
      const { done, error } = await each(ids, (id) =>
        api.clearAlert({ params: { id }, body: { reason, note } }),
      );
      const undo = () =>
        void each(ids, (id) => api.reopenAlert({ params: { id }, body: { note: '↩' } })).then(refresh);
      finish(ids, done, error, t.clearedSaid(done), undo);
    },
    escalate: async (ids: readonly string[], note: string) => {
      const body = note === '' ? {} : { note };
      let opened: string | undefined;
      const { done, error } = await each(ids, async (id) => {
        opened = (await api.escalateAlert({ params: { id }, body })).case_id;
      });
      finish(ids, done, error, t.escalatedSaid(done));
      return opened;
    },
    reopen: async (id: string, note: string) => {
      await api.reopenAlert({ params: { id }, body: { note } });
      await refresh();
      say(t.reopenedSaid);
    },
  };
}

interface Paged {
  readonly pages: readonly { readonly items: readonly AlertRow[] }[];
}

function showAssigned(
  client: ReturnType<typeof useQueryClient>,
  ids: readonly string[],
  assignee: string,
  name: string,
): void {
  const chosen = new Set(ids);
  client.setQueriesData<Paged>({ queryKey: ['alerts'] }, (data) =>
    data === undefined
      ? undefined
      : {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            items: page.items.map((row) =>
              chosen.has(row.id) ? { ...row, assignee, assignee_name: name } : row,
            ),
          })),
        },
  );
}
