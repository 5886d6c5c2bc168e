import type { RuleSetView } from '@atalaya/contract/rule-sets.ts';
import { problemIn } from '@atalaya/contract/scenario-problems.ts';
import { useState } from 'react';
import { useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { Go } from '../../parts/go.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Section } from '../../parts/page.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { ItemAct, NewScenario } from './item-acts.tsx';

const touched = (item: RuleSetView['items'][number]): boolean => item.change !== 'same' || item.problems > 0;

/** The scenarios of a version: what differs from its parent first, what is broken named with its line. */
export function Items({ view }: { view: RuleSetView }) {
  const t = useTexts();
  const r = t.ruleSets;
  const f = useFormats();
  const [query, setQuery] = useState('');
  const [only, setOnly] = useState(false);
  const [adding, setAdding] = useState(false);
  const editable = useSession().may('monitoring:write') && view.can.includes('edit');
  const wanted = query.trim().toLocaleLowerCase();
  const ordered = [...view.items].sort((a, b) => Number(touched(b)) - Number(touched(a)));
  const rows = ordered.filter(
    (item) =>
      (!only || touched(item)) &&
      `${item.file} ${item.title === undefined ? '' : f.pick(item.title)}`
        .toLocaleLowerCase()
        .includes(wanted),
  );
  return (
    <>
      {view.problem_list.length > 0 && <Problems view={view} />}
      <Section title={r.tabs.scenarios} aside={f.count(rows.length)}>
        <div className="rule-tools">
          <input
            type="search"
            aria-label={r.find}
            placeholder={r.find}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <label className="check-line">
            <input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} />{' '}
            {r.onlyTouched(view.items.filter(touched).length)}
          </label>
          {editable && (
            <button type="button" className="button" onClick={() => setAdding(true)}>
              {r.newScenario}
            </button>
          )}
        </div>
        {adding && <NewScenario view={view} onClose={() => setAdding(false)} />}
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t.scenarios.columns.number}</th>
              <th scope="col">{t.scenarios.columns.title}</th>
              <th scope="col">{r.file}</th>
              <th scope="col">{r.change}</th>
              {editable && <th scope="col" aria-label={r.itemActs.remove} />}
            </tr>
          </thead>
          <tbody>
            {view.removed.map((file) => (
              <tr key={file}>
                <td />
                <td className="mono small soft" colSpan={2}>
                  <s>{file}</s>
                </td>
                <td>
                  <StateWord tone="ochre">{`– ${r.changes.removed}`}</StateWord>
                </td>
                {editable && (
                  <td className="right">
                    <ItemAct view={view} file={file} act="restore" />
                  </td>
                )}
              </tr>
            ))}
            {rows.map((item) => (
              <tr key={item.file}>
                <td className="num soft">{item.number ?? '—'}</td>
                <td>
                  <Go href={path.ruleSetScenario(view.id, item.file)}>
                    {item.title === undefined ? item.file : f.pick(item.title)}
                  </Go>
                </td>
                <td className="mono small soft">{item.file}</td>
                <td>
                  {item.problems > 0 ? (
                    <StateWord tone="signal">{`▲ ${r.problemCount(item.problems)}`}</StateWord>
                  ) : (
                    item.change !== 'same' && (
                      <StateWord tone="ochre">{`◆ ${r.changes[item.change]}`}</StateWord>
                    )
                  )}
                </td>
                {editable && (
                  <td className="right">
                    <ItemAct view={view} file={item.file} act="remove" />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </Section>
    </>
  );
}

function Problems({ view }: { view: RuleSetView }) {
  const t = useTexts().ruleSets;
  const { language } = useFormats();
  return (
    <Section title={t.problems} aside={t.problemsHint}>
      <ul className="rule-problems">
        {view.problem_list.map((problem) => (
          <li key={`${problem.file} ${problem.line} ${problem.column} ${problem.message}`}>
            <Go href={path.ruleSetScenario(view.id, problem.file, problem.line)} className="mono small">
              {problem.file}:{problem.line}:{problem.column}
            </Go>{' '}
            {problemIn(language, problem.message)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
