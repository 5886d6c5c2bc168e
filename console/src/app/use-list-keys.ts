import { useState } from 'react';
import { useGo } from '../parts/go.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { useKeys } from './keys.tsx';

/** j and k over a list that is not a table; Enter opens. Answers the position, −1 before the first move. */
export function useListKeys(hrefs: readonly string[]): number {
  const t = useTexts().frame.keyTexts;
  const go = useGo();
  const [at, setAt] = useState(-1);
  const move = (next: number): void => {
    const kept = Math.max(0, Math.min(hrefs.length - 1, next));
    setAt(kept);
    document.querySelector(`[data-list-index="${kept}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  useKeys([
    { keys: 'j', text: t.next, group: 'table', run: () => move(at + 1) },
    { keys: 'k', text: t.previous, group: 'table', run: () => move(at - 1) },
    {
      keys: 'Enter',
      text: t.open,
      group: 'table',
      run: () => {
        const href = hrefs[at];
        if (href !== undefined) go(href);
      },
    },
  ]);
  return at;
}
