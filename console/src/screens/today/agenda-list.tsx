import type { Overview } from '@atalaya/contract/overview.ts';
import { useFormats, useNow } from '../../app/formats.tsx';
import { useListKeys } from '../../app/use-list-keys.ts';
import { formatSpan, msUntil, urgencyOf } from '../../format/times.ts';
import { Go } from '../../parts/go.tsx';
import { RiskShape } from '../../parts/marks.tsx';
import { Empty } from '../../parts/notes.tsx';
import { basisText } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { agendaOf, type Item } from './agenda.ts';

/** Like a departure board: time left first, then what to do, for whom, and by which article. */
export function AgendaList({ overview }: { overview: Overview }) {
  const t = useTexts().today;
  const now = useNow();
  const items = agendaOf(overview);
  const at = useListKeys(items.map(({ href }) => href));
  const { counts } = overview.needs_me;
  if (items.length === 0)
    return (
      <Empty
        title={t.nothing}
        action={
          <Go className="button" href={path.alerts({ state: 'open' })}>
            {t.toQueue}
          </Go>
        }
      >
        {t.nothingDo}
      </Empty>
    );
  const groupOf = (item: Item) => (item.due === undefined ? 'none' : urgencyOf(msUntil(item.due, now)));
  return (
    <>
      <ol className="agenda">
        {items.map((item, index) => {
          const group = groupOf(item);
          const before = items[index - 1];
          return (
            <li key={`${item.kind} ${item.id}`} className={`agenda-${group}`}>
              {(before === undefined || groupOf(before) !== group) && (
                <h3 className="agenda-group">{t.groups[group]}</h3>
              )}
              <AgendaItem
                item={item}
                index={index}
                active={index === at}
                left={item.due === undefined ? undefined : msUntil(item.due, now)}
              />
            </li>
          );
        })}
      </ol>
      <p className="agenda-foot">
        <Go href={path.alerts({ state: 'open' })}>
          {t.queueLine(counts.open_alerts, counts.unassigned_alerts)}
        </Go>
      </p>
    </>
  );
}

function useWords(item: Item): { verb: string; what: string; detail: string } {
  const t = useTexts();
  const f = useFormats();
  const { today } = t;
  const basis = item.basis === undefined ? undefined : basisText(item.basis, t);
  const detail = [item.who, item.by === undefined ? undefined : today.proposedBy(item.by), basis]
    .filter((word) => word !== undefined)
    .join(' · ');
  if (item.kind === 'report')
    return {
      verb: wordOf(today.verbs.report, item.reportState ?? ''),
      what: item.who ?? '',
      detail: basis ?? '',
    };
  if (item.kind === 'duty')
    return {
      verb: t.dues.verb,
      what: t.dues.ofMonth(item.number ?? 0, f.month(item.month ?? '')),
      detail: basis ?? '',
    };
  if (item.kind === 'release')
    return { verb: t.releases.verb, what: t.releases.what(item.number ?? 0), detail };
  if (item.kind === 'hold') {
    const amount =
      item.amount === undefined ? '' : `${f.amount(item.amount, item.asset ?? '')} ${item.asset ?? ''}`;
    return { verb: today.verbs.hold, what: today.held(amount), detail };
  }
  const title = item.title === undefined ? '' : f.pick(item.title);
  const what = item.number === undefined ? title : `${today.caseNumber(item.number)} · ${title}`;
  return { verb: today.verbs[item.kind], what, detail };
}

function AgendaItem({
  item,
  index,
  active,
  left,
}: {
  item: Item;
  index: number;
  active: boolean;
  left: number | undefined;
}) {
  const { words } = useTexts();
  const f = useFormats();
  const { verb, what, detail } = useWords(item);
  return (
    <Go href={item.href} className={active ? 'agenda-item active' : 'agenda-item'} data-list-index={index}>
      <span className="agenda-left">
        {left === undefined ? (
          '—'
        ) : (
          <time
            dateTime={item.due}
            title={item.due === undefined ? '' : f.exact(item.due)}
          >{`${left < 0 ? '−' : ''}${formatSpan(left)}`}</time>
        )}
      </span>
      <span className="agenda-verb">{verb}</span>
      <span className="agenda-what">
        <span className="clip">
          {item.level !== undefined && (
            <>
              <RiskShape level={item.level} />{' '}
              <span className="visually-hidden">{words.severity[item.level]}</span>
            </>
          )}
          {what}
        </span>
        <span className="clip muted small">{detail}</span>
      </span>
    </Go>
  );
}
