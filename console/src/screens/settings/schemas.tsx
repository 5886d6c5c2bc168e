import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useSession } from '../../app/session.tsx';
import { DropArea } from '../../parts/drop.tsx';
import { Empty, ErrorNote, Loading } from '../../parts/notes.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Hash, Moment } from '../../parts/values.tsx';
import { useTexts } from '../../texts/catalogue.ts';
import { IMPORT_COMMAND } from '../reports/schema-state.tsx';

export function Schemas() {
  const t = useTexts();
  const s = t.settings.schemas;
  const f = useFormats();
  const { may } = useSession();
  const { data, error, refetch } = useQuery({ queryKey: ['schemas'], queryFn: () => api.listSchemas() });
  const { sending, error: refusal, send } = useSending();
  const take = async (file: File): Promise<void> => {
    const done = await send(() =>
      api.importSchema({
        params: { jurisdiction: 'mx', format: 'mx-avi' },
        body: file,
        type: 'application/xml',
      }),
    );
    if (done) say(s.imported);
  };
  return (
    <div className="form">
      <p className="soft narrow">{s.lead}</p>
      {error !== null && data === undefined && <ErrorNote error={error} retry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      {data?.items.length === 0 && <Empty title={s.emptyTitle}>{s.emptyText}</Empty>}
      {data !== undefined && data.items.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{s.columns.format}</th>
              <th scope="col">{s.columns.hash}</th>
              <th scope="col">{s.columns.namespace}</th>
              <th scope="col" className="right">
                {s.columns.size}
              </th>
              <th scope="col">{s.columns.imported}</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((schema) => (
              <tr key={`${schema.format} ${schema.sha256}`}>
                <td className="strong">
                  {schema.jurisdiction} · {schema.format}
                </td>
                <td>
                  <Hash value={schema.sha256} head={20} tail={12} what="SHA-256" />
                </td>
                <td className="mono small soft">{schema.namespace}</td>
                <td className="right num">{f.bytes(schema.bytes)}</td>
                <td className="soft nowrap">
                  <Moment at={schema.imported_at} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {may('jurisdictions:write') && (
        <DropArea
          text={s.drop}
          hint={s.dropHint}
          accept=".xsd,.xml,application/xml"
          busy={sending}
          onFiles={([file]) => file !== undefined && void take(file)}
        />
      )}
      {refusal !== undefined && <ErrorNote error={refusal} writing />}
      <p className="soft">{s.command}</p>
      <pre className="code">{IMPORT_COMMAND}</pre>
    </div>
  );
}
