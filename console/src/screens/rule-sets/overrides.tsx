import { COUNTRIES } from '@atalaya/contract/countries.ts';
import { RISK_RATINGS } from '@atalaya/contract/customers.ts';
import { useFormats } from '../../app/formats.tsx';
import { Icon } from '../../parts/icons.tsx';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import {
  isOutside,
  shownValue,
  typedValue,
  type WrittenOverride,
  type WrittenParameter,
} from './yaml-lines.ts';

/** Values of a parameter's own for a risk, a country or a time. */
export function Overrides({
  parameter,
  overrides,
  onChange,
}: {
  parameter: WrittenParameter;
  overrides: readonly WrittenOverride[];
  onChange: ((overrides: readonly WrittenOverride[]) => void) | undefined;
}) {
  const r = useTexts().ruleSets;
  const set = (at: number, override: WrittenOverride | null): void =>
    onChange?.(overrides.flatMap((one, i) => (i !== at ? [one] : override === null ? [] : [override])));
  return (
    <>
      {overrides.length > 0 && (
        <ul className="own-values">
          {overrides.map((override, i) => (
            <Override
              key={i}
              parameter={parameter}
              override={override}
              onChange={onChange && ((changed) => set(i, changed))}
            />
          ))}
        </ul>
      )}
      {onChange !== undefined && (
        <button
          type="button"
          className="button quiet slim"
          onClick={() => onChange([...overrides, { tier: 'high', value: parameter.value }])}
        >
          {r.addOverride}
        </button>
      )}
    </>
  );
}

function Override({
  parameter: { name, min, max },
  override,
  onChange,
}: {
  parameter: WrittenParameter;
  override: WrittenOverride;
  onChange: ((override: WrittenOverride | null) => void) | undefined;
}) {
  const t = useTexts();
  const r = t.ruleSets;
  const f = useFormats();
  const { tier = '', jurisdiction = '', value = '', from, until, source } = override;
  const wrong = min !== undefined && max !== undefined && isOutside(value, min, max);
  const also = [
    from === undefined ? '' : r.overrideFrom(from),
    until === undefined ? '' : r.overrideUntil(until),
    source ?? '',
  ].filter((part) => part !== '');
  const put = (member: 'tier' | 'jurisdiction', chosen: string): void => {
    const { [member]: _before, ...rest } = override;
    onChange?.(chosen === '' ? rest : { [member]: chosen, ...rest });
  };
  const label = (what: string): string => `${name}: ${what}`;
  return (
    <li>
      <Choice
        label={label(r.overrideTier)}
        any={r.anyTier}
        value={tier}
        options={RISK_RATINGS.map((rating) => [rating, wordOf(t.words.severity, rating)])}
        onChange={onChange && ((chosen) => put('tier', chosen))}
      />
      <Choice
        label={label(r.overrideCountry)}
        any={r.anyCountry}
        value={jurisdiction}
        options={COUNTRIES.map((code): Option => [code, f.country(code)]).sort(([, a], [, b]) =>
          a.localeCompare(b, f.language),
        )}
        onChange={onChange && ((chosen) => put('jurisdiction', chosen))}
      />
      <input
        aria-label={label(r.overrideValue)}
        aria-invalid={wrong}
        value={shownValue(value)}
        readOnly={onChange === undefined}
        spellCheck={false}
        onChange={(event) => onChange?.({ ...override, value: typedValue(value, event.target.value) })}
      />
      {onChange !== undefined && (
        <button
          type="button"
          className="button quiet square"
          aria-label={label(r.dropOverride)}
          title={r.dropOverride}
          onClick={() => onChange(null)}
        >
          <Icon name="close" />
        </button>
      )}
      {wrong && <p className="field-note danger">▲ {r.outOfBounds(min, max)}</p>}
      {also.length > 0 && <p className="small muted">{also.join(' · ')}</p>}
    </li>
  );
}

/** A value and what it is called. */
type Option = readonly [string, string];

function Choice({
  label,
  any,
  value,
  options,
  onChange,
}: {
  label: string;
  /** What no choice is called. */
  any: string;
  value: string;
  options: readonly Option[];
  onChange: ((chosen: string) => void) | undefined;
}) {
  return (
    <select
      aria-label={label}
      value={value}
      disabled={onChange === undefined}
      onChange={(event) => onChange?.(event.target.value)}
    >
      <option value="">{any}</option>
      {options.map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
