create schema alerts;
grant usage on schema alerts to atalaya_app, atalaya_system;

-- Findings of one scenario about one customer, until somebody decides about them.
create table alerts.alert (
  id text primary key,                 -- alr_…
  entity text not null,
  customer text not null,              -- cus_…
  scenario text not null,
  title jsonb not null,
  state text not null check (state in ('open', 'in_case', 'cleared')),
  active boolean not null,             -- new findings of the same customer and scenario join it
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  findings integer not null,
  value_usd bigint,                    -- US cents of the events behind the findings
  assets jsonb not null,
  opened_at timestamptz not null,
  last_finding_at timestamptz not null,
  due_at timestamptz not null,
  assignee text,                       -- usr_…
  case_id text,                        -- cas_…
  cleared_by text,
  cleared_at timestamptz,
  cleared_reason text,
  entry bigint not null
);
create unique index alert_active on alerts.alert (customer, scenario) where active;
create index alert_queue on alerts.alert
  ((array_position('{low,medium,high,critical}'::text[], severity)) desc, opened_at, id) where state = 'open';
create index alert_customer on alerts.alert (customer, opened_at);
create index alert_case on alerts.alert (case_id) where case_id is not null;
create index alert_opened on alerts.alert (opened_at);
create index alert_cleared on alerts.alert (cleared_at) where cleared_at is not null;
call platform.protect('alerts.alert', 'select, insert, update');

-- The events behind an alert. What was found stands in the decision's journal entry.
create table alerts.finding (
  alert text not null,
  event text not null,                 -- evt_…
  entity text not null,
  found_at timestamptz not null,
  severity text not null,
  outcome text not null,
  entry bigint not null,
  primary key (alert, event)
);
create index finding_event on alerts.finding (event);
call platform.protect('alerts.finding', 'select, insert');

-- What people wrote; sealed in the journal with the customer's key, deleted when the customer is erased.
create table alerts.remark (
  id text primary key,                 -- note_…
  entity text not null,
  customer text not null,
  alert text not null,
  kind text not null check (kind in ('cleared', 'reopened', 'escalated')),
  author text not null,
  at timestamptz not null,
  text text not null,
  entry bigint not null
);
create index remark_alert on alerts.remark (alert);
create index remark_customer on alerts.remark (customer);
call platform.protect('alerts.remark');
