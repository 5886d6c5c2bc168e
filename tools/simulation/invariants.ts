import type { Decision } from '@atalaya/contract/decisions.ts';
import { Comparison } from '@atalaya/engine/modules/decisions/backtest/comparison.ts';
import type { DecidedData } from '@atalaya/engine/modules/decisions/events.ts';
import { readSeen } from '@atalaya/engine/modules/decisions/originals.ts';
import { replayJournal } from '@atalaya/engine/modules/decisions/replay-journal.ts';
import { asSystem } from '@atalaya/engine/platform/database.ts';
import { windowDigests } from '@atalaya/engine/programs/from-zero.ts';
import type { Engine } from './engine.ts';
import type { Ledger } from './run.ts';

type Ask = <T extends object>(sql: string) => Promise<T[]>;

/** Everything that must hold when all is answered; gives what does not. Reads only. */
export async function checkAll(engine: Engine, ledger: Ledger, ask: Ask): Promise<string[]> {
  return [
    ...(await checkDecisions(ledger, ask)),
    ...(await checkTakenBack(ledger, ask)),
    ...(await checkWindows(engine)),
    ...(await checkReplay(engine)),
    ...(await checkBacktest(engine)),
  ];
}

/** One decision for each accepted event, at the number it was answered with; none lost, none that nobody sent. */
async function checkDecisions(ledger: Ledger, ask: Ask): Promise<string[]> {
  const faults: string[] = [];
  const rows = await ask<{ id: string; reference: string; entry: string; subject: string | null }>(
    `select d.id, d.reference, d.entry, e.subject from decisions.decision d
     left join journal.entry e on e.number = d.entry`,
  );
  const stored = new Map(rows.map((row) => [row.reference, row]));
  if (stored.size !== rows.length) faults.push('an event was decided twice');
  for (const row of rows) {
    if (row.subject !== row.id) faults.push(`decision ${row.id} is not that of its entry`);
    if (!ledger.answers.has(row.reference)) faults.push(`${row.reference} was decided and not answered`);
  }
  for (const [reference, text] of ledger.answers) {
    const answer = JSON.parse(text) as Decision;
    const row = stored.get(reference);
    if (row?.id !== answer.decision_id || Number(row.entry) !== answer.journal)
      faults.push(
        `${reference} was answered ${answer.decision_id}/${answer.journal}, stored ${row?.id}/${row?.entry}`,
      );
  }
  const [counted] = await ask<{ entries: number; holds: number; placed: number }>(
    `select (select count(*) from journal.entry where type in ('decisions.decided', 'decisions.flagged'))::int as entries,
       (select count(*) from decisions.hold)::int as holds,
       (select count(*) from journal.entry where type = 'decisions.hold_placed')::int as placed`,
  );
  if (counted?.entries !== rows.length)
    faults.push(`${counted?.entries} entries of ${rows.length} decisions`);
  if (counted?.holds !== counted?.placed) faults.push('holds and their entries do not agree');
  return faults;
}

/** What was taken back was taken back once, by an event of the same customer, and the refusals say the truth. */
async function checkTakenBack(ledger: Ledger, ask: Ask): Promise<string[]> {
  const faults: string[] = [];
  const rows = await ask<{ event: string; mine: boolean; entries: number }>(
    `select t.event, o.customer = b.customer and t.customer = o.customer as mine,
       (select count(*) from journal.entry e where e.type = 'decisions.event_taken_back' and e.subject = t.event)::int as entries
     from decisions.taken_back t join decisions.decision o on o.id = t.event join decisions.decision b on b.id = t.by_event`,
  );
  for (const { event, mine, entries } of rows) {
    if (!mine) faults.push(`${event} was taken back by another customer`);
    if (entries !== 1) faults.push(`${event} was taken back ${entries} times`);
  }
  const [counted] = await ask<{ rows: number; entries: number }>(
    `select (select count(*) from decisions.taken_back)::int as rows,
       (select count(*) from journal.entry where type = 'decisions.event_taken_back')::int as entries`,
  );
  if (counted?.rows !== rows.length || counted?.entries !== rows.length)
    faults.push('events taken back and their entries do not agree');
  for (const [id, code] of ledger.refused)
    if (ledger.answers.has(id) && code !== 'activity.duplicate_content' && !code.startsWith('activity.'))
      faults.push(`${id} was refused ${code} and decided`);
  return faults;
}

/** The windows in memory and on disk are those that the journal gives from zero. */
async function checkWindows({ foundation, deciding }: Engine): Promise<string[]> {
  const { live, rebuilt } = await windowDigests(foundation, deciding.monitor);
  return live === rebuilt ? [] : [`the windows (${live}) are not those of the journal (${rebuilt})`];
}

/** Every decision made again from the journal: the same bytes of its entry. */
async function checkReplay({ foundation, deciding }: Engine): Promise<string[]> {
  const { ruleSet } = deciding.monitor;
  const faults: string[] = [];
  const ports = {
    ...foundation,
    ruleSetOf: (version: string) => (version === ruleSet.version ? ruleSet : null),
  };
  let last = null;
  for await (const soFar of replayJournal(ports, {})) last = soFar;
  if (last === null || last.identical !== last.decisions)
    faults.push(
      `replay: ${last?.identical} of ${last?.decisions} entries to the byte; ${JSON.stringify([last?.not_replayable, last?.differing.slice(0, 2)])}`,
    );
  return faults;
}

/** What a backtest finds is what was found live. */
async function checkBacktest({ foundation, deciding }: Engine): Promise<string[]> {
  const comparison = new Comparison([deciding.monitor.ruleSet]);
  const faults: string[] = [];
  for (let after = 0; after < Number.MAX_SAFE_INTEGER; ) {
    const { seen, end } = await asSystem(foundation.db, (tx) =>
      readSeen(tx, foundation.vault, {
        after,
        last: Number.MAX_SAFE_INTEGER,
        since: Number.NEGATIVE_INFINITY,
        limit: 1000,
      }),
    );
    for (const { body, observation } of seen) {
      if (body === null) {
        comparison.fill(observation);
        continue;
      }
      const data = body.data as DecidedData;
      const { both, only } = comparison.judge(observation);
      const found = [...both, ...only[0], ...only[1]].map(({ finding }) => finding.scenario).sort();
      const live = data.findings.map(({ scenario }) => scenario).sort();
      if (found.join() !== live.join()) faults.push(`${data.reference}: live ${live}, backtest ${found}`);
    }
    after = end;
  }
  return faults;
}
