import type { CustomerView } from '@atalaya/contract/customers.ts';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { known, RELATIONSHIP_STATES } from '../../codes.ts';
import { Field } from '../../parts/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { useTexts } from '../../texts/catalogue.ts';

interface Props {
  readonly customer: CustomerView;
  readonly onClose: () => void;
}

export function RelationshipDialog({ customer, onClose }: Props) {
  const t = useTexts();
  const r = t.customers.relationship;
  const { sending, error, send } = useSending();
  const [state, setState] = useState(customer.state);
  const [reason, setReason] = useState('');
  const save = async (): Promise<void> => {
    const done = await send(() =>
      api.setRelationship({ params: { id: customer.id }, body: { state, reason: reason.trim() } }),
    );
    if (!done) return;
    say(r.saved);
    onClose();
  };
  return (
    <FormDialog
      title={r.title}
      onClose={onClose}
      onSubmit={() => void save()}
      submit={t.parts.save}
      disabled={sending || state === customer.state || reason.trim() === ''}
      error={error}
    >
      <Field label={r.state}>
        <select
          value={state}
          onChange={(event) => setState(known(RELATIONSHIP_STATES, event.target.value) ?? state)}
        >
          {RELATIONSHIP_STATES.map((code) => (
            <option key={code} value={code}>
              {t.words.relationship[code]}
            </option>
          ))}
        </select>
      </Field>
      <Field label={r.reason} hint={r.reasonHint} error={fieldErrorOf(error, 'reason')}>
        <textarea
          required
          maxLength={256}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

/** Cannot be undone: asks for the legal basis and for the reference, typed by hand. */
export function EraseDialog({ customer, onClose }: Props) {
  const t = useTexts();
  const e = t.customers.erase;
  const { sending, error, send } = useSending();
  const [basis, setBasis] = useState('');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const ready = basis.trim() !== '' && reason.trim() !== '' && typed === customer.reference;
  const erase = async (): Promise<void> => {
    const body = { reason: reason.trim(), legal_basis: basis.trim() };
    if (!(await send(() => api.eraseCustomer({ params: { id: customer.id }, body })))) return;
    say(e.done);
    onClose();
  };
  return (
    <FormDialog
      title={e.title}
      onClose={onClose}
      onSubmit={() => {
        if (ready) void erase();
      }}
      submit={e.button}
      disabled={sending || !ready}
      signal
      error={error}
    >
      <p>{e.lead}</p>
      <Field label={e.basis} hint={e.basisHint} error={fieldErrorOf(error, 'legal_basis')}>
        <input required maxLength={256} value={basis} onChange={(event) => setBasis(event.target.value)} />
      </Field>
      <Field label={e.reason} error={fieldErrorOf(error, 'reason')}>
        <textarea
          required
          maxLength={256}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <Field label={e.confirm(customer.reference)}>
        <input
          className="mono"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
