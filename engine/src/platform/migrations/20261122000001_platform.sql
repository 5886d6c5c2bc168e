-- Roles: the application sees only the obliged entities of its transaction; the system role serves readers behind the reply.
do $$
begin
  begin create role atalaya_app nologin; exception when duplicate_object or unique_violation then null; end;
  begin create role atalaya_system nologin; exception when duplicate_object or unique_violation then null; end;
  begin
    execute format('grant atalaya_app, atalaya_system to %I', current_user);
  exception when others then null; -- a superuser needs no grant
  end;
end $$;

create schema platform;
grant usage on schema platform to atalaya_app, atalaya_system;

-- The entities this transaction may see; nothing set means nothing seen.
create function platform.scope() returns text[] language sql stable parallel safe
  return string_to_array(coalesce(current_setting('atalaya.entities', true), ''), ',');

-- Puts a table under row-level security by its column `entity` and grants what the roles may do.
create procedure platform.protect(target regclass, allowed text default 'select, insert, update, delete') language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('create policy entity_scope on %s to atalaya_app using (entity = any ((select platform.scope())::text[])) with check (entity = any ((select platform.scope())::text[]))', target);
  execute format('create policy everything on %s to atalaya_system using (true) with check (true)', target);
  execute format('grant %s on %s to atalaya_app, atalaya_system', allowed, target);
end $$;

create schema vault;
grant usage on schema vault to atalaya_app, atalaya_system;
create table vault.person_key (
  person text primary key,
  entity text not null,
  wrapped text not null,
  created_at timestamptz not null default now()
);
call platform.protect('vault.person_key');

create schema journal;
grant usage on schema journal to atalaya_app, atalaya_system;

create table journal.entry (
  number bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  entity text not null,
  type text not null,
  schema smallint not null,
  actor text not null,
  subject text not null,
  at timestamptz not null,
  bytes bytea not null,
  leaf_hash bytea not null check (length(leaf_hash) = 32)
);
alter table journal.entry alter column bytes set storage main;
create index entry_order on journal.entry (xid, number);
create index entry_notable on journal.entry (xid, number) where type <> 'decisions.decided';
create index entry_subject on journal.entry (subject, number) where type <> 'decisions.decided';
call platform.protect('journal.entry', 'select, insert');

create table journal.entry_type (
  type text not null,
  schema smallint not null,
  state jsonb not null,
  entity text not null,
  entry bigint not null,
  primary key (type, schema)
);
call platform.protect('journal.entry_type', 'select, insert');

create table journal.tile (
  level smallint not null,
  index bigint not null,
  hashes bytea not null,
  numbers bigint[],
  primary key (level, index)
);
grant select on journal.tile to atalaya_app;
grant select, insert, update on journal.tile to atalaya_system;

create table journal.checkpoint (
  size bigint primary key,
  root bytea not null,
  at timestamptz not null,
  note text not null,
  last_xid xid8 not null,
  last_number bigint not null
);
grant select on journal.checkpoint to atalaya_app;
grant select, insert on journal.checkpoint to atalaya_system;

-- Named cursors of readers behind the reply.
create table journal.cursor (
  reader text primary key,
  xid xid8 not null,
  number bigint not null
);
grant select on journal.cursor to atalaya_app;
grant select, insert, update on journal.cursor to atalaya_system;
