import type { ReactNode } from 'react';
import { problemOf, sentenceOf, statusOf } from '../api/problem.ts';
import { useFormats } from '../app/formats.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { Icon } from './icons.tsx';

/** What would be here and how to make it appear. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      <svg width="72" height="36" viewBox="0 0 72 36" aria-hidden="true">
        <path d="M0 35.500h72" className="empty-line" />
        <path d="M8 35c8-9 18-12 26-9s14 3 20-1 9-3 14 1" className="empty-line" />
        <path d="M42 24 43 12h5l1 12zM40.500 8.500 45.500 5l5 3.500z" className="empty-tower" />
        <path d="M41.800 8.500h7.400V12h-7.400z" className="empty-light" />
      </svg>
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

function useAdvice(error: unknown): string {
  const { errors } = useTexts().parts;
  const status = statusOf(error);
  if (status === 0) return errors.doRetry;
  if (status === 403) return errors.doDenied;
  if (status === 404) return errors.doMissing;
  if (status === 409) return errors.doConflict;
  if (status === 400 || status === 413 || status === 422) return errors.doFix;
  return errors.doLater;
}

interface ErrorNoteProps {
  readonly error: unknown;
  readonly title?: string;
  readonly retry?: (() => void) | undefined;
  /** A change was refused: what was typed is still there. */
  readonly writing?: boolean;
}

/** What happened, what was not lost, what to do. */
export function ErrorNote({ error, title, retry, writing = false }: ErrorNoteProps) {
  const { parts } = useTexts();
  const { language } = useFormats();
  const advice = useAdvice(error);
  const problem = problemOf(error);
  const items = problem?.errors?.slice(0, 8) ?? [];
  return (
    <div className="error-note" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{title ?? (writing ? parts.errors.title : parts.errors.loadTitle)}</strong>
        <p>{sentenceOf(error, language, parts.errors.unreachable)}</p>
        {items.length > 0 && (
          <ul>
            {items.map((item) => (
              <li key={`${item.row} ${item.field} ${item.message}`}>
                {item.row !== undefined && `${parts.errors.row(item.row)} · `}
                {item.field !== undefined && <code>{item.field}</code>} {item.message}
              </li>
            ))}
          </ul>
        )}
        <p className="muted">
          {writing ? parts.errors.lost : parts.errors.nothingLost} {advice}
        </p>
        {problem !== undefined && (
          <p className="muted mono small">
            {parts.errors.code} {problem.code}
            {problem.request !== undefined && ` · ${parts.errors.request} ${problem.request}`}
          </p>
        )}
        {retry !== undefined && (
          <button type="button" className="button" onClick={retry}>
            {parts.errors.retry}
          </button>
        )}
      </div>
    </div>
  );
}

export function Loading() {
  const { parts } = useTexts();
  return (
    <p className="loading" role="status">
      {parts.loading}
    </p>
  );
}
