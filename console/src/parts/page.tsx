import { type ReactNode, useEffect } from 'react';
import { Go } from './go.tsx';
import { Icon } from './icons.tsx';

interface PageProps {
  readonly title: string;
  /** Beside the title, muted: a count, a number. */
  readonly aside?: ReactNode;
  readonly back?: { readonly href: string; readonly text: string };
  readonly actions?: ReactNode;
  /** Under the title: who, state, deadline. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
  /** The page fills the window and its parts scroll on their own. */
  readonly fixed?: boolean;
  readonly className?: string;
}

export function Page({
  title,
  aside,
  back,
  actions,
  lead,
  children,
  fixed = false,
  className = '',
}: PageProps) {
  useEffect(() => {
    document.title = `${title} · Atalaya`;
  }, [title]);
  return (
    <div className={`page ${fixed ? 'page-fixed' : ''} ${className}`}>
      <header className="page-head">
        <div className="page-title">
          {back !== undefined && (
            <Go href={back.href} className="page-back" aria-label={back.text} title={back.text}>
              <Icon name="back" />
            </Go>
          )}
          <h1>{title}</h1>
          {aside !== undefined && <span className="page-aside">{aside}</span>}
          {actions !== undefined && <div className="page-actions">{actions}</div>}
        </div>
        {lead !== undefined && <div className="page-lead">{lead}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page: a heading over a hairline, no box. */
export function Section({
  title,
  aside,
  children,
  id,
  className = '',
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
  className?: string;
}) {
  return (
    <section className={`section ${className}`} id={id} aria-label={title}>
      <header className="section-head">
        <h2>{title}</h2>
        {aside !== undefined && <span className="section-aside">{aside}</span>}
      </header>
      {children}
    </section>
  );
}

/** Pairs of a name and what is known; what is not known is left out. */
export function Facts({ items }: { items: readonly (readonly [name: string, value: ReactNode])[] }) {
  const known = items.filter(
    ([, value]) => value !== undefined && value !== null && value !== false && value !== '',
  );
  return (
    <dl className="facts">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
