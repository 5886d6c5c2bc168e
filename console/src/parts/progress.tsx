import { useFormats } from '../app/formats.tsx';

/** How far a long work is, as a share from 0 to 1. */
export function Progress({ share, label }: { share: number; label: string }) {
  const f = useFormats();
  const percent = Math.round(Math.max(0, Math.min(1, share)) * 100);
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      title={f.percent(share)}
    >
      <i style={{ width: `${percent}%` }} />
    </div>
  );
}
