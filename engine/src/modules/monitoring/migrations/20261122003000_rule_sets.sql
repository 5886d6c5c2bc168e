create schema monitoring;
grant usage on schema monitoring to atalaya_app, atalaya_system;

-- Versions of the rule-set. They belong to the deployment (entity '*'): one is live for all obliged entities, whose
-- differences are parameters inside it.
create table monitoring.rule_set (
  id text primary key,                 -- rul_…
  entity text not null,
  number int not null unique,
  state text not null check (state in ('draft', 'checked', 'shadow', 'live', 'retired')),
  origin text not null check (origin in ('shipped', 'staff')),
  note text not null,
  author text not null,
  created_at timestamptz not null,
  parent text references monitoring.rule_set (id),
  content text not null,               -- SHA-256 of file names and texts, hex
  version text,                        -- SHA-256 that decisions carry; null while there are problems
  scenarios int not null,
  problems int not null,
  shipped jsonb,                       -- of a set that came with the product: file → SHA-256 as it came
  submitted_at timestamptz,
  submitted_by text,
  checked_at timestamptz,
  checked_by text,
  shadow_since timestamptz,
  live_since timestamptz,
  live_until timestamptz,
  live_by text,
  retired_at timestamptz,
  entry bigint not null
);
create unique index rule_set_live on monitoring.rule_set ((true)) where state = 'live';
create unique index rule_set_shadow on monitoring.rule_set ((true)) where state = 'shadow';
call platform.protect('monitoring.rule_set', 'select, insert, update');

-- Each text once, however many versions have it.
create table monitoring.scenario_text (
  sha256 text primary key,
  entity text not null,
  text text not null,
  entry bigint not null
);
call platform.protect('monitoring.scenario_text', 'select, insert, update');

create table monitoring.rule_set_scenario (
  rule_set text not null references monitoring.rule_set (id),
  file text not null,
  entity text not null,
  sha256 text not null references monitoring.scenario_text (sha256),
  entry bigint not null,
  primary key (rule_set, file)
);
call platform.protect('monitoring.rule_set_scenario', 'select, insert, update, delete');
