create schema screening;
grant usage on schema screening to atalaya_app, atalaya_system;

-- One row per party and listing that resemble each other, for as long as we know them.
create table screening.hit (
  id text primary key,                 -- hit_…
  entity text not null,
  subject_kind text not null check (subject_kind in ('customer', 'counterparty', 'wallet')),
  customer text not null,              -- cus_…: whose, or whom they dealt with
  subject_key text not null,           -- 'customer', or a hash of the counterparty under the customer's key
  list text not null,
  reference text not null,
  state text not null check (state in ('open', 'proposed', 'cleared', 'confirmed', 'lapsed')),
  cause text not null,                 -- why it is in this state
  score int not null,                  -- ten-thousandths
  features jsonb not null,             -- [{feature, for}]: what speaks for and against, without values
  subject_digest text not null,        -- of what was compared of the party
  listing_digest text not null,        -- of what was compared of the listing
  snapshot text not null,              -- snp_… of the list
  algorithm text not null,
  event text,                          -- evt_… a counterparty or wallet was seen in
  raised_at timestamptz not null,
  changed_at timestamptz not null,
  proposal text,                       -- clear, confirm
  proposed_by text,
  decided_by text,
  decided_at timestamptz,
  reason text,
  scope text,                          -- listing, list
  until timestamptz,                   -- a clearance ends
  entry bigint not null,
  unique (customer, subject_key, list, reference)
);
create index hit_queue on screening.hit (score desc, raised_at, id) where state in ('open', 'proposed');
create index hit_listing on screening.hit (list, reference);
create index hit_until on screening.hit (until) where state = 'cleared';
create index hit_raised on screening.hit (raised_at);
call platform.protect('screening.hit', 'select, insert, update');

-- What was compared, and how: the party's own data. Sealed in the journal with the customer's key, gone when they are erased.
create table screening.hit_person (
  id text primary key,
  entity text not null,
  customer text not null,
  details jsonb not null,              -- {query, matched, reasons}
  entry bigint not null
);
create index hit_person_customer on screening.hit_person (customer);
call platform.protect('screening.hit_person');

create table screening.remark (
  id text primary key,                 -- note_…
  entity text not null,
  customer text not null,
  hit text not null,
  kind text not null,
  author text not null,
  at timestamptz not null,
  text text not null,
  entry bigint not null
);
create index remark_hit on screening.remark (hit);
create index remark_customer on screening.remark (customer);
call platform.protect('screening.remark');

-- How an obliged entity screens.
create table screening.policy (
  entity text primary key,
  threshold int not null,
  threshold_high_risk int not null,    -- of customers rated high or critical
  four_eyes int not null,              -- from this score on, a second person decides
  clearance_days int not null,
  entry bigint not null
);
call platform.protect('screening.policy', 'select, insert, update');

-- Screenings of many: a list's new version, everybody again, or a trial.
create table screening.run (
  id text primary key,                 -- job_…
  entity text not null,
  kind text not null check (kind in ('delta', 'full', 'trial')),
  list text,
  from_number int,
  to_number int,
  settings jsonb not null,
  announced_by text not null,
  announced_at timestamptz not null,
  entry bigint not null
);
create index run_list on screening.run (list, to_number);
call platform.protect('screening.run', 'select, insert');

create table screening.run_progress (
  run text primary key references screening.run (id),
  entity text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  cursor text not null default '',
  customers bigint not null default 0,
  total bigint not null default 0,
  raised int not null default 0,
  changed int not null default 0,
  lapsed int not null default 0,
  result jsonb,
  started_at timestamptz,
  finished_at timestamptz,
  failure text
);
call platform.protect('screening.run_progress', 'select, insert, update');
