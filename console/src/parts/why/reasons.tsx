import type { Reason } from '@atalaya/contract/decisions.ts';
import { useFormats } from '../../app/formats.tsx';
import { isRuleScenario } from '../../codes.ts';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { Go } from '../go.tsx';
import { Outcome, Risk } from '../marks.tsx';
import { Moment } from '../values.tsx';
import { UsedValues } from './used-values.tsx';
import { WindowContents } from './window-contents.tsx';

interface ReasonItem {
  readonly event_id?: string;
  readonly decided_at?: string;
  readonly reason: Reason;
}

/** Why: each scenario that fired, as a sentence, with the figures behind it and the events inside its windows. */
export function Reasons({ items, event }: { items: readonly ReasonItem[]; event?: string }) {
  const t = useTexts();
  const f = useFormats();
  return (
    <ol className="reasons">
      {items.map(({ reason, event_id, decided_at }) => (
        <li key={`${event_id} ${reason.scenario} ${decided_at}`}>
          <div className="reason-words">
            <header>
              <Risk level={reason.severity} />
              {isRuleScenario(reason.scenario) ? (
                <Go href={path.scenario(reason.scenario)}>{f.pick(reason.title)}</Go>
              ) : (
                <strong>{f.pick(reason.title)}</strong>
              )}
              <Outcome value={reason.outcome} />
            </header>
            <p className="reason-text">{f.pick(reason.text)}</p>
            {event_id !== undefined && decided_at !== undefined && (
              <p className="small muted">
                <Go href={path.event(event_id)} className="mono">
                  {event_id}
                </Go>{' '}
                · {t.alerts.decided} <Moment at={decided_at} />
              </p>
            )}
          </div>
          <UsedValues values={reason.values} />
          {reason.values.some(({ kind }) => kind === 'aggregate') && (
            <WindowContents event={event_id ?? event ?? ''} scenario={reason.scenario} />
          )}
        </li>
      ))}
    </ol>
  );
}
