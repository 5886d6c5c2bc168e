import type { ReportDue } from '@atalaya/contract/reports.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { Field } from '../../parts/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';

type Reason = NonNullable<ReportDue['dismissed_reason']>;
const REASONS = [
  'already_reported',
  'not_reportable',
  'below_threshold',
  'exempt',
  'wrong_data',
] as const satisfies readonly Reason[];

/** An officer says why no report is due after all. */
export function DismissDialog({ due, onClose }: { due: ReportDue; onClose: () => void }) {
  const t = useTexts();
  const d = t.dues;
  const { sending, error, send } = useSending();
  const [reason, setReason] = useState<Reason>('already_reported');
  const [note, setNote] = useState('');
  const submit = async (): Promise<void> => {
    const body = { reason, note: note.trim() };
    if (!(await send(() => api.dismissReportDue({ params: { id: due.id }, body })))) return;
    say(d.dismissed);
    onClose();
  };
  return (
    <FormDialog
      title={d.dismissTitle}
      onClose={onClose}
      onSubmit={() => void submit()}
      submit={d.dismiss}
      disabled={sending || note.trim() === ''}
      error={error}
    >
      <p className="soft">{d.dismissLead}</p>
      <Field label={d.reason}>
        <select
          value={reason}
          onChange={(event) => setReason(REASONS.find((one) => one === event.target.value) ?? reason)}
        >
          {REASONS.map((one) => (
            <option key={one} value={one}>
              {d.reasons[one]}
            </option>
          ))}
        </select>
      </Field>
      <Field label={d.note} error={fieldErrorOf(error, 'note')}>
        <textarea required maxLength={256} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
