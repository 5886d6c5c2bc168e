create schema access;
grant usage on schema access to atalaya_app, atalaya_system;

-- Obliged entities: legal persons bound by law. Each row belongs to itself, so a caller sees those of the scope.
create table access.entity (
  id text primary key,                 -- ent_…
  entity text not null check (entity = id),
  code text not null unique,
  name text not null,
  jurisdiction text not null,          -- ISO 3166-1 alpha-2
  currency text not null,
  time_zone text not null,
  tax_id text,
  platform_domain text,
  created_at timestamptz not null,
  entry bigint not null
);
call platform.protect('access.entity', 'select, insert, update');

-- Staff belong to the deployment (entity '*'); their roles belong to one obliged entity each.
create table access.member (
  id text primary key,                 -- usr_…
  entity text not null,
  active boolean not null,
  created_at timestamptz not null,
  entry bigint not null
);
call platform.protect('access.member', 'select, insert, update');

create table access.member_person (
  id text primary key,
  entity text not null,
  name text not null,
  email text not null unique,          -- lower case
  entry bigint not null
);
call platform.protect('access.member_person', 'select, insert, update, delete');

create table access.role_grant (
  member text not null,
  role text not null check (role in ('analyst', 'officer', 'auditor', 'engineer', 'admin')),
  entity text not null,
  granted_by text not null,
  granted_at timestamptz not null,
  entry bigint not null,
  primary key (member, entity, role)
);
call platform.protect('access.role_grant', 'select, insert, update');

create table access.api_key (
  id text primary key,                 -- key_…
  entity text not null,
  name text not null,
  secret_sha256 text not null unique,  -- hex; the secret has 256 random bits and is shown once
  permissions jsonb not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  entry bigint not null
);
call platform.protect('access.api_key', 'select, insert, update');

-- Not in the journal: secrets in use and who is signed in at the moment. That a password was set, and that someone
-- signed in, is in the journal; the verifier knows that these three tables are not folds of entries.
create table access.password (
  member text primary key,
  entity text not null,
  hash text not null                   -- scrypt$log2(N)$r$p$salt$hash, base64url
);
call platform.protect('access.password');

create table access.sign_in_token (
  token_sha256 text primary key,
  entity text not null,
  member text not null,
  expires_at timestamptz not null
);
call platform.protect('access.sign_in_token');

create table access.session (
  token_sha256 text primary key,
  entity text not null,
  member text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_member on access.session (member);
call platform.protect('access.session');

-- Whoever may see a record may see the name of who changed it, whatever entity that person works for.
create function access.actor_names(actors text[]) returns table (id text, name text)
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.id, p.name from access.member_person p where p.id = any (actors)
  union all
  select k.id, k.name from access.api_key k where k.id = any (actors)
$$;
revoke execute on function access.actor_names from public;
grant execute on function access.actor_names to atalaya_app, atalaya_system;
