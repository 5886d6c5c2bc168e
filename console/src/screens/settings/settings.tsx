import { useParam } from '../../app/place.ts';
import { Go } from '../../parts/go.tsx';
import { Page } from '../../parts/page.tsx';
import { path, type SettingsTab } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { Entities } from './entities.tsx';
import { Keys } from './keys.tsx';
import { Schemas } from './schemas.tsx';
import { Users } from './users.tsx';
import './settings.css';

const TABS: readonly SettingsTab[] = ['users', 'keys', 'entities', 'schemas'];

export function Settings() {
  const t = useTexts().settings;
  const named = useParam('tab');
  const tab = TABS.find((each) => each === named) ?? 'users';
  return (
    <Page title={t.title}>
      <nav className="tabs">
        {TABS.map((each) => (
          <Go
            key={each}
            href={path.settings(each === 'users' ? undefined : each)}
            aria-current={each === tab ? 'page' : undefined}
          >
            {t.tabs[each]}
          </Go>
        ))}
      </nav>
      <div className="section settings">
        {tab === 'users' && <Users />}
        {tab === 'keys' && <Keys />}
        {tab === 'entities' && <Entities />}
        {tab === 'schemas' && <Schemas />}
      </div>
    </Page>
  );
}
