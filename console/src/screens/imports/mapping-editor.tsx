import { Field } from '../../parts/field.tsx';
import { useTexts } from '../../texts/catalogue.ts';
import type { CsvHead } from './csv-head.ts';
import { type Draft, MEMBERS, type Member, REQUIRED, type Source, TIME_FORMATS } from './mapping.ts';

interface EditorProps {
  readonly draft: Draft;
  readonly head: CsvHead;
  readonly onChange: (change: Partial<Draft>) => void;
}

const FIXED = '\u0000fixed';

/** Each member of the canonical shape, and the column or fixed value it comes from, with what the first row says. */
export function MappingEditor({ draft, head, onChange }: EditorProps) {
  const p = useTexts().imports.page;
  const set = (member: Member, source: Source): void =>
    onChange({ sources: { ...draft.sources, [member]: source } });
  return (
    <table className="plain-table mapping">
      <thead>
        <tr>
          <th scope="col">{p.member}</th>
          <th scope="col">{p.column}</th>
          <th scope="col">{p.sample}</th>
        </tr>
      </thead>
      <tbody>
        {MEMBERS[draft.kind].map((member) => (
          <Line
            key={member}
            member={member}
            draft={draft}
            head={head}
            onSet={(source) => set(member, source)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface LineProps {
  readonly member: Member;
  readonly draft: Draft;
  readonly head: CsvHead;
  readonly onSet: (source: Source) => void;
}

function Line({ member, draft, head, onSet }: LineProps) {
  const t = useTexts();
  const p = t.imports.page;
  const source = draft.sources[member] ?? {};
  const fixed = source.column === undefined && source.constant !== undefined;
  const column = source.column === undefined ? -1 : head.header.indexOf(source.column);
  const required = REQUIRED[draft.kind].includes(member);
  return (
    <tr className={source.column === undefined && !fixed ? 'mapping-unset' : ''}>
      <th scope="row">
        <span>
          {p.members[member]} {required && <span className="state-ochre small">{p.required}</span>}
        </span>
        <code className="muted small">{member}</code>
      </th>
      <td>
        <div className="mapping-source">
          <select
            aria-label={`${p.members[member]}: ${p.column}`}
            value={fixed ? FIXED : (source.column ?? '')}
            onChange={({ target }) =>
              onSet(
                target.value === ''
                  ? {}
                  : target.value === FIXED
                    ? { constant: '' }
                    : { column: target.value },
              )
            }
          >
            <option value="">{p.noColumn}</option>
            {head.header.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
            <option value={FIXED}>{p.fixed}</option>
          </select>
          {fixed && (
            <input
              className="mono"
              aria-label={`${p.members[member]}: ${p.constant}`}
              value={source.constant ?? ''}
              onChange={(event) => onSet({ constant: event.target.value })}
            />
          )}
        </div>
      </td>
      <td className="mono small soft">
        {column >= 0 &&
          head.rows
            .slice(0, 3)
            .map((row) => row[column] ?? '')
            .join(' · ')}
      </td>
    </tr>
  );
}

/** How times are written and what to do where the file has no ids or names unknown customers. */
export function EventOptions({ draft, onChange }: Omit<EditorProps, 'head'>) {
  const p = useTexts().imports.page;
  return (
    <>
      <div className="form-row">
        <Field label={p.time}>
          <select
            value={draft.time}
            onChange={({ target }) =>
              onChange({ time: TIME_FORMATS.find((format) => format === target.value) ?? 'rfc3339' })
            }
          >
            {TIME_FORMATS.map((format) => (
              <option key={format} value={format}>
                {p.times[format]}
              </option>
            ))}
          </select>
        </Field>
        <Field label={p.idTemplate} hint={p.idTemplateHint} optional>
          <input
            className="mono"
            value={draft.idTemplate}
            onChange={(event) => onChange({ idTemplate: event.target.value })}
          />
        </Field>
      </div>
      {draft.time === 'step' && (
        <div className="form-row">
          <Field label={`${p.stepStart} (UTC)`}>
            <input
              className="mono"
              value={draft.stepStart}
              onChange={(event) => onChange({ stepStart: event.target.value })}
            />
          </Field>
          <Field label={p.stepSeconds}>
            <input
              type="number"
              min={1}
              value={draft.stepSeconds}
              onChange={(event) => onChange({ stepSeconds: Number(event.target.value) })}
            />
          </Field>
        </div>
      )}
      <label>
        <input
          type="checkbox"
          checked={draft.register}
          onChange={(event) => onChange({ register: event.target.checked })}
        />{' '}
        {p.register}
      </label>
    </>
  );
}
