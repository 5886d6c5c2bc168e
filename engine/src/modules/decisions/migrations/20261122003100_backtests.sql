-- A rule-set run over a stretch of what was decided. It belongs to the deployment, as rule-sets do; `entities` are those
-- whose events it saw, and only who may see all of them sees it.
create table decisions.backtest (
  id text primary key,                 -- bkt_…
  entity text not null,
  entities jsonb not null,
  rule_set text not null,
  against text,
  from_at timestamptz,                 -- event time judged
  to_at timestamptz,
  last_entry bigint not null,          -- entries up to this one
  seconds_per_alert int not null,
  started_by text not null,
  started_at timestamptz not null,
  state text,                          -- done, failed, cancelled; null until then
  finished_at timestamptz,
  result_sha256 text,
  alerts int,
  gained int,
  lost int,
  failure text,
  entry bigint not null
);
create index backtest_rule_set on decisions.backtest (rule_set, started_at);
call platform.protect('decisions.backtest', 'select, insert, update');

-- Working state, and the figures themselves, whose hash is in the journal.
create table decisions.backtest_progress (
  backtest text primary key references decisions.backtest (id),
  entity text not null,
  running boolean not null default false,
  events_done bigint not null default 0,
  events_total bigint not null default 0,
  events_per_second int not null default 0,
  result text
);
call platform.protect('decisions.backtest_progress', 'select, insert, update');

-- What the rule-set in shadow and live found at the same event. Made of the journal, like windows; no alert comes of it.
create table decisions.shadow_finding (
  rule_set text not null,
  entity text not null,
  event text not null,                 -- evt_…
  scenario text not null,
  change text not null check (change in ('gained', 'lost', 'kept')),
  customer text not null,
  occurred_at timestamptz not null,
  shadow_alert boolean not null,       -- begins an alert of its own there
  live_alert boolean not null,
  example jsonb,                       -- of a difference
  number bigint not null,              -- journal entry of the decision
  primary key (rule_set, event, scenario)
);
create index shadow_finding_newest on decisions.shadow_finding (rule_set, number) where change <> 'kept';
call platform.protect('decisions.shadow_finding', 'select, insert, delete');

create table decisions.shadow_progress (
  rule_set text primary key,
  entity text not null,
  began_after bigint not null,         -- decisions beyond this entry are judged
  last_entry bigint not null,
  events bigint not null default 0
);
call platform.protect('decisions.shadow_progress', 'select, insert, update, delete');
