create schema reports;
grant usage on schema reports to atalaya_app, atalaya_system;

create table reports.report (
  id text primary key,                 -- rep_…
  entity text not null,
  case_id text not null,
  customer text not null,
  format text not null,
  state text not null check (state in ('draft', 'proposed', 'approved', 'filed', 'accepted', 'refused', 'withdrawn')),
  reference text not null,             -- as the authority sees it
  month text not null,                 -- YYYY-MM
  priority text not null check (priority in ('normal', '24h')),
  known_at timestamptz not null,       -- when there was held to be something to report: the clock of urgent reports
  created_at timestamptz not null,
  created_by text not null,
  due_at timestamptz not null,
  due_basis text not null,
  proposed_by text,
  proposed_at timestamptz,
  approved_by text,
  approved_at timestamptz,
  sha256 text,                         -- of the bytes proposed, then of those approved
  filed_at timestamptz,
  filed_by text,
  folio text,
  received_at timestamptz,
  entry bigint not null,
  unique (entity, reference)
);
create unique index report_one_alive on reports.report (case_id) where state in ('draft', 'proposed', 'approved');
create index report_case on reports.report (case_id, created_at);
create index report_due on reports.report
  ((case when state in ('draft', 'proposed', 'approved') then 0 else 1 end), due_at, id);
create index report_filed on reports.report (filed_at) where filed_at is not null;
call platform.protect('reports.report', 'select, insert, update');

-- What identifies people, sealed in the journal with the customer's key and deleted when the customer is erased.
create table reports.content (
  report text primary key,
  entity text not null,
  customer text not null,
  fields jsonb not null,
  entry bigint not null
);
create index content_customer on reports.content (customer);
call platform.protect('reports.content');

create table reports.file (
  report text primary key,
  entity text not null,
  customer text not null,
  xml text not null,                   -- UTF-8; the exact bytes to file
  ledger jsonb not null,
  findings jsonb not null,
  entry bigint not null
);
create index file_customer on reports.file (customer);
call platform.protect('reports.file', 'select, insert, delete');

create table reports.remark (
  id text primary key,                 -- note_…
  entity text not null,
  customer text not null,
  report text not null,
  kind text not null check (kind in ('approved', 'sent_back', 'receipt')),
  author text not null,
  at timestamptz not null,
  text text not null,
  entry bigint not null
);
create index remark_report on reports.remark (report);
create index report_remark_customer on reports.remark (customer);
call platform.protect('reports.remark', 'select, insert, delete');
