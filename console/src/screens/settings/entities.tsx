import type { EntityInput } from '@atalaya/contract/access.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useSession } from '../../app/session.tsx';
import { Field } from '../../parts/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';

export function Entities() {
  const t = useTexts();
  const e = t.settings.entities;
  const { may } = useSession();
  const { data, error, refetch } = useQuery({ queryKey: ['entities'], queryFn: () => api.listEntities() });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <p className="settings-actions">
        <span className="soft">{e.lead}</span>
        {may('access:write') && (
          <button type="button" className="button" onClick={() => setAdding(true)}>
            {e.add}
          </button>
        )}
      </p>
      {error !== null && data === undefined && <ErrorNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{e.name}</th>
            <th scope="col">{e.code}</th>
            <th scope="col">{e.jurisdiction}</th>
            <th scope="col">{e.currency}</th>
            <th scope="col">{e.zone}</th>
            <th scope="col">{e.taxId}</th>
            <th scope="col">{e.domain}</th>
          </tr>
        </thead>
        <tbody>
          {data?.items.map((entity) => (
            <tr key={entity.id}>
              <td className="strong">{entity.name}</td>
              <td className="mono">{entity.code}</td>
              <td>{entity.jurisdiction}</td>
              <td>{entity.currency}</td>
              <td className="soft">{entity.time_zone}</td>
              <td className="mono">{entity.tax_id ?? '—'}</td>
              <td className="mono">{entity.platform_domain ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {adding && <AddEntity onClose={() => setAdding(false)} />}
    </>
  );
}

const FIRST: EntityInput = {
  code: '',
  name: '',
  jurisdiction: 'MX',
  currency: 'MXN',
  time_zone: 'America/Mexico_City',
};

function AddEntity({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const e = t.settings.entities;
  const { sending, error, send } = useSending();
  const [draft, setDraft] = useState(FIRST);
  const field = (name: keyof EntityInput) => ({
    value: draft[name] ?? '',
    onChange: (event: { target: { value: string } }) =>
      setDraft((before) => ({ ...before, [name]: event.target.value })),
  });
  const add = async (): Promise<void> => {
    const { tax_id, platform_domain, ...rest } = draft;
    const body = { ...rest, ...(tax_id ? { tax_id } : {}), ...(platform_domain ? { platform_domain } : {}) };
    if (!(await send(() => api.createEntity({ body })))) return;
    say(e.created);
    onClose();
  };
  return (
    <FormDialog
      title={e.add}
      onClose={onClose}
      onSubmit={() => void add()}
      submit={e.create}
      disabled={sending}
      error={error}
    >
      <Field label={e.name} error={fieldErrorOf(error, 'name')}>
        <input required {...field('name')} />
      </Field>
      <div className="form-row">
        <Field label={e.code} hint={e.codeHint} error={fieldErrorOf(error, 'code')}>
          <input required pattern="[a-z][a-z0-9\-]{1,30}" className="mono" {...field('code')} />
        </Field>
        <Field label={e.jurisdiction} error={fieldErrorOf(error, 'jurisdiction')}>
          <input required pattern="[A-Z]{2}" maxLength={2} {...field('jurisdiction')} />
        </Field>
        <Field label={e.currency} error={fieldErrorOf(error, 'currency')}>
          <input required pattern="[A-Z]{3}" maxLength={3} {...field('currency')} />
        </Field>
      </div>
      <Field label={e.zone} error={fieldErrorOf(error, 'time_zone')}>
        <input required list="time-zones" {...field('time_zone')} />
      </Field>
      <datalist id="time-zones">
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <div className="form-row">
        <Field label={e.taxId} optional error={fieldErrorOf(error, 'tax_id')}>
          <input className="mono" {...field('tax_id')} />
        </Field>
        <Field label={e.domain} optional error={fieldErrorOf(error, 'platform_domain')}>
          <input className="mono" {...field('platform_domain')} />
        </Field>
      </div>
    </FormDialog>
  );
}
