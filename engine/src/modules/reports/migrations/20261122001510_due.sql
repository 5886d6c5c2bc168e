-- Reports that the law asks for without anybody being suspected: one for each customer, month and duty.
create table reports.due (
  id text primary key,                 -- due_…
  entity text not null,
  customer text not null,
  scenario text not null,
  title jsonb not null,
  month text not null,                 -- YYYY-MM of the operations
  state text not null check (state in ('open', 'covered', 'dismissed')),
  currency text not null,
  amount bigint,                       -- minor units: the most that was reached
  threshold bigint,
  findings integer not null,
  first_at timestamptz not null,       -- event times
  last_at timestamptz not null,
  due_at timestamptz,                  -- null: no deadline is known for the jurisdiction
  due_basis text,
  case_id text,
  report text,                         -- rep_… that covers it
  dismissed_reason text,
  closed_by text,
  closed_at timestamptz,
  entry bigint not null
);
create unique index due_open on reports.due (customer, scenario, month) where state = 'open';
create index due_queue on reports.due (entity, state, due_at, id);
create index due_customer on reports.due (customer, month);
create index due_report on reports.due (report) where report is not null;
call platform.protect('reports.due', 'select, insert, update');

-- The events at which a duty was found. What was found stands in the decision's journal entry.
create table reports.due_event (
  due text not null,
  event text not null,                 -- evt_…
  entity text not null,
  at timestamptz not null,
  amount bigint,
  entry bigint not null,
  primary key (due, event)
);
call platform.protect('reports.due_event', 'select, insert');

alter table reports.remark drop constraint remark_kind_check;
alter table reports.remark add constraint remark_kind_check
  check (kind in ('approved', 'sent_back', 'receipt', 'dismissed'));
