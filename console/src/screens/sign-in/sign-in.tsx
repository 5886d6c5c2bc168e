import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../api/api.ts';
import { statusOf } from '../../api/problem.ts';
import { usePreferences } from '../../app/preferences.tsx';
import { SESSION_KEY } from '../../app/session.tsx';
import { LANGUAGES } from '../../format/locale.ts';
import { Field } from '../../parts/field.tsx';
import { useGo } from '../../parts/go.tsx';
import { Tower } from '../../parts/icons.tsx';
import { ErrorNote } from '../../parts/notes.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { Dusk } from './dusk.tsx';

/** The one-time token of the link, from `#token=…` or `?token=…`. */
function tokenInPlace(): string | undefined {
  const inHash = new URLSearchParams(location.hash.replace(/^#/, '')).get('token');
  return inHash ?? new URLSearchParams(location.search).get('token') ?? undefined;
}

export function SignIn() {
  const t = useTexts();
  const { preferences, change } = usePreferences();
  useEffect(() => {
    document.title = t.signIn.title;
  }, [t]);
  return (
    <div className="sign-in">
      <Dusk />
      <main className="sign-in-panel">
        <h1 className="sign-in-mark">
          <Tower size={34} />
          <span>Atalaya</span>
        </h1>
        <SignInForm />
        <div className="sign-in-languages">
          {LANGUAGES.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-pressed={language === preferences.language}
              onClick={() => change({ language })}
            >
              {t.frame.languages[language]}
            </button>
          ))}
        </div>
      </main>
    </div>
  );
}

function SignInForm() {
  const t = useTexts().signIn;
  const go = useGo();
  const client = useQueryClient();
  const [token] = useState(tokenInPlace);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [working, setWorking] = useState(token !== undefined);
  const [error, setError] = useState<unknown>();
  const used = useRef(false);
  const enter = async (body: { token: string } | { email: string; password: string }): Promise<void> => {
    setWorking(true);
    setError(undefined);
    try {
      const session = await api.signIn({ body });
      client.clear();
      client.setQueryData(SESSION_KEY, session);
      if (location.pathname === '/sign-in' || location.hash !== '') go(path.today(), { replace: true });
    } catch (caught) {
      setError(caught);
      setWorking(false);
    }
  };
  useEffect(() => {
    if (token === undefined || used.current) return;
    used.current = true;
    void enter({ token });
  });
  if (working && token !== undefined) return <p role="status">{t.withToken}</p>;
  const spent = token !== undefined && error !== undefined && statusOf(error) !== 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void enter({ email, password });
      }}
    >
      <p className="sign-in-lead">{t.lead}</p>
      {spent && (
        <p className="sign-in-refused" role="alert">
          <strong>{t.tokenSpent}</strong> {t.tokenSpentDo}
        </p>
      )}
      {!spent && statusOf(error) !== undefined && statusOf(error) !== 0 && (
        <p className="sign-in-refused" role="alert">
          {t.refused}
        </p>
      )}
      {error !== undefined && statusOf(error) === 0 && <ErrorNote error={error} />}
      <Field label={t.email}>
        <input
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label={t.password}>
        <input
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <button type="submit" className="button primary" disabled={working}>
        {working ? t.working : t.submit}
      </button>
      <p className="muted small">{t.hint}</p>
    </form>
  );
}
