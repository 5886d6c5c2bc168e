import type { ReportView } from '@atalaya/contract/reports.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Facts, Page, Section } from '../../parts/page.tsx';
import { Deadline, Hash, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { Act } from './act.tsx';
import { AuthorityForm } from './authority-form.tsx';
import { Complete } from './complete.tsx';
import { ReportState } from './report-state.tsx';
import { SchemaState } from './schema-state.tsx';
import './report.css';

const REACHED: Readonly<Record<ReportView['state'], number>> = {
  draft: 0,
  proposed: 1,
  approved: 2,
  filed: 3,
  accepted: 4,
  refused: 4,
  withdrawn: 0,
};

export function ReportPage() {
  const t = useTexts();
  const id = useParam('id');
  const { may } = useSession();
  const back = { href: path.reports(), text: t.reports.title };
  const { data, error, refetch } = useQuery({
    queryKey: ['report', id],
    queryFn: ({ signal }) => api.getReport({ params: { id } }, { signal }),
    refetchInterval: 5_000,
  });
  if (data === undefined)
    return (
      <Page title={t.reports.title} back={back}>
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
      title={wordOf(t.words.reportFormat, data.format)}
      aside={<span className="mono">{data.reference}</span>}
      back={back}
      lead={
        <>
          <ReportState state={data.state} />
          {data.due_at !== undefined && <Deadline at={data.due_at} basis={data.due_basis} />}
          <Go href={path.customer(data.customer_id)}>{data.customer_name ?? data.customer_id}</Go>
          <Go href={path.case(data.case_id)}>{t.reports.caseOf}</Go>
        </>
      }
    >
      <Steps state={data.state} />
      <div className="report-columns">
        <AuthorityForm report={data} />
        <div className="side">
          <Act report={data} />
          {data.state === 'draft' && may('reports:write') && <Complete report={data} />}
          {data.receipt !== undefined && <Receipt report={data} />}
          <SchemaState schema={data.schema} />
        </div>
      </div>
    </Page>
  );
}

/** How far the report has come, as a line of steps. */
function Steps({ state }: { state: ReportView['state'] }) {
  const t = useTexts();
  const reached = REACHED[state];
  return (
    <ol className="steps">
      {t.reports.steps.map((step, index) => {
        const last = index === 4 && state === 'refused';
        return (
          <li
            key={step}
            className={index < reached ? 'step-done' : index === reached ? 'step-here' : ''}
            aria-current={index === reached ? 'step' : undefined}
          >
            <span aria-hidden="true">
              {index < reached || (index === 4 && state === 'accepted') ? '✓' : last ? '✕' : index + 1}
            </span>
            {last ? t.words.reportState.refused : step}
          </li>
        );
      })}
    </ol>
  );
}

function Receipt({ report }: { report: ReportView }) {
  const t = useTexts().reports.receipt;
  const f = useFormats();
  const { receipt } = report;
  if (receipt === undefined) return null;
  return (
    <Section title={t.title}>
      <div className={receipt.accepted ? 'verdict' : 'verdict verdict-bad'}>
        <strong>{receipt.accepted ? `✓ ${t.accepted}` : `✕ ${t.refused}`}</strong>
        {receipt.note !== undefined && <p>{receipt.note}</p>}
      </div>
      <Facts
        items={[
          [
            t.folio,
            <span key="f" className="mono strong">
              {receipt.folio}
            </span>,
          ],
          [t.filed, report.filed_at !== undefined && <Moment key="a" at={report.filed_at} />],
          [t.received, <Moment key="r" at={receipt.received_at} />],
          [
            t.hash,
            report.sha256 !== undefined && (
              <Hash key="h" value={report.sha256} head={12} tail={8} what="SHA-256" />
            ),
          ],
          [
            t.inJournal,
            <Go key="j" href={path.entry(receipt.journal)} className="num">
              {f.count(receipt.journal)}
            </Go>,
          ],
        ]}
      />
    </Section>
  );
}
