import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import { api } from '../api/api.ts';
import { useGo } from '../parts/go.tsx';
import { Icon } from '../parts/icons.tsx';
import { path } from '../paths.ts';
import { useTexts } from '../texts/catalogue.ts';
import {
  actionItems,
  caseItems,
  customerItems,
  identifierItems,
  type PaletteItem,
  screenItems,
} from './palette-items.ts';
import { usePreferences } from './preferences.tsx';
import { useRailItems } from './rail.tsx';
import { useSession } from './session.tsx';

function useItems(query: string): PaletteItem[] {
  const t = useTexts();
  const { preferences, change } = usePreferences();
  const { may } = useSession();
  const rail = useRailItems();
  const searched = useDeferredValue(query.trim());
  const customers = useQuery({
    queryKey: ['palette', 'customers', searched],
    queryFn: ({ signal }) => api.listCustomers({ query: { q: searched, limit: 6 } }, { signal }),
    enabled: searched.length >= 2 && may('customers:read'),
    staleTime: 10_000,
  });
  const cases = useQuery({
    queryKey: ['palette', 'cases'],
    queryFn: ({ signal }) => api.listCases({ query: { limit: 200 } }, { signal }),
    enabled: searched !== '' && may('cases:read'),
    staleTime: 30_000,
  });
  const screens = screenItems(query, t, rail);
  if (query.trim() === '') return [...screens, ...actionItems('', t, change)];
  const someone: PaletteItem[] =
    /\p{L}{3}/u.test(query) && may('screening:read')
      ? [
          {
            id: 'screen name',
            group: t.frame.palette.actions,
            icon: 'lists',
            text: t.frame.palette.screenName(query.trim()),
            href: path.screen({ name: query.trim() }),
          },
        ]
      : [];
  return [
    ...identifierItems(query, t),
    ...screens,
    ...customerItems(customers.data?.items ?? [], t),
    ...caseItems(query, cases.data?.items ?? [], t, preferences.language),
    ...actionItems(query, t, change),
    ...someone,
  ];
}

/** Everything by name: screens, actions, people, cases, identifiers, addresses. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTexts().frame.palette;
  const go = useGo();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const items = useItems(query);
  const at = Math.min(chosen, items.length - 1);
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(
    () => list.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: 'nearest' }),
    [at],
  );
  const take = (item: PaletteItem | undefined): void => {
    if (item === undefined) return;
    onClose();
    item.run?.();
    if (item.href !== undefined) go(item.href);
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setChosen((at + step + items.length) % Math.max(1, items.length));
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      take(items[at]);
    }
  };
  return (
    <dialog
      ref={dialog}
      className="palette"
      aria-label={t.title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="palette-body">
        <div className="palette-input">
          <Icon name="search" />
          <input
            role="combobox"
            aria-expanded="true"
            aria-controls="palette-items"
            aria-activedescendant={items.length > 0 ? `palette-${at}` : undefined}
            aria-label={t.placeholder}
            placeholder={t.placeholder}
            value={query}
            onKeyDown={press}
            onChange={(event) => {
              setQuery(event.target.value);
              setChosen(0);
            }}
          />
        </div>
        <div className="palette-items" id="palette-items" role="listbox" aria-label={t.title} ref={list}>
          {items.length === 0 && <p className="muted">{t.nothing}</p>}
          {items.map((item, index) => (
            <div key={item.id}>
              {item.group !== items[index - 1]?.group && <p className="palette-group">{item.group}</p>}
              {/* The input keeps the focus; arrows and Enter choose. */}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
              <div
                id={`palette-${index}`}
                data-index={index}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className="palette-item"
                onPointerMove={() => setChosen(index)}
                onClick={() => take(item)}
              >
                <Icon name={item.icon} />
                <span>{item.text}</span>
                {item.aside !== undefined && <span className="palette-aside">{item.aside}</span>}
              </div>
            </div>
          ))}
        </div>
        <p className="palette-hint">{t.hint}</p>
      </div>
    </dialog>
  );
}
