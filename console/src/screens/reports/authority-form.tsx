import type { ReportView } from '@atalaya/contract/reports.ts';
import { Fragment, useState } from 'react';
import { useFormats } from '../../app/formats.tsx';
import { useTexts, wordOf } from '../../texts/catalogue.ts';
import { elementOf, type FormGroup, type FormLine, formGroups } from './form-lines.ts';

const differs = (line: FormLine): boolean =>
  line.losses.length > 0 ||
  line.findings.length > 0 ||
  (line.original !== undefined && line.original !== line.value);

/** The form as the authority knows it on the left; on the right what was lost on the way, and by which rule. */
export function AuthorityForm({ report }: { report: ReportView }) {
  const t = useTexts().reports;
  const [onlyDiffering, setOnlyDiffering] = useState(false);
  const groups = formGroups(report)
    .map((group) => (onlyDiffering ? { ...group, lines: group.lines.filter(differs) } : group))
    .filter(({ lines }) => lines.length > 0);
  return (
    <div className="authority-form">
      <div className="form-heads">
        <h2>{t.form}</h2>
        <h2>
          {t.original}
          <label className="small">
            <input
              type="checkbox"
              checked={onlyDiffering}
              onChange={(event) => setOnlyDiffering(event.target.checked)}
            />{' '}
            {t.lossesOnly}
          </label>
        </h2>
      </div>
      {groups.map((group, index) => (
        // Two groups of the same element can stand apart in the form.
        <Group key={`${group.path} ${index}`} group={group} />
      ))}
    </div>
  );
}

function Group({ group }: { group: FormGroup }) {
  const t = useTexts().reports;
  const { name, place } = elementOf(group.path);
  return (
    <section className="form-group">
      <h3>
        <span>
          {wordOf(t.groups, name)} {place}
        </span>
        <code>
          <bdi>{group.path}</bdi>
        </code>
      </h3>
      {group.lines.map((line) => (
        <Line key={line.path} line={line} />
      ))}
    </section>
  );
}

function Line({ line }: { line: FormLine }) {
  const t = useTexts().reports;
  const f = useFormats();
  const rejected = line.findings.some(({ action }) => action === 'reject');
  const original = line.losses[0]?.original ?? line.original;
  return (
    <div
      className={`form-line ${differs(line) ? 'form-line-differs' : ''} ${rejected ? 'form-line-rejected' : ''}`}
    >
      <div className="form-filed">
        <span className="form-label" title={line.path}>
          {line.label === undefined ? elementOf(line.path).name : f.pick(line.label)}
        </span>
        <span className="form-value mono">
          {line.value === '' ? <span className="form-missing">{t.missing}</span> : line.value}
        </span>
        {line.findings.map((finding) => (
          <p key={finding.rule} className={`form-finding ${finding.action}`}>
            <strong>{finding.action === 'reject' ? `▲ ${t.rejects}` : `◆ ${t.warns}`}</strong>{' '}
            {f.pick(finding.message)} <code>{finding.rule}</code>
          </p>
        ))}
      </div>
      <div className="form-original">
        {original !== undefined && original !== line.value && <span className="mono">{original}</span>}
        {line.losses.map((loss) => (
          <Fragment key={loss.rule}>
            <span className="small muted">
              {f.pick(loss.text)} <code>{loss.rule}</code>
            </span>
          </Fragment>
        ))}
      </div>
    </div>
  );
}
