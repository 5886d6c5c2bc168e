create schema decisions;
grant usage on schema decisions to atalaya_app, atalaya_system;

-- One row per observed event: what lists and queries need. The whole event, its facts, findings and decision are in the
-- journal entry `entry`.
create table decisions.decision (
  id text primary key,                 -- evt_…
  entity text not null,
  reference text not null,             -- the exchange's event id
  content text not null,               -- SHA-256 of the event as told, hex
  customer text not null,              -- cus_…
  type text not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  asset text,
  amount text,                         -- plain decimal
  value_usd bigint,                    -- US cents
  rail text,
  network text,
  address text,
  outcome text not null,
  scenarios jsonb not null,
  entry bigint not null,
  unique (entity, reference)
);
create index decision_entry on decisions.decision (entry);
create index decision_customer on decisions.decision (customer, occurred_at);
create index decision_address on decisions.decision (address) where address is not null;
call platform.protect('decisions.decision', 'select, insert');

create table decisions.hold (
  id text primary key,
  entity text not null,
  event text not null unique,
  customer text not null,
  state text not null check (state in ('held', 'released', 'rejected', 'expired')),
  placed_at timestamptz not null,
  until timestamptz not null,
  scenarios jsonb not null,
  decided_by text,
  decided_at timestamptz,
  reason text,
  entry bigint not null
);
create index hold_open on decisions.hold (until) where state = 'held';
call platform.protect('decisions.hold', 'select, insert, update');
