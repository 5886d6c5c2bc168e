import { OUTCOMES, SEVERITIES } from '@atalaya/contract/decisions.ts';
import { Field } from '../../parts/field.tsx';
import { Section } from '../../parts/page.tsx';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { Overrides } from './overrides.tsx';
import {
  isOutside,
  parametersInText,
  parametersOf,
  shownValue,
  topMember,
  typedValue,
  type WrittenOverride,
  type WrittenParameter,
  withOutcome,
  withOverrides,
  withParameter,
  withTopMember,
} from './yaml-lines.ts';

/** The figures people change most, over the same text; everything else is written as text. */
export function ScenarioForm({
  text,
  onChange,
}: {
  text: string;
  onChange: ((text: string) => void) | undefined;
}) {
  const t = useTexts();
  const r = t.ruleSets;
  const parameters = parametersOf(text);
  const others = parametersInText(text);
  const hours = topMember(text, 'hold_hours');
  const choice = (
    name: string,
    values: readonly string[],
    words: Readonly<Record<string, string>>,
    changed = (value: string): string => withTopMember(text, name, value),
  ) => (
    <select
      value={topMember(text, name) ?? ''}
      disabled={onChange === undefined}
      onChange={(event) => onChange?.(changed(event.target.value))}
    >
      {values.map((value) => (
        <option key={value} value={value}>
          {wordOf(words, value)}
        </option>
      ))}
    </select>
  );
  return (
    <>
      <Section title={r.weight}>
        <div className="line-form">
          <Field label={t.scenarios.columns.severity}>
            {choice('severity', SEVERITIES, t.words.severity)}
          </Field>
          <Field label={t.scenarios.columns.outcome}>
            {choice('outcome', OUTCOMES, t.words.outcome, (value) => withOutcome(text, value))}
          </Field>
          {hours !== undefined && (
            <Field label={r.holdHours}>
              <input
                type="number"
                min={1}
                max={720}
                value={hours}
                readOnly={onChange === undefined}
                onChange={(event) => {
                  const { value } = event.target;
                  if (value !== '') onChange?.(withTopMember(text, 'hold_hours', value));
                }}
              />
            </Field>
          )}
        </div>
      </Section>
      <Section title={t.scenarios.parameters} aside={r.parametersHint}>
        {parameters.length === 0 ? (
          others.length === 0 && <p className="muted">{t.scenarios.noParameters}</p>
        ) : (
          <div className="parameter-fields">
            {parameters.map((parameter) => (
              <Parameter
                key={parameter.name}
                parameter={parameter}
                onValue={onChange && ((value) => onChange(withParameter(text, parameter, value)))}
                onOverrides={onChange && ((overrides) => onChange(withOverrides(text, parameter, overrides)))}
              />
            ))}
          </div>
        )}
        {others.length > 0 && <p className="small muted">{r.inText(others.join(', '))}</p>}
      </Section>
      <Section title={t.scenarios.condition} aside={r.conditionHint}>
        <pre className="code">{blockOf(text, 'when')}</pre>
      </Section>
    </>
  );
}

function Parameter({
  parameter,
  onValue,
  onOverrides,
}: {
  parameter: WrittenParameter;
  onValue: ((value: string) => void) | undefined;
  onOverrides: ((overrides: readonly WrittenOverride[]) => void) | undefined;
}) {
  const r = useTexts().ruleSets;
  const { name, value, unit, min, max, overrides } = parameter;
  const wrong =
    min !== undefined && max !== undefined && isOutside(value, min, max)
      ? r.outOfBounds(min, max)
      : undefined;
  const bounds = min === undefined || max === undefined ? '' : r.between(min, max);
  const hint = [wordOf(r.units, unit), bounds].filter((part) => part !== '').join(' · ');
  return (
    <div>
      <Field label={name} hint={hint} error={wrong}>
        <input
          value={shownValue(value)}
          readOnly={onValue === undefined}
          spellCheck={false}
          onChange={(event) => onValue?.(typedValue(value, event.target.value))}
        />
      </Field>
      <Overrides parameter={parameter} overrides={overrides} onChange={onOverrides} />
    </div>
  );
}

/** A member of the text with the lines under it. */
function blockOf(text: string, name: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`${name}:`));
  if (start < 0) return '';
  const end = lines.findIndex((line, i) => i > start && /^\S/.test(line));
  return lines
    .slice(start, end < 0 ? undefined : end)
    .join('\n')
    .replace(new RegExp(`^${name}:\\s*(>-|\\|-?)?\\s*`), '')
    .trim();
}
