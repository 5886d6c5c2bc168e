import type { ReportRow } from '@atalaya/contract/reports.ts';
import { StateWord } from '../../parts/marks.tsx';
import { useTexts } from '../../texts/catalogue.ts';

const MARKS: Readonly<
  Record<ReportRow['state'], readonly [mark: string, tone: 'plain' | 'signal' | 'ochre' | 'calm' | 'muted']>
> = {
  draft: ['○', 'plain'],
  proposed: ['◐', 'ochre'],
  approved: ['◑', 'ochre'],
  filed: ['→', 'plain'],
  accepted: ['✓', 'calm'],
  refused: ['✕', 'signal'],
  withdrawn: ['–', 'muted'],
};

export function ReportState({ state }: { state: ReportRow['state'] }) {
  const { words } = useTexts();
  const [mark, tone] = MARKS[state];
  return <StateWord tone={tone}>{`${mark} ${words.reportState[state]}`}</StateWord>;
}
