import { cloneElement, type ReactElement, type ReactNode, useId } from 'react';
import { useTexts } from '../texts/catalogue.ts';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly children: ReactElement<{ id?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }>;
}

/** A label over its control, with the hint and the server's words about this field tied to it. */
export function Field({ label, hint, error, optional = false, children }: FieldProps) {
  const t = useTexts();
  const id = useId();
  const described = error !== undefined || hint !== undefined ? `${id}-note` : undefined;
  return (
    <div className={error === undefined ? 'field' : 'field field-wrong'}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="muted"> · {t.parts.optional}</span>}
      </label>
      {cloneElement(children, {
        id,
        ...(described === undefined ? {} : { 'aria-describedby': described }),
        ...(error === undefined ? {} : { 'aria-invalid': true }),
      })}
      {described !== undefined && (
        <p id={described} className="field-note">
          {error ?? hint}
        </p>
      )}
    </div>
  );
}
