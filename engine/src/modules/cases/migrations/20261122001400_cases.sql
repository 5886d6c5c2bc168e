create schema cases;
grant usage on schema cases to atalaya_app, atalaya_system;

create table cases.case (
  id text primary key,                 -- cas_…
  entity text not null,
  number integer not null,             -- without gaps within the obliged entity
  customer text not null,              -- cus_…
  state text not null check (state in ('open', 'investigating', 'proposed', 'closed', 'reported')),
  title jsonb not null,
  opened_at timestamptz not null,
  opened_by text not null,
  due_at timestamptz not null,
  due_basis text not null,
  -- The clock of a report, from the moment one is proposed. For roles that may know of reports only.
  report_known_at timestamptz,
  report_due_at timestamptz,
  report_due_basis text,
  assignee text,
  proposed_outcome text,
  proposed_by text,
  proposed_at timestamptz,
  proposal_note text,                  -- note_… with the reason
  outcome text,
  decided_by text,
  decided_at timestamptz,
  entry bigint not null,
  unique (entity, number)
);
create unique index case_one_open on cases.case (customer) where state in ('open', 'investigating', 'proposed');
create index case_customer on cases.case (customer, opened_at);
create index case_due on cases.case ((case when state in ('closed', 'reported') then 1 else 0 end), due_at, id);
create index case_opened on cases.case (opened_at);
call platform.protect('cases.case', 'select, insert, update');

-- What people wrote; sealed in the journal with the customer's key, deleted when the customer is erased. Never changed.
create table cases.note (
  id text primary key,                 -- note_…
  entity text not null,
  customer text not null,
  case_id text not null,
  kind text not null check (kind in ('note', 'proposal', 'decision', 'reopening')),
  author text not null,
  at timestamptz not null,
  text text not null,
  entry bigint not null
);
create index note_case on cases.note (case_id, at);
create index note_customer on cases.note (customer);
call platform.protect('cases.note', 'select, insert, delete');

-- Files of a case. The file itself lies in the data folder, sealed with the customer's key, under the hash of what lies there.
create table cases.attachment (
  id text primary key,                 -- att_…
  entity text not null,
  customer text not null,
  case_id text not null,
  media_type text not null,
  bytes integer not null,
  sha256 text not null,                -- of the file as sent
  sealed_sha256 text not null,         -- of the file as kept
  attached_by text not null,
  at timestamptz not null,
  entry bigint not null
);
create index attachment_case on cases.attachment (case_id, at);
call platform.protect('cases.attachment', 'select, insert');

create table cases.attachment_name (
  id text primary key,
  entity text not null,
  customer text not null,
  name text not null,
  entry bigint not null
);
create index attachment_name_customer on cases.attachment_name (customer);
call platform.protect('cases.attachment_name', 'select, insert, delete');
