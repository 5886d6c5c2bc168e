import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { statusOf } from './api/problem.ts';
import { keptPreferences, PreferencesProvider, usePreferences } from './app/preferences.tsx';
import { fetchScreens, router } from './app/router.tsx';
import { SESSION_KEY } from './app/session.tsx';
import { type Catalogue, loadCatalogue, TextsContext } from './texts/catalogue.ts';
import '@fontsource/ibm-plex-sans/400.css';
import '@fontsource/ibm-plex-sans/500.css';
import '@fontsource/ibm-plex-sans/600.css';
import '@fontsource/ibm-plex-mono/400.css';
import '@fontsource/ibm-plex-mono/500.css';
import './styles/main.css';

/** A refused request is not repeated; an unreachable server is asked once more. A lost session ends everywhere. */
const client = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => statusOf(error) === 0 && count < 1,
      staleTime: 1_000,
      refetchOnWindowFocus: true,
    },
  },
});
client.getQueryCache().subscribe(({ type, query }) => {
  if (type === 'updated' && statusOf(query.state.error) === 401) client.setQueryData(SESSION_KEY, null);
});

function Texts({ first }: { first: Catalogue }) {
  const { language } = usePreferences().preferences;
  const [catalogue, setCatalogue] = useState(first);
  useEffect(() => {
    let current = true;
    void loadCatalogue(language).then((loaded) => {
      if (current) setCatalogue(loaded);
    });
    return () => {
      current = false;
    };
  }, [language]);
  return (
    <TextsContext value={catalogue}>
      <RouterProvider router={router} />
    </TextsContext>
  );
}

const place = document.getElementById('root');
if (place !== null) {
  const first = await loadCatalogue(keptPreferences().language);
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <PreferencesProvider>
          <Texts first={first} />
        </PreferencesProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
  requestIdleCallback?.(fetchScreens);
}
