import type { ImportView } from '@atalaya/contract/imports.ts';
import { useFormats } from '../../app/formats.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { useTexts } from '../../texts/catalogue.ts';

export const isMoving = (state: ImportView['state']): boolean =>
  ['receiving', 'waiting', 'running'].includes(state);

export function ImportState({ state }: { state: ImportView['state'] }) {
  const { words } = useTexts();
  const [mark, tone] = (
    {
      receiving: ['↓', 'plain'],
      waiting: ['○', 'muted'],
      running: ['◐', 'plain'],
      paused: ['❙❙', 'ochre'],
      done: ['✓', 'calm'],
      failed: ['▲', 'signal'],
    } as const
  )[state];
  return <StateWord tone={tone}>{`${mark} ${words.importState[state]}`}</StateWord>;
}

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
