import type { CaseView } from '@atalaya/contract/cases.ts';
import { useQueries } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { Go, useGo } from '../../parts/go.tsx';
import { Risk, StateWord } from '../../parts/marks.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Facts, Section } from '../../parts/page.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Amount } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { ReportState } from '../reports/report-state.tsx';

export function CustomerRail({ view }: { view: CaseView }) {
  const t = useTexts();
  const f = useFormats();
  const customer = view.customer_view;
  const labels = t.customers.fields;
  return (
    <Section title={t.cases.customer}>
      <p>
        <Go href={path.customer(customer.id)} className="strong">
          {customer.display_name}
        </Go>
      </p>
      <p className="customer-risk">
        <Risk level={customer.risk.rating} />
        <span className="muted">{t.cases.points(customer.risk.points)}</span>
      </p>
      <ul className="risk-reasons">
        {customer.risk.reasons.map((reason) => (
          <li key={reason.code}>
            <span className="num">+{f.count(reason.points)}</span> {f.pick(reason.text)}
          </li>
        ))}
      </ul>
      <Facts
        items={[
          [
            labels.reference,
            <span key="r" className="mono">
              {customer.reference}
            </span>,
          ],
          [labels.relationship, t.words.relationship[customer.state]],
          [
            labels.occupation,
            customer.occupation === undefined ? undefined : wordOf(t.words.occupation, customer.occupation),
          ],
          [
            labels.purpose,
            customer.purpose === undefined ? undefined : wordOf(t.words.purpose, customer.purpose),
          ],
          [
            labels.income,
            customer.declared_monthly_income && <Amount key="i" {...customer.declared_monthly_income} />,
          ],
          [
            labels.volume,
            customer.declared_monthly_volume && <Amount key="v" {...customer.declared_monthly_volume} />,
          ],
          [labels.registered, customer.registered_at && f.date(customer.registered_at.slice(0, 10))],
        ]}
      />
    </Section>
  );
}

/** The reports of the case; roles that may not know that one exists do not see this part. */
export function ReportRail({ view }: { view: CaseView }) {
  const t = useTexts();
  const go = useGo();
  const { may } = useSession();
  const { sending, error, send } = useSending();
  const reports = useQueries({
    queries: view.reports.map((id) => ({
      queryKey: ['report', id],
      queryFn: () => api.getReport({ params: { id } }),
      enabled: may('reports:read'),
    })),
  });
  if (!may('reports:read')) return null;
  const draft = () =>
    send(async () => {
      const report = await api.draftReport({ params: { id: view.id }, body: {} });
      go(path.report(report.id));
    });
  return (
    <Section title={t.cases.report}>
      <ul className="case-reports">
        {reports.map(({ data }, index) => (
          <li key={view.reports[index]}>
            <Go href={path.report(view.reports[index] ?? '')}>{data?.reference ?? view.reports[index]}</Go>
            {data === undefined ? <StateWord tone="muted">…</StateWord> : <ReportState state={data.state} />}
          </li>
        ))}
      </ul>
      {view.reports.length === 0 && <p className="muted">{t.cases.noReport}</p>}
      {error !== undefined && <ErrorNote error={error} writing />}
      {may('reports:write') && view.reports.length === 0 && view.state !== 'closed' && (
        <div className="form draft-report">
          <button type="button" className="button" disabled={sending} onClick={() => void draft()}>
            {t.cases.draftReport}
          </button>
          <p className="small muted">{t.cases.draftLead}</p>
        </div>
      )}
    </Section>
  );
}
