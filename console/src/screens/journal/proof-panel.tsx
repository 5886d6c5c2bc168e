import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/api.ts';
import { statusOf } from '../../api/problem.ts';
import { useFormats } from '../../app/formats.tsx';
import { useKeys } from '../../app/keys.tsx';
import { ErrorNote, Loading } from '../../parts/notes.tsx';
import { Section } from '../../parts/page.tsx';
import { say } from '../../parts/toasts.tsx';
import { Kbd } from '../../parts/values.tsx';
import { type Check, checkInclusion } from '../../proof/check.ts';
import { ProofTree } from '../../proof/proof-tree.tsx';
import { useTexts } from '../../texts/catalogue.ts';

/** The inclusion proof of one entry, and the check of it in this very browser. */
export function ProofPanel({ number }: { number: number }) {
  const t = useTexts().journal;
  const proof = useQuery({
    queryKey: ['proof', number],
    queryFn: ({ signal }) => api.getInclusion({ params: { number } }, { signal }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data === undefined && state.error !== null ? 4_000 : false),
  });
  const [checked, setChecked] = useState<{ readonly number: number; readonly check: Check }>();
  const check = checked?.number === number ? checked.check : undefined;
  const verify = async (): Promise<void> => {
    if (proof.data !== undefined) setChecked({ number, check: await checkInclusion(proof.data) });
  };
  useKeys(
    [{ keys: 'v', text: t.verify, group: 'screen', run: () => void verify() }],
    proof.data !== undefined,
  );
  if (proof.data === undefined) {
    const unsealed =
      proof.error !== null &&
      (statusOf(proof.error) === 404 || statusOf(proof.error) === 409 || statusOf(proof.error) === 422);
    return (
      <Section title={t.proof}>
        {proof.error === null && <Loading />}
        {unsealed && (
          <div className="note-box">
            <strong>{t.unsealedTitle}.</strong> {t.unsealedText}
          </div>
        )}
        {proof.error !== null && !unsealed && (
          <ErrorNote error={proof.error} retry={() => void proof.refetch()} />
        )}
      </Section>
    );
  }
  return (
    <>
      <Section title={t.proof}>
        <p className="soft">{t.proofLead}</p>
        <p className="verify">
          <button type="button" className="button primary" onClick={() => void verify()}>
            {t.verify} <Kbd>v</Kbd>
          </button>
          <span className="muted small">{t.verifyHint}</span>
        </p>
        {check !== undefined && <Verdict check={check} />}
        <ProofTree proof={proof.data} check={check} />
      </Section>
      <OfflineCheck number={number} verifierKey={proof.data.verifier_key} note={proof.data.checkpoint.note} />
    </>
  );
}

function Verdict({ check }: { check: Check }) {
  const t = useTexts().journal;
  if (check.failure !== undefined) {
    const why = { leaf: t.badLeaf, root: t.badRoot, note: t.badNote, signature: t.badSignature }[
      check.failure
    ];
    return (
      <div className="verdict verdict-bad" role="alert">
        <strong>✕ {t.bad}</strong>
        <p>{why}</p>
      </div>
    );
  }
  return (
    <div className="verdict" role="status">
      <strong>✓ {t.ok}</strong>
      <p>
        {t.okText} {check.signed === true ? t.signatureOk : t.signatureUnknown}
      </p>
    </div>
  );
}

function OfflineCheck({ number, verifierKey, note }: { number: number; verifierKey: string; note: string }) {
  const t = useTexts().journal;
  const f = useFormats();
  const command = `npm run -s atalaya -- prove ${number} --out entry-${number}.ndjson\nnpm run -s atalaya -- verify --bundle entry-${number}.ndjson --key '${verifierKey}'`;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(command);
    say(t.copied);
  };
  return (
    <Section title={t.commandTitle}>
      <p className="soft">{t.commandText}</p>
      <pre className="code command" lang={f.language}>
        {command}
      </pre>
      <p className="button-row">
        <button type="button" className="button" onClick={() => void copy()}>
          {t.copyCommand}
        </button>
      </p>
      <details>
        <summary>{t.noteTitle}</summary>
        <pre className="code">{note}</pre>
      </details>
    </Section>
  );
}
