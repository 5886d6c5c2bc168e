-- A file of rows on its way in. Progress is working state, not a fact of law: it stands outside the journal, which holds
-- the announcement and the end of each import, and every decision made of its rows.
create table decisions.import (
  id text primary key,
  entity text not null,
  name text not null,
  kind text not null,
  mapping jsonb not null,
  announced_by text not null,
  announced_at timestamptz not null,
  entry bigint not null
);
call platform.protect('decisions.import', 'select, insert');

create table decisions.import_progress (
  import text primary key references decisions.import (id),
  entity text not null,
  state text not null check (state in ('receiving', 'waiting', 'running', 'paused', 'done', 'failed')),
  bytes bigint not null default 0,
  sha256 text,
  rows_read bigint not null default 0,
  rows_accepted bigint not null default 0,
  rows_repeated bigint not null default 0,
  rows_refused bigint not null default 0,
  bytes_read bigint not null default 0,
  refused_bytes bigint not null default 0,
  started_at timestamptz,
  finished_at timestamptz,
  failure text
);
call platform.protect('decisions.import_progress', 'select, insert, update');
