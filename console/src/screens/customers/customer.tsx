import type { CustomerView } from '@atalaya/contract/customers.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { Risk } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Page, Section } from '../../parts/page.tsx';
import { Table } from '../../parts/table.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { useAlertColumns } from '../alerts/columns.tsx';
import { EventTable } from '../events/event-table.tsx';
import { RelationshipWord } from './customers.tsx';
import { EraseDialog, RelationshipDialog } from './dialogs.tsx';
import { Profile } from './profile.tsx';
import { RiskSum } from './risk-sum.tsx';
import { Wallets } from './wallets.tsx';
import './customer.css';

export function CustomerPage() {
  const t = useTexts();
  const id = useParam('id');
  const back = { href: path.customers(), text: t.customers.title };
  const { data, error, refetch } = useQuery({
    queryKey: ['customer', id],
    queryFn: ({ signal }) => api.getCustomer({ params: { id } }, { signal }),
    refetchInterval: 10_000,
  });
  if (data === undefined)
    return (
      <Page title={t.customers.title} back={back}>
        {error === null ? (
          <Loading />
        ) : (
          <div className="section">
            <ErrorNote error={error} retry={() => void refetch()} />
          </div>
        )}
      </Page>
    );
  return (
    <Page
      title={data.display_name}
      aside={<span className="mono">{data.reference}</span>}
      back={back}
      actions={<CustomerActions customer={data} />}
      lead={
        <>
          <Risk level={data.risk.rating} />
          <RelationshipWord state={data.state} />
          <span>{t.words.customerKind[data.kind]}</span>
        </>
      }
    >
      <div className="customer-columns">
        <div>
          <Notices customer={data} />
          <Section title={t.customers.risk}>
            <RiskSum risk={data.risk} />
          </Section>
          <Activity id={data.id} />
        </div>
        <div className="side">
          <Section title={t.customers.profile}>
            <Profile customer={data} />
          </Section>
        </div>
      </div>
    </Page>
  );
}

function Notices({ customer }: { customer: CustomerView }) {
  const t = useTexts().customers;
  const f = useFormats();
  return (
    <>
      {customer.erased && (
        <div className="section">
          <div className="note-box">
            <strong>{t.erasedTitle}.</strong> {t.erasedText}
          </div>
        </div>
      )}
      {customer.warnings.length > 0 && (
        <div className="section">
          <div className="note-box ochre">
            <strong>{t.warnings}.</strong>{' '}
            {customer.warnings.map((warning) => f.pick(warning.text)).join(' ')}
          </div>
        </div>
      )}
    </>
  );
}

function CustomerActions({ customer }: { customer: CustomerView }) {
  const t = useTexts().customers;
  const { may } = useSession();
  const [dialog, setDialog] = useState<'relationship' | 'erase'>();
  const close = (): void => setDialog(undefined);
  return (
    <>
      {!customer.erased && (
        <Go
          className="button"
          href={path.screen({
            name: customer.display_name,
            kind: customer.kind,
            birth: customer.birth_date,
            country: customer.country,
          })}
        >
          {t.screen}
        </Go>
      )}
      {may('customers:write') && (
        <button type="button" className="button" onClick={() => setDialog('relationship')}>
          {t.relationship.change}
        </button>
      )}
      {may('customers:erase') && !customer.erased && (
        <button type="button" className="button quiet" onClick={() => setDialog('erase')}>
          {t.erase.action}
        </button>
      )}
      {dialog === 'relationship' && <RelationshipDialog customer={customer} onClose={close} />}
      {dialog === 'erase' && <EraseDialog customer={customer} onClose={close} />}
    </>
  );
}

/** What the customer did, with whom, and what was found: each part live on its own. */
function Activity({ id }: { id: string }) {
  const t = useTexts();
  const { may } = useSession();
  const columns = useAlertColumns({ customer: false, state: true });
  const wallets = useQuery({
    queryKey: ['wallets', id],
    queryFn: () => api.listWallets({ query: { customer: id, limit: 50 } }),
  });
  const events = useQuery({
    queryKey: ['customer events', id],
    queryFn: () => api.listEvents({ query: { customer: id, limit: 12 } }),
    refetchInterval: 5_000,
  });
  const alerts = useQuery({
    queryKey: ['customer alerts', id],
    queryFn: () => api.listAlerts({ query: { customer: id, limit: 20 } }),
    enabled: may('alerts:read'),
  });
  return (
    <>
      {may('alerts:read') && (
        <Section title={t.customers.alerts}>
          {(alerts.data?.items.length ?? 0) === 0 ? (
            <p className="muted">{t.customers.noAlerts}</p>
          ) : (
            <Table
              label={t.customers.alerts}
              rows={alerts.data?.items ?? []}
              columns={columns}
              rowKey={(row) => row.id}
              href={(row) => path.alert(row.id)}
              inline
              keys={false}
            />
          )}
        </Section>
      )}
      <Section
        title={t.customers.events}
        aside={<Go href={path.events({ customer: id })}>{t.customers.allEvents}</Go>}
      >
        {events.data?.items.length === 0 ? (
          <p className="muted">{t.customers.noEvents}</p>
        ) : (
          <EventTable rows={events.data?.items ?? []} />
        )}
      </Section>
      <Section title={t.customers.wallets}>
        <Wallets rows={wallets.data?.items ?? []} />
      </Section>
    </>
  );
}
