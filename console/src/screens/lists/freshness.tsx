import type { WatchlistView } from '@atalaya/contract/watchlists.ts';
import { StateWord } from '../../parts/marks.tsx';
import { useTexts } from '../../texts/catalogue.ts';

export function Freshness({ list }: { list: WatchlistView }) {
  const t = useTexts().lists;
  if (list.current === undefined) return <StateWord tone="ochre">{`◆ ${t.missing}`}</StateWord>;
  if (list.stale) return <StateWord tone="signal">{`▲ ${t.stale}`}</StateWord>;
  return <StateWord tone="calm">{`✓ ${t.fresh}`}</StateWord>;
}

/** Added, removed and changed, with signs before colour. */
export function Delta({ added, removed, changed }: { added: string; removed: string; changed: string }) {
  return (
    <span className="delta num">
      <span>+{added}</span> <span>−{removed}</span> <span className="muted">~{changed}</span>
    </span>
  );
}
