import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useSession } from '../../app/session.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Moment } from '../../parts/values.tsx';
import { useTexts } from '../../texts/catalogue.ts';
import { SecretDialog } from './secret.tsx';

interface Key {
  readonly id: string;
  readonly name: string;
}

export function Keys() {
  const t = useTexts();
  const k = t.settings.keys;
  const { may } = useSession();
  const { data, error, refetch } = useQuery({ queryKey: ['keys'], queryFn: () => api.listApiKeys() });
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [revoking, setRevoking] = useState<Key>();
  return (
    <>
      <p className="settings-actions">
        <span className="soft">{k.lead}</span>
        {may('access:write') && (
          <button type="button" className="button" onClick={() => setAdding(true)}>
            {k.add}
          </button>
        )}
      </p>
      {error !== null && data === undefined && <ErrorNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      {data?.items.length === 0 && <Empty title={k.emptyTitle}>{k.emptyText}</Empty>}
      {data !== undefined && data.items.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{k.name}</th>
              <th scope="col">{k.permissions}</th>
              <th scope="col">{k.created}</th>
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {data.items.map((key) => (
              <tr key={key.id}>
                <td>
                  <span className={key.revoked_at === undefined ? 'strong' : 'muted struck'}>{key.name}</span>{' '}
                  <span className="mono muted small">{key.id}</span>
                </td>
                <td className="mono small soft">{key.permissions.join(', ')}</td>
                <td className="nowrap soft">
                  <Moment at={key.created_at} />
                </td>
                <td className="right nowrap">
                  {key.revoked_at !== undefined ? (
                    <StateWord tone="muted">{k.revoked}</StateWord>
                  ) : may('access:write') ? (
                    <button type="button" className="button quiet slim" onClick={() => setRevoking(key)}>
                      {k.revoke}
                    </button>
                  ) : (
                    <StateWord tone="calm">{`✓ ${k.live}`}</StateWord>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {adding && (
        <AddKey
          onClose={() => setAdding(false)}
          onAdded={(made) => {
            setAdding(false);
            setSecret(made);
          }}
        />
      )}
      {secret !== undefined && (
        <SecretDialog
          title={k.secretTitle}
          text={k.secretText}
          secret={secret}
          onClose={() => setSecret(undefined)}
        />
      )}
      {revoking !== undefined && <Revoke of={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
}

function AddKey({ onClose, onAdded }: { onClose: () => void; onAdded: (secret: string) => void }) {
  const t = useTexts();
  const k = t.settings.keys;
  const { view, entity: chosen } = useSession();
  const { sending, error, send } = useSending();
  const [name, setName] = useState('');
  const [entity, setEntity] = useState(chosen?.id ?? '');
  const add = () =>
    send(async () => onAdded((await api.createApiKey({ body: { name: name.trim(), entity } })).secret));
  return (
    <FormDialog
      title={k.add}
      onClose={onClose}
      onSubmit={() => void add()}
      submit={k.create}
      disabled={sending || name.trim() === ''}
      error={error}
    >
      <Field label={k.name} hint={k.nameHint} error={fieldErrorOf(error, 'name')}>
        <input required maxLength={256} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={k.entity} error={fieldErrorOf(error, 'entity')}>
        <select value={entity} onChange={(event) => setEntity(event.target.value)}>
          {view.entities.map((item) => (
            <option key={item.entity.id} value={item.entity.id}>
              {item.entity.name}
            </option>
          ))}
        </select>
      </Field>
    </FormDialog>
  );
}

function Revoke({ of, onClose }: { of: Key; onClose: () => void }) {
  const t = useTexts();
  const k = t.settings.keys;
  const { sending, error, send } = useSending();
  const revoke = async (): Promise<void> => {
    if (!(await send(() => api.revokeApiKey({ params: { id: of.id } })))) return;
    say(k.revokedSaid);
    onClose();
  };
  return (
    <Dialog title={k.revokeTitle(of.name)} onClose={onClose}>
      <p>{k.revokeText}</p>
      {error !== undefined && <ErrorNote error={error} writing />}
      <div className="dialog-foot">
        <button type="button" className="button quiet" onClick={onClose}>
          {t.parts.cancel}
        </button>
        <button type="button" className="button signal" disabled={sending} onClick={() => void revoke()}>
          {k.revoke}
        </button>
      </div>
    </Dialog>
  );
}
