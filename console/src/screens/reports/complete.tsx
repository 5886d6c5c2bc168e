import type { ReportView } from '@atalaya/contract/reports.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { Field } from '../../parts/field.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { Section } from '../../parts/page.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { answerFor } from './answers.ts';

/** What a rule misses: the path of the form, and the name under which it is answered. */
function missingFields(report: ReportView): { name: string; path: string }[] {
  const known = new Map(report.preview.map(({ path, value }) => [path, value]));
  const seen = new Set<string>();
  return report.rules.flatMap(({ action, path }) => {
    const name = answerFor(path, (at) => known.get(at));
    if (name === undefined || action !== 'reject' || (known.get(path) ?? '') !== '' || seen.has(name))
      return [];
    seen.add(name);
    return [{ name, path }];
  });
}

/** The draft's own fields, and one for each thing that a rule misses. */
export function Complete({ report }: { report: ReportView }) {
  const t = useTexts();
  const c = t.reports.complete;
  const f = useFormats();
  const { sending, error, send } = useSending();
  const [changed, setChanged] = useState<Partial<ReportView['fields']>>({});
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const fields = { ...report.fields, ...changed };
  const missing = missingFields(report);
  const answered = Object.keys(report.fields.subject ?? {}).filter((name) =>
    missing.every((one) => one.name !== name),
  );
  const asked = [...missing, ...answered.map((name) => ({ name, path: undefined }))];
  const labelOf = (name: string, path: string | undefined): string => {
    const line = report.preview.find((one) => one.path === path);
    return line === undefined ? name : f.pick(line.label);
  };
  const messageOf = (path: string | undefined): string | undefined => {
    const finding = report.rules.find((rule) => rule.action === 'reject' && rule.path === path);
    return finding === undefined ? undefined : f.pick(finding.message);
  };
  const save = async (): Promise<void> => {
    const subject = { ...report.fields.subject, ...answers };
    const body = { ...changed, ...(Object.keys(answers).length === 0 ? {} : { subject }) };
    if (!(await send(() => api.editReport({ params: { id: report.id }, body })))) return;
    setChanged({});
    setAnswers({});
    say(c.saved);
  };
  const dirty = Object.keys(changed).length + Object.keys(answers).length > 0;
  return (
    <Section title={c.title}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {asked.map(({ name, path }) => (
          <Field
            key={name}
            label={labelOf(name, path)}
            error={fieldErrorOf(error, `subject.${name}`) ?? messageOf(path)}
          >
            <input
              name={name}
              value={answers[name] ?? report.fields.subject?.[name] ?? ''}
              onChange={(event) => setAnswers((before) => ({ ...before, [name]: event.target.value }))}
            />
          </Field>
        ))}
        <div className="form-row">
          <Field label={c.month} error={fieldErrorOf(error, 'month')}>
            <input
              type="month"
              value={fields.month ?? report.month}
              onChange={(event) => setChanged((before) => ({ ...before, month: event.target.value }))}
            />
          </Field>
          <Field label={c.priority} error={fieldErrorOf(error, 'priority')}>
            <select
              value={fields.priority ?? report.priority}
              onChange={(event) =>
                setChanged((before) => ({
                  ...before,
                  priority: event.target.value === '24h' ? '24h' : 'normal',
                }))
              }
            >
              <option value="24h">{t.words.priority['24h']}</option>
              <option value="normal">{t.words.priority.normal}</option>
            </select>
          </Field>
        </div>
        <Field label={c.alertType} hint={c.alertTypeHint} error={fieldErrorOf(error, 'alert_type')}>
          <input
            className="mono"
            inputMode="numeric"
            pattern="[1-9][0-9]{2,3}"
            value={fields.alert_type ?? ''}
            onChange={(event) => setChanged((before) => ({ ...before, alert_type: event.target.value }))}
          />
        </Field>
        <Field label={c.narrative} hint={c.narrativeHint} error={fieldErrorOf(error, 'narrative')}>
          <textarea
            rows={6}
            value={fields.narrative ?? ''}
            onChange={(event) => setChanged((before) => ({ ...before, narrative: event.target.value }))}
          />
        </Field>
        {error !== undefined && <ErrorNote error={error} writing />}
        <div className="button-row">
          <button type="submit" className="button" disabled={sending || !dirty}>
            {c.save}
          </button>
        </div>
      </form>
    </Section>
  );
}
