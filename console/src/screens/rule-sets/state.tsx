import type { RuleSetRow } from '@atalaya/contract/rule-sets.ts';
import { StateWord } from '../../parts/marks.tsx';
import { useTexts } from '../../texts/catalogue.ts';

const MARKS = {
  draft: ['○', 'muted'],
  checked: ['✓', 'plain'],
  shadow: ['◐', 'ochre'],
  live: ['●', 'calm'],
  retired: ['–', 'muted'],
} as const;

export function RuleSetState({ row }: { row: Pick<RuleSetRow, 'state' | 'submitted_at'> }) {
  const t = useTexts().ruleSets;
  const [mark, tone] = MARKS[row.state];
  const word =
    row.state === 'draft' && row.submitted_at !== undefined ? t.states.submitted : t.states[row.state];
  return <StateWord tone={tone}>{`${mark} ${word}`}</StateWord>;
}
