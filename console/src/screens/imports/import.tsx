import { useQuery } from '@tanstack/react-query';
import { api, fileUrl } from '../../api/api.ts';
import { useFormats } from '../../app/formats.tsx';
import { useParam } from '../../app/place.ts';
import { useSession } from '../../app/session.tsx';
import { formatSpan } from '../../format/times.ts';
import { Icon } from '../../parts/icons.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Facts, Page, Section } from '../../parts/page.tsx';
import { Progress } from '../../parts/progress.tsx';
import { say } from '../../parts/toasts.tsx';
import { useSending } from '../../parts/use-sending.ts';
import { Hash, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';
import { ImportState, isMoving } from './progress.tsx';
import './imports.css';

export function ImportPage() {
  const t = useTexts();
  const i = t.imports;
  const f = useFormats();
  const id = useParam('id');
  const { may } = useSession();
  const { sending, error: refusal, send } = useSending();
  const { data, error, refetch } = useQuery({
    queryKey: ['import', id],
    queryFn: ({ signal }) => api.getImport({ params: { id } }, { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data.state) ? 1_000 : false),
  });
  const back = { href: path.imports(), text: i.title };
  if (data === undefined)
    return (
      <Page title={i.title} back={back}>
        {error === null ? (
          <Loading />
        ) : (
          <div className="section">
            <ErrorNote error={error} retry={() => void refetch()} />
          </div>
        )}
      </Page>
    );
  const share = data.bytes === 0 ? 0 : data.bytes_read / data.bytes;
  const resumable = (data.state === 'paused' || data.state === 'failed') && may('activity:write');
  const resume = async (): Promise<void> => {
    if (await send(() => api.resumeImport({ params: { id }, body: {} }))) say(i.resumed);
  };
  return (
    <Page
      title={data.name}
      aside={t.words.importKind[data.kind]}
      back={back}
      lead={<ImportState state={data.state} />}
    >
      <div className="section narrow form">
        <div className="import-progress">
          <span className="num">{f.percent(share)}</span>
          <Progress share={share} label={data.name} />
          <span className="muted num">
            {data.seconds_left !== undefined &&
              data.state === 'running' &&
              i.secondsLeft(formatSpan(data.seconds_left * 1000))}
          </span>
        </div>
        {isMoving(data.state) && <p className="muted">{i.leave}</p>}
        {data.failure !== undefined && (
          <div className="note-box ochre">
            <strong>▲ {i.failure}:</strong> <code>{data.failure}</code>
            <p>{i.failureText}</p>
          </div>
        )}
        {refusal !== undefined && <ErrorNote error={refusal} writing />}
        <div className="button-row">
          {resumable && (
            <button type="button" className="button primary" disabled={sending} onClick={() => void resume()}>
              {i.resume}
            </button>
          )}
          {data.rows_refused > 0 && (
            <a className="button" href={fileUrl.refusedRows(id)} download={`${data.name}.refused.csv`}>
              <Icon name="imports" size={14} /> {i.refusedRows}
            </a>
          )}
        </div>
        {data.rows_refused > 0 && <p className="small muted">{i.refusedHint}</p>}
      </div>
      <Section title={i.columns.progress} className="narrow">
        <Facts
          items={[
            [i.columns.read, f.count(data.rows_read)],
            [i.columns.accepted, f.count(data.rows_accepted)],
            [i.columns.repeated, f.count(data.rows_repeated)],
            [i.columns.refused, f.count(data.rows_refused)],
            [i.size, f.bytes(data.bytes)],
            [
              i.hash,
              data.sha256 !== undefined && (
                <Hash key="h" value={data.sha256} head={16} tail={8} what="SHA-256" />
              ),
            ],
            [i.started, data.started_at !== undefined && <Moment key="s" at={data.started_at} />],
            [i.finished, data.finished_at !== undefined && <Moment key="f" at={data.finished_at} />],
          ]}
        />
      </Section>
    </Page>
  );
}
