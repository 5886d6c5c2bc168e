import type { UserView } from '@atalaya/contract/access.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { fieldErrorOf } from '../../api/problem.ts';
import { useSession } from '../../app/session.tsx';
import { ROLES } from '../../codes.ts';
import { Field } from '../../parts/field.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { SecretDialog } from './secret.tsx';

type Grant = UserView['grants'][number];

export function Users() {
  const t = useTexts();
  const u = t.settings.users;
  const { may, view } = useSession();
  const { data, error, refetch } = useQuery({ queryKey: ['users'], queryFn: () => api.listUsers() });
  const [adding, setAdding] = useState(false);
  const [token, setToken] = useState<string>();
  const entityName = (id: string): string =>
    view.entities.find(({ entity }) => entity.id === id)?.entity.name ?? id;
  return (
    <>
      {may('access:write') && (
        <p className="settings-actions">
          <button type="button" className="button" onClick={() => setAdding(true)}>
            {u.add}
          </button>
        </p>
      )}
      {error !== null && data === undefined && <ErrorNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{u.name}</th>
            <th scope="col">{u.email}</th>
            <th scope="col">{u.roles}</th>
            <th scope="col" />
          </tr>
        </thead>
        <tbody>
          {data?.items.map((user) => (
            <tr key={user.id}>
              <td className="strong">{user.name}</td>
              <td className="soft">{user.email}</td>
              <td>
                {user.grants.map((grant) => (
                  <div key={`${grant.entity} ${grant.role}`}>
                    {u.roleIn(t.words.role[grant.role], entityName(grant.entity))}
                  </div>
                ))}
              </td>
              <td className="right">
                {user.active ? (
                  <StateWord tone="calm">{`✓ ${u.active}`}</StateWord>
                ) : (
                  <StateWord tone="muted">{u.inactive}</StateWord>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {adding && (
        <AddUser
          onClose={() => setAdding(false)}
          onAdded={(secret) => {
            setAdding(false);
            setToken(secret);
          }}
        />
      )}
      {token !== undefined && (
        <SecretDialog
          title={u.linkTitle}
          text={u.linkText}
          secret={`${location.origin}${path.signIn()}#token=${token}`}
          onClose={() => setToken(undefined)}
        />
      )}
    </>
  );
}

function AddUser({ onClose, onAdded }: { onClose: () => void; onAdded: (token: string) => void }) {
  const t = useTexts();
  const u = t.settings.users;
  const { view } = useSession();
  const { sending, error, send } = useSending();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [grants, setGrants] = useState<readonly Grant[]>([]);
  const has = (grant: Grant): boolean =>
    grants.some(({ entity, role }) => entity === grant.entity && role === grant.role);
  const toggle = (grant: Grant): void =>
    setGrants(
      has(grant)
        ? grants.filter(({ entity, role }) => entity !== grant.entity || role !== grant.role)
        : [...grants, grant],
    );
  const add = () =>
    send(async () => {
      const body = {
        name: name.trim(),
        email: email.trim(),
        grants: [...grants],
        ...(password === '' ? {} : { password }),
      };
      onAdded((await api.createUser({ body })).token);
    });
  return (
    <FormDialog
      title={u.add}
      onClose={onClose}
      onSubmit={() => void add()}
      submit={u.create}
      disabled={sending || grants.length === 0 || name.trim() === '' || email === ''}
      error={error}
    >
      <Field label={u.name} error={fieldErrorOf(error, 'name')}>
        <input required maxLength={256} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label={u.email} error={fieldErrorOf(error, 'email')}>
        <input type="email" required value={email} onChange={(event) => setEmail(event.target.value)} />
      </Field>
      <Field label={u.password} hint={u.passwordHint} error={fieldErrorOf(error, 'password')}>
        <input
          type="password"
          autoComplete="new-password"
          minLength={12}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      {view.entities.map(({ entity }) => (
        <fieldset key={entity.id} className="roles">
          <legend>{entity.name}</legend>
          {ROLES.map((role) => (
            <label key={role}>
              <input
                type="checkbox"
                checked={has({ entity: entity.id, role })}
                onChange={() => toggle({ entity: entity.id, role })}
              />{' '}
              {t.words.role[role]}
            </label>
          ))}
        </fieldset>
      ))}
    </FormDialog>
  );
}
