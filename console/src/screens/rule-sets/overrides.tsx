import { COUNTRIES } from '@atalaya/contract/countries.ts';
import { RISK_RATINGS } from '@atalaya/contract/customers.ts';
import { useFormats } from '../../app/formats.tsx';
import { Icon } from '../../parts/icons.tsx';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { isOutside, type WrittenOverride, type WrittenParameter } from './yaml-lines.ts';

/** What a person types where a value is written: nothing that would end it. */
export const plainText = (typed: string): string => typed.replaceAll(/[{}\n]/g, '');

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
      <select
        aria-label={label(r.overrideTier)}
        value={tier}
        disabled={onChange === undefined}
        onChange={(event) => put('tier', event.target.value)}
      >
        <option value="">{r.anyTier}</option>
        {RISK_RATINGS.map((rating) => (
          <option key={rating} value={rating}>
            {wordOf(t.words.severity, rating)}
          </option>
        ))}
      </select>
      <select
        aria-label={label(r.overrideCountry)}
        value={jurisdiction}
        disabled={onChange === undefined}
        onChange={(event) => put('jurisdiction', event.target.value)}
      >
        <option value="">{r.anyCountry}</option>
        {COUNTRIES.map((code) => ({ code, name: f.country(code) }))
          .sort((a, b) => a.name.localeCompare(b.name, f.language))
          .map((country) => (
            <option key={country.code} value={country.code}>
              {country.name}
            </option>
          ))}
      </select>
      <input
        aria-label={label(r.overrideValue)}
        aria-invalid={wrong}
        value={value}
        readOnly={onChange === undefined}
        spellCheck={false}
        onChange={(event) => onChange?.({ ...override, value: plainText(event.target.value) })}
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
