import type { ReactNode } from 'react';
import { useTexts } from '../texts/catalogue.ts';
import { Dialog } from './dialog.tsx';
import { ErrorNote } from './notes.tsx';

interface FormDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  /** What the sending button says. */
  readonly submit: string;
  readonly disabled: boolean;
  /** The sending button warns: what it does stops money or cannot be undone. */
  readonly signal?: boolean;
  /** Why the change was refused, if it was. */
  readonly error: unknown;
  readonly children: ReactNode;
}

/** A dialog that sends one form: the fields given, the refusal if any, cancel and send. */
export function FormDialog({
  title,
  onClose,
  onSubmit,
  submit,
  disabled,
  signal = false,
  error,
  children,
}: FormDialogProps) {
  const { parts } = useTexts();
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {children}
        {error !== undefined && <ErrorNote error={error} writing />}
        <div className="dialog-foot">
          <button type="button" className="button quiet" onClick={onClose}>
            {parts.cancel}
          </button>
          <button type="submit" className={signal ? 'button signal' : 'button primary'} disabled={disabled}>
            {submit}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
