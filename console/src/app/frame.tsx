import { Outlet, useRouterState } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useGo } from '../parts/go.tsx';
import { ErrorNote, Loading } from '../parts/notes.tsx';
import { Toasts } from '../parts/toasts.tsx';
import { path } from '../paths.ts';
import { SignIn } from '../screens/sign-in/sign-in.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { useKeyListener, useKeys } from './keys.tsx';
import { KeysHelp } from './keys-help.tsx';
import { Palette } from './palette.tsx';
import { Rail, useRailItems } from './rail.tsx';
import { SessionProvider, useSessionQuery } from './session.tsx';
import { StatusLine } from './status-line.tsx';

/** The door: whoever is not signed in sees sign-in, and comes back to the view they asked for. */
export function Root() {
  const session = useSessionQuery();
  const signingIn = useRouterState({
    select: ({ location }) => location.pathname === '/sign-in' || location.hash.startsWith('token='),
  });
  if (session.isPending) return <div className="boot" />;
  if (session.error !== null && session.data === undefined)
    return (
      <main className="boot-error">
        <ErrorNote error={session.error} retry={() => void session.refetch()} />
      </main>
    );
  if (session.data === null || session.data === undefined || signingIn) return <SignIn />;
  return (
    <SessionProvider view={session.data}>
      <Frame />
    </SessionProvider>
  );
}

function Frame() {
  const t = useTexts();
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  const go = useGo();
  const items = useRailItems();
  const place = useRouterState({ select: (state) => state.location.pathname });
  useKeyListener();
  useKeys([
    {
      keys: 'mod+k',
      text: t.frame.keyTexts.palette,
      group: 'everywhere',
      inFields: true,
      run: () => setPalette((open) => !open),
    },
    { keys: '/', text: t.frame.keyTexts.filter, group: 'everywhere', run: focusFilter },
    { keys: '?', text: t.frame.keyTexts.help, group: 'everywhere', run: () => setHelp(true) },
    { keys: 'Escape', text: t.frame.keyTexts.leave, group: 'everywhere', inFields: true, run: leaveField },
    ...items.map(({ name, href, key }) => ({
      keys: `g ${key}`,
      text: t.frame.screens[name],
      group: 'everywhere' as const,
      run: () => go(href),
    })),
    { keys: 'g m', text: t.frame.screens.imports, group: 'everywhere', run: () => go(path.imports()) },
  ]);
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {t.frame.skip}
      </a>
      <Rail onSearch={() => setPalette(true)} />
      <main id="content" className="content" tabIndex={-1} key={place}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <StatusLine onKeys={() => setHelp(true)} />
      {palette && <Palette onClose={() => setPalette(false)} />}
      {help && <KeysHelp onClose={() => setHelp(false)} />}
      <Toasts />
    </div>
  );
}

function focusFilter(): void {
  document
    .querySelector<HTMLElement>('#content [data-filter], #content select, #content input[type="search"]')
    ?.focus();
}

function leaveField(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
