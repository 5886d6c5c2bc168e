import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { StateWord } from '../../parts/marks.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { Section } from '../../parts/page.tsx';
import { useTexts } from '../../texts/catalogue.ts';
import { lineDiff } from './line-diff.ts';
import { useRuleSet } from './rule-set.tsx';

/** What a checker reads: the figures that move, then the texts line by line. Live is compared with what it came from. */
export function Changes({ id, live, parent }: { id: string; live: boolean; parent: string | undefined }) {
  const t = useTexts();
  const r = t.ruleSets;
  const f = useFormats();
  const from = live ? parent : 'live';
  const titles = new Map(
    useRuleSet(id).data?.items.map((item) => [
      item.id,
      item.title === undefined ? item.file : f.pick(item.title),
    ]),
  );
  const { data, error, refetch } = useQuery({
    queryKey: ['rule-set-changes', id, from],
    queryFn: () => api.getRuleSetChanges({ params: { id }, query: from === undefined ? {} : { from } }),
    refetchInterval: 10_000,
  });
  if (data === undefined)
    return error === null ? (
      <Loading />
    ) : (
      <div className="section">
        <ErrorNote error={error} retry={() => void refetch()} />
      </div>
    );
  if (data.files.length === 0 && data.parameters.length === 0)
    return <Empty title={r.noChanges}>{r.noChangesText}</Empty>;
  return (
    <>
      {data.parameters.length > 0 && (
        <Section title={r.parameterChanges} aside={f.count(data.parameters.length)}>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">{t.scenarios.columns.title}</th>
                <th scope="col">{t.scenarios.parameterColumns.name}</th>
                <th scope="col" className="right">
                  {r.before}
                </th>
                <th scope="col" className="right">
                  {r.after}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.parameters.map((change) => (
                <tr key={`${change.scenario} ${change.parameter}`}>
                  <td>{titles.get(change.scenario) ?? change.scenario}</td>
                  <td>
                    <code>{change.parameter}</code>
                  </td>
                  <td className="right num soft">{change.before ?? '—'}</td>
                  <td className="right num strong">{change.after ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
      {data.files.map((file) => (
        <Section
          key={file.file}
          title={file.file}
          aside={<StateWord tone="ochre">{`◆ ${r.changes[file.change]}`}</StateWord>}
        >
          <pre className="code diff">
            {lineDiff(file.before ?? '', file.after ?? '').map((line) => (
              <span key={line.key} className={`diff-${line.kind}`}>
                <b aria-hidden="true">{line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '}</b>
                {line.text}
                {'\n'}
              </span>
            ))}
          </pre>
        </Section>
      ))}
    </>
  );
}
