import type { CaseView } from '@atalaya/contract/cases.ts';
import { useMemo, useState } from 'react';
import { useFilter } from '../../app/place.ts';
import { FlowGraph } from '../../flow/flow-graph.tsx';
import { FlowTable } from '../../flow/flow-table.tsx';
import { edgesByEvent } from '../../flow/links.ts';
import { useGo } from '../../parts/go.tsx';
import { Section } from '../../parts/page.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { Story } from './story.tsx';

const NONE: readonly string[] = [];

/** The timeline and the money, side by side: what is chosen in one stands out in the other. */
export function StoryAndFlow({ view }: { view: CaseView }) {
  const t = useTexts().cases;
  const go = useGo();
  const { focus } = useFilter(['focus']);
  const [edges, setEdges] = useState<readonly string[]>(NONE);
  const links = useMemo(() => edgesByEvent(view.events, view.flow), [view.events, view.flow]);
  const lit = new Set(focus === undefined ? edges : (links.get(focus) ?? NONE));
  const steps = new Set(
    focus !== undefined
      ? [focus]
      : edges.length === 0
        ? NONE
        : [...links].filter(([, keys]) => keys.some((key) => lit.has(key))).map(([reference]) => reference),
  );
  const chooseStep = (reference: string | undefined): void => {
    setEdges(NONE);
    go(path.case(view.id, reference), { replace: true });
  };
  const chooseEdges = (keys: readonly string[]): void => {
    setEdges(keys.length === edges.length && keys.every((key) => edges.includes(key)) ? NONE : keys);
    if (focus !== undefined) go(path.case(view.id), { replace: true });
  };
  return (
    <div className="story-band">
      <Section title={t.story} aside={t.steps(view.story.length)} className="story-section">
        <Story steps={view.story} chosen={steps} onChoose={chooseStep} at={focus} />
      </Section>
      <Section title={t.flow} aside={t.flowHint} className="flow-section">
        {view.flow.nodes.length === 0 ? (
          <p className="muted">{t.flowEmpty}</p>
        ) : (
          <>
            <div className="flow-box">
              <FlowGraph graph={view.flow} chosen={lit} onChoose={chooseEdges} />
            </div>
            <FlowTable graph={view.flow} chosen={lit} />
          </>
        )}
      </Section>
    </div>
  );
}
