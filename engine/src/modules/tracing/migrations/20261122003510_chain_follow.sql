-- How far each chain was followed, and its last blocks: what a reorganisation takes back. A cursor, as journal.cursor: it is made again
-- by following the chain again.
create table tracing.chain_cursor (
  chain text primary key,
  height bigint not null,
  hash text not null,
  tip bigint not null,                 -- the source's height when last asked
  from_height bigint not null,
  updated_at timestamptz not null,
  undone int not null default 0        -- blocks of reorganisations taken back
);
create table tracing.chain_block (
  chain text not null,
  height bigint not null,
  hash text not null,
  parent text not null,
  at timestamptz not null,             -- the block's own time
  primary key (chain, height)
);
grant select on tracing.chain_cursor, tracing.chain_block to atalaya_app;
grant select, insert, update, delete on tracing.chain_cursor, tracing.chain_block to atalaya_system;
