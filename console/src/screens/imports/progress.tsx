import type { ImportView } from '@atalaya/contract/imports.ts';
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
