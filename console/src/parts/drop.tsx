import { type ReactNode, useState } from 'react';
import { useTexts } from '../texts/catalogue.ts';

interface DropAreaProps {
  readonly text: string;
  readonly hint?: ReactNode;
  readonly accept?: string;
  readonly multiple?: boolean;
  readonly busy?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Takes files by drop, by click and by keyboard: a label over the browser's own file field. */
export function DropArea({ text, hint, accept, multiple = false, busy = false, onFiles }: DropAreaProps) {
  const t = useTexts();
  const [over, setOver] = useState(false);
  return (
    <label
      className={over ? 'drop drop-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <input
        type="file"
        accept={accept}
        multiple={multiple}
        disabled={busy}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <strong>{busy ? t.parts.loading : text}</strong>
      {hint !== undefined && <span className="small">{hint}</span>}
    </label>
  );
}
