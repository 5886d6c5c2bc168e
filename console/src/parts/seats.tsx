import { initials } from '../format/words.ts';
import { Icon } from './icons.tsx';
import { Moment } from './values.tsx';

interface Seat {
  readonly role: string;
  readonly name: string;
  readonly at?: string | undefined;
  readonly mine?: boolean;
}

/** Two chairs, two people: who has sat down, and that the other must be someone else. */
export function Seats({
  first,
  second,
}: {
  first: Seat;
  second: Seat & { readonly blocked?: boolean; readonly taken?: boolean };
}) {
  return (
    <ol className="seats">
      <li className="seat">
        <span className="seat-mark" aria-hidden="true">
          {initials(first.name)}
        </span>
        <span>
          <span className="muted small">{first.role}</span>
          <strong>{first.name}</strong>
          {first.at !== undefined && (
            <span className="muted small">
              <Moment at={first.at} />
            </span>
          )}
        </span>
      </li>
      <li
        className={`seat ${second.taken === true ? '' : 'seat-free'} ${second.blocked === true ? 'seat-blocked' : ''}`}
      >
        <span className="seat-mark" aria-hidden="true">
          {second.taken === true ? (
            initials(second.name)
          ) : second.blocked === true ? (
            <Icon name="lock" size={14} />
          ) : (
            '?'
          )}
        </span>
        <span>
          <span className="muted small">{second.role}</span>
          <strong>{second.name}</strong>
          {second.at !== undefined && (
            <span className="muted small">
              <Moment at={second.at} />
            </span>
          )}
        </span>
      </li>
    </ol>
  );
}
