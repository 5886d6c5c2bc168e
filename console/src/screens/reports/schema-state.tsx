import type { ReportView } from '@atalaya/contract/reports.ts';
import { Go } from '../../parts/go.tsx';
import { Section } from '../../parts/page.tsx';
import { Hash, Moment } from '../../parts/values.tsx';
import { path } from '../../paths.ts';
import { useTexts } from '../../texts/catalogue.ts';

export const IMPORT_COMMAND = 'npm run -s atalaya -- jurisdictions import-schema mx mx-avi avi.xsd';

/** Whether the authority's own schema was asked, and what it said. */
export function SchemaState({ schema }: { schema: ReportView['schema'] }) {
  const t = useTexts().reports.schema;
  return (
    <Section title={t.title}>
      {!schema.imported && (
        <div className="note-box ochre">
          <p>
            <strong>◆ {t.missing}</strong>
          </p>
          <p>{t.missingText}</p>
          <pre className="code command">{IMPORT_COMMAND}</pre>
          <p>
            <Go href={path.settings('schemas')}>{t.orHere}</Go>
          </p>
        </div>
      )}
      {schema.imported && (
        <div className={schema.valid === false ? 'verdict verdict-bad' : 'verdict'}>
          <strong>{schema.valid === false ? `✕ ${t.invalid}` : `✓ ${t.valid}`}</strong>
          {schema.errors.length > 0 && (
            <ul className="schema-errors">
              {schema.errors.map((error) => (
                <li key={`${error.line} ${error.path} ${error.message}`}>
                  <code>{error.path}</code> <span className="muted">{t.line(error.line)}</span>{' '}
                  {error.message}
                </li>
              ))}
            </ul>
          )}
          <p className="small">
            {schema.sha256 !== undefined && <Hash value={schema.sha256} head={10} tail={6} what="SHA-256" />}
            {schema.imported_at !== undefined && (
              <span className="muted">
                {' '}
                · {t.imported} <Moment at={schema.imported_at} />
              </span>
            )}
          </p>
        </div>
      )}
    </Section>
  );
}
