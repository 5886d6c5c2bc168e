create schema if not exists tracing;
grant usage on schema tracing to atalaya_app, atalaya_system;

-- Packs of tags belong to the deployment (entity '*'), like lists.
create table tracing.tag_pack (
  code text primary key,
  entity text not null,
  title text not null,
  creator text not null,
  format text not null,
  tier text not null,                  -- whose word it is: private, authority, vendor, public
  licence text not null,
  defaults jsonb not null,             -- for rows that do not say: confidence, network, category, source, label
  checked_at timestamptz,
  entry bigint not null
);
call platform.protect('tracing.tag_pack', 'select, insert, update');

create table tracing.tag_version (
  id text primary key,                 -- <code>/<number>
  entity text not null,
  code text not null,
  number int not null,
  sha256 text not null,                -- of the files, hex
  digest text not null,                -- of the tags, hex: tags/tag-digest.ts
  imported_at timestamptz not null,
  imported_by text not null,
  counts jsonb not null,               -- tags, rows, without_confidence, quarantined and why
  added int not null,
  removed int not null,
  changed int not null,
  problems jsonb not null,             -- the first of them, each with its row
  entry bigint not null,
  unique (code, number)
);
call platform.protect('tracing.tag_version', 'select, insert');

-- What the packs say, with two times: when it holds by its issuer, and when we knew it. Written set-based, as
-- watchlists.listing: a version's journal entry holds the digest of all its tags.
create table tracing.tag (
  pack text not null,
  network text not null,
  address text not null,               -- canonical key
  label text not null,
  categories text[] not null,
  actor text,
  confidence smallint not null,
  confidence_name text not null,
  source text not null,
  in_force_from date,
  in_force_until date,
  lastmod date,
  cluster_definer boolean not null,
  context text,
  known_from timestamptz not null,
  known_until timestamptz,             -- null: what we know now
  version int not null
);
create index tag_address on tracing.tag (address);
create index tag_pack_known on tracing.tag (pack) where known_until is null;
grant select, insert, update on tracing.tag to atalaya_app, atalaya_system;

create table tracing.actor (
  id text not null,                    -- the pack's own, such as `binance`
  pack text not null,
  label text not null,
  uri text,
  categories text[] not null,
  jurisdictions text[] not null,
  known_from timestamptz not null,
  known_until timestamptz,
  version int not null
);
create index actor_id on tracing.actor (id);
grant select, insert, update on tracing.actor to atalaya_app, atalaya_system;
