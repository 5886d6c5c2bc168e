import type { ScenarioProblem } from '@atalaya/contract/rule-sets.ts';
import { problemIn } from '@atalaya/contract/scenario-problems.ts';
import { useEffect, useRef } from 'react';
import { useFormats } from '../../app/formats.tsx';
import { useTexts } from '../../texts/catalogue.ts';

const LINE_PX = 20;

interface TextAreaProps {
  readonly text: string;
  readonly onChange: ((text: string) => void) | undefined;
  readonly problems: readonly ScenarioProblem[];
  /** Where to stand at first. */
  readonly line: number | undefined;
}

/** Plain text with numbered lines; a line with a problem is marked and says what is wrong. */
export function TextArea({ text, onChange, problems, line }: TextAreaProps) {
  const t = useTexts().ruleSets;
  const { language } = useFormats();
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = text.split('\n');
  const wrong = new Map<number, string[]>();
  for (const problem of problems)
    wrong.set(problem.line, [...(wrong.get(problem.line) ?? []), problemIn(language, problem.message)]);
  useEffect(() => {
    if (line === undefined || area.current === null) return;
    const start =
      area.current.value
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    area.current.focus();
    area.current.setSelectionRange(start, start);
    area.current.parentElement?.parentElement?.scrollTo({ top: Math.max(0, (line - 6) * LINE_PX) });
  }, [line]);
  return (
    <div className="yaml-editor">
      <ol className="yaml-lines" aria-hidden="true">
        {lines.map((_, i) => (
          <li key={i} className={wrong.has(i + 1) ? 'yaml-wrong' : ''} title={wrong.get(i + 1)?.join('\n')}>
            {i + 1}
          </li>
        ))}
      </ol>
      <textarea
        ref={area}
        aria-label={t.text}
        value={text}
        style={{ height: (lines.length + 2) * LINE_PX }}
        readOnly={onChange === undefined}
        onChange={(event) => onChange?.(event.target.value)}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        wrap="off"
      />
    </div>
  );
}
