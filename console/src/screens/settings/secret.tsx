import { Dialog } from '../../parts/dialog.tsx';
import { say } from '../../parts/toasts.tsx';
import { useTexts } from '../../texts/catalogue.ts';

/** Something shown once and never again. */
export function SecretDialog({
  title,
  text,
  secret,
  onClose,
}: {
  title: string;
  text: string;
  secret: string;
  onClose: () => void;
}) {
  const t = useTexts();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret);
    say(t.parts.copied);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <pre className="code secret">{secret}</pre>
      <div className="dialog-foot">
        <button type="button" className="button" onClick={() => void copy()}>
          {t.parts.copy}
        </button>
        <button type="button" className="button primary" onClick={onClose}>
          {t.parts.close}
        </button>
      </div>
    </Dialog>
  );
}
