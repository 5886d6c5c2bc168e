import { useRouterState } from '@tanstack/react-router';
import { useOverview } from '../api/queries.ts';
import { Go } from '../parts/go.tsx';
import { Icon, type IconName, Tower } from '../parts/icons.tsx';
import { path } from '../paths.ts';
import { useTexts } from '../texts/catalogue.ts';
import { useFormats } from './formats.tsx';
import { useSession } from './session.tsx';
import { UserMenu } from './user-menu.tsx';

export interface RailItem {
  readonly name: IconName & keyof ReturnType<typeof useTexts>['frame']['screens'];
  readonly href: string;
  /** The letter after `g`. */
  readonly key: string;
  readonly permission: string;
}

export const RAIL: readonly RailItem[] = [
  { name: 'today', href: path.today(), key: 'h', permission: 'session' },
  { name: 'alerts', href: path.alerts({ state: 'open' }), key: 'a', permission: 'alerts:read' },
  { name: 'cases', href: path.cases(), key: 'c', permission: 'cases:read' },
  { name: 'customers', href: path.customers(), key: 'p', permission: 'customers:read' },
  { name: 'events', href: path.events(), key: 'e', permission: 'activity:read' },
  { name: 'map', href: path.map(), key: 'm', permission: 'screening:read' },
  { name: 'scenarios', href: path.scenarios(), key: 's', permission: 'monitoring:read' },
  { name: 'screening', href: path.hits({ state: 'open,proposed' }), key: 'b', permission: 'screening:read' },
  { name: 'lists', href: path.lists(), key: 'l', permission: 'watchlists:read' },
  { name: 'reports', href: path.reports(), key: 'i', permission: 'reports:read' },
  { name: 'journal', href: path.journal(), key: 'd', permission: 'journal:read' },
  { name: 'settings', href: path.settings(), key: ',', permission: 'access:read' },
];

/** Screens reached from the scenarios. */
const OF_SCENARIOS: ReadonlySet<string> = new Set(['rule-sets', 'backtests', 'coverage']);

const first = (href: string): string => href.split(/[/?]/)[1] ?? '';

export function useRailItems(): readonly RailItem[] {
  const { may } = useSession();
  return RAIL.filter(({ permission }) => permission === 'session' || may(permission));
}

export function Rail({ onSearch }: { onSearch: () => void }) {
  const t = useTexts();
  const f = useFormats();
  const items = useRailItems();
  const place = useRouterState({ select: (state) => first(state.location.pathname) });
  const counts = useOverview().data?.needs_me.counts;
  const counted: Partial<Record<RailItem['name'], number | undefined>> = {
    alerts: counts?.open_alerts,
    cases: counts?.open_cases,
    reports: counts?.reports_due,
  };
  const waiting = { cases: (counts?.approvals ?? 0) > 0, reports: (counts?.reports_due ?? 0) > 0 } as const;
  return (
    <nav className="rail" aria-label={t.frame.mainNavigation}>
      <Go href={path.today()} className="rail-mark">
        <Tower />
        <span>Atalaya</span>
      </Go>
      <button type="button" className="rail-search" onClick={onSearch}>
        <Icon name="search" size={14} />
        <span>{t.frame.search}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <ul>
        {items.map(({ name, href, key }) => {
          const here =
            first(href) === place ||
            (name === 'events' && place === 'imports') ||
            (name === 'screening' && place === 'releases') ||
            (name === 'scenarios' && OF_SCENARIOS.has(place));
          const count = counted[name];
          const warm = (name === 'cases' || name === 'reports') && waiting[name];
          return (
            <li key={name}>
              <Go
                href={href}
                aria-current={here ? 'page' : undefined}
                title={`${t.frame.screens[name]} (g ${key})`}
              >
                <Icon name={name} />
                <span>{t.frame.screens[name]}</span>
                {count !== undefined && count > 0 && (
                  <span className={warm ? 'rail-count rail-count-warm' : 'rail-count'}>{f.count(count)}</span>
                )}
              </Go>
            </li>
          );
        })}
      </ul>
      <UserMenu />
    </nav>
  );
}
