import type { AlertRow } from '@atalaya/contract/alerts.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { usePages } from '../../api/queries.ts';
import { useKeys } from '../../app/keys.tsx';
import { useFilter } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { ALERT_STATES, known, SEVERITIES } from '../../codes.ts';
import { useGo } from '../../parts/go.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page } from '../../parts/page.tsx';
import { Table } from '../../parts/table.tsx';
import { Kbd } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useAlertActions } from './actions.ts';
import { useAlertColumns } from './columns.tsx';
import { ClearDialog, EscalateDialog } from './dialogs.tsx';
import { AlertFilters } from './filters.tsx';
import { Preview } from './preview.tsx';
import './alerts.css';

const KEYS = ['state', 'severity', 'assignee', 'asset', 'scenario', 'customer', 'at'] as const;

export function Queue() {
  const t = useTexts();
  const filter = useFilter(KEYS);
  const { at, ...asked } = filter;
  const { may } = useSession();
  const go = useGo();
  const columns = useAlertColumns();
  const actions = useAlertActions();
  const { query, first, rows, more } = usePages(['alerts', asked], (after, signal) =>
    api.listAlerts(
      {
        query: {
          ...asked,
          state: known(ALERT_STATES, asked.state),
          severity: known(SEVERITIES, asked.severity),
          after,
          limit: 100,
        },
      },
      { signal },
    ),
  );
  const [checked, setChecked] = useState<ReadonlySet<string>>(new Set());
  const [dialog, setDialog] = useState<'clear' | 'escalate'>();
  const row = rows.find(({ id }) => id === at) ?? (at === undefined ? rows[0] : undefined);
  const chosen = rows.filter(({ id }) => checked.has(id));
  const targets: readonly AlertRow[] = (chosen.length > 0 ? chosen : row === undefined ? [] : [row]).filter(
    ({ state }) => state === 'open',
  );
  const mayWork = may('alerts:work');
  const ready = mayWork && targets.length > 0;
  const take = () => void actions.take(targets).then(() => setChecked(new Set()));
  useKeys(
    [
      { keys: 't', text: t.alerts.take, group: 'screen', run: () => ready && take() },
      { keys: 'c', text: t.alerts.clear, group: 'screen', run: () => ready && setDialog('clear') },
      { keys: 'e', text: t.alerts.escalate, group: 'screen', run: () => ready && setDialog('escalate') },
    ],
    mayWork,
  );
  const close = (): void => setDialog(undefined);
  const done = (): void => {
    close();
    setChecked(new Set());
  };
  const open =
    asked.state === 'open' && Object.values(asked).filter((value) => value !== undefined).length === 1;
  return (
    <Page title={t.alerts.title} aside={first === undefined ? undefined : t.alerts.total(first.total)} fixed>
      <AlertFilters filter={filter} />
      <div className="queue">
        <div className="queue-table">
          {query.isPending && <Loading />}
          {query.error !== null && rows.length === 0 && (
            <div className="section">
              <ErrorNote error={query.error} retry={() => void query.refetch()} />
            </div>
          )}
          {query.isSuccess && rows.length === 0 && (
            <Empty title={open ? t.alerts.emptyOpenTitle : t.alerts.emptyTitle}>
              {open ? t.alerts.emptyOpenText : t.alerts.emptyText}
            </Empty>
          )}
          {rows.length > 0 && (
            <Table
              label={t.alerts.title}
              rows={rows}
              columns={columns}
              rowKey={({ id }) => id}
              href={({ id }) => path.alert(id)}
              active={row?.id}
              onActive={({ id }) => go(path.alerts({ ...asked, at: id }), { replace: true })}
              checked={checked}
              onCheck={setChecked}
              onEnd={more}
            />
          )}
          {chosen.length > 0 && (
            <div className="bulk" role="toolbar" aria-label={t.parts.selected(chosen.length)}>
              <span>{t.parts.selected(chosen.length)}</span>
              <button type="button" className="button" disabled={!ready} onClick={take}>
                {t.alerts.take} <Kbd>t</Kbd>
              </button>
              <button type="button" className="button" disabled={!ready} onClick={() => setDialog('clear')}>
                {t.alerts.clear} <Kbd>c</Kbd>
              </button>
              <button
                type="button"
                className="button"
                disabled={!ready}
                onClick={() => setDialog('escalate')}
              >
                {t.alerts.escalate} <Kbd>e</Kbd>
              </button>
              <button type="button" className="button quiet" onClick={() => setChecked(new Set())}>
                {t.parts.cancel}
              </button>
            </div>
          )}
        </div>
        <Preview
          row={row}
          mayWork={mayWork}
          onTake={take}
          onClear={() => setDialog('clear')}
          onEscalate={() => setDialog('escalate')}
        />
      </div>
      {dialog === 'clear' && <ClearDialog ids={targets.map(({ id }) => id)} onClose={close} onDone={done} />}
      {dialog === 'escalate' && (
        <EscalateDialog ids={targets.map(({ id }) => id)} onClose={close} onDone={done} />
      )}
    </Page>
  );
}
