import { Fragment, type ReactNode } from 'react';

/** A sentence of the catalogue with parts put in its `{slots}`: word order stays the language's own. */
export function Sentence({ text, slots }: { text: string; slots: Readonly<Record<string, ReactNode>> }) {
  const pieces = text.split(/\{(\w+)\}/);
  return (
    <>
      {pieces.map((piece, index) => (
        // The pieces of a sentence never move: their place is their key.
        <Fragment key={index}>{index % 2 === 0 ? piece : slots[piece]}</Fragment>
      ))}
    </>
  );
}

interface WordChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}

/** A word inside a filter sentence that opens the browser's own list of choices. */
export function WordChoice({ label, value, options, onChange }: WordChoiceProps) {
  return (
    <span className={value === '' ? 'word-choice' : 'word-choice word-chosen'}>
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([code, text]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}
