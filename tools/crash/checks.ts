import type { Decision } from '@atalaya/contract/decisions.ts';
import pg from 'pg';
import { atalaya } from '../../cli/src/atalaya.ts';
import type { VerifyReport } from '../../cli/src/verify/verify.ts';
import { connectionOf } from './blows.ts';
import type { Ledger } from './clients.ts';

/** What the database holds against what the clients were told. Gives the faults. */
export async function checkDecisions(
  home: string,
  ledger: Ledger,
  sent: ReadonlySet<string>,
): Promise<string[]> {
  const client = new pg.Client(connectionOf(home));
  await client.connect();
  try {
    return await compare(client, ledger, sent);
  } finally {
    await client.end();
  }
}

async function compare(client: pg.Client, ledger: Ledger, sent: ReadonlySet<string>): Promise<string[]> {
  const faults: string[] = [];
  const { rows } = await client.query<{
    id: string;
    reference: string;
    entry: string;
    subject: string | null;
  }>(
    `select d.id, d.reference, d.entry, e.subject from decisions.decision d left join journal.entry e on e.number = d.entry`,
  );
  const stored = new Map<string, (typeof rows)[number]>();
  for (const row of rows) {
    if (stored.has(row.reference)) faults.push(`event ${row.reference} was decided twice`);
    stored.set(row.reference, row);
    if (row.subject !== row.id)
      faults.push(`decision ${row.id} is not the one of its journal entry ${row.entry}`);
    if (!sent.has(row.reference)) faults.push(`nobody sent event ${row.reference}`);
  }
  for (const [reference, text] of ledger.answers) {
    const row = stored.get(reference);
    const answer = JSON.parse(text) as Decision;
    if (row === undefined) faults.push(`event ${reference} was acknowledged and is not there`);
    else if (row.id !== answer.decision_id || Number(row.entry) !== answer.journal)
      faults.push(
        `event ${reference} was acknowledged as ${answer.decision_id}/${answer.journal} and is ${row.id}/${row.entry}`,
      );
  }
  const { rows: counted } = await client.query<{ decided: number; holds: number; ordered: number }>(
    `select (select count(*) from journal.entry where type in ('decisions.decided', 'decisions.flagged'))::int as decided,
       (select count(*) from decisions.hold)::int as holds,
       (select count(*) from journal.entry where type = 'decisions.hold_placed')::int as ordered`,
  );
  const [count] = counted;
  if (count?.decided !== rows.length)
    faults.push(`${rows.length} decisions, but ${count?.decided} journal entries of decisions`);
  if (count?.holds !== count?.ordered)
    faults.push(`${count?.holds} holds, but ${count?.ordered} entries of holds`);
  return faults;
}

/** `atalaya verify --state` of the data folder; every word it says is a fault. */
export async function checkJournal(home: string): Promise<string[]> {
  const said: string[] = [];
  const errors: string[] = [];
  const outlets = {
    out: (text: string) => void said.push(text),
    err: (text: string) => void errors.push(text),
    terminal: false,
  };
  const exit = await atalaya(['verify', '--state', '--json', '--home', home], {}, outlets);
  if (said.length === 0) return [`verify ended with ${exit}: ${errors.join('')}`];
  const report = JSON.parse(said.join('')) as VerifyReport;
  const faults = report.problems.map((problem) => `verify: ${problem.kind} ${problem.message}`);
  if (!report.ok && faults.length === 0) faults.push('verify: not ok');
  const unchecked = report.not_checked.filter((what) => /signatures|checkpoints\.log|sealed/.test(what));
  faults.push(...unchecked.map((what) => `verify did not check ${what}`));
  if (report.state === null) faults.push('verify did not check the tables');
  if (report.unsealed.entries > 0)
    faults.push(`verify: ${report.unsealed.entries} entries unsealed when all was settled`);
  return faults;
}
