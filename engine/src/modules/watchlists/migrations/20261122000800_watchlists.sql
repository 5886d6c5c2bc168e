create schema watchlists;
grant usage on schema watchlists to atalaya_app, atalaya_system;

-- Lists belong to the deployment (entity '*'): every obliged entity of the group screens against the same ones.
create table watchlists.list (
  id text primary key,                 -- lst_…
  entity text not null,
  code text not null unique,
  name text not null,
  issuer text not null,
  format text not null,
  mapping jsonb,                       -- columns of a csv
  fresh_hours int not null,            -- older than this since it was last checked, it is stale
  checked_at timestamptz,              -- when the issuer's files were last brought in, changed or not
  entry bigint not null
);
call platform.protect('watchlists.list', 'select, insert, update');

-- Versions of a list as known here; the highest number is current.
create table watchlists.snapshot (
  id text primary key,                 -- snp_…
  entity text not null,
  code text not null,
  number int not null,
  sha256 text not null,                -- of the issuer's files, hex
  digest text not null,                -- of the listings, hex: see digest.ts
  issued_on date,
  imported_at timestamptz not null,
  imported_by text not null,
  counts jsonb not null,
  added int not null,
  removed int not null,
  changed int not null,
  quarantined int not null,
  problems jsonb not null,
  entry bigint not null,
  unique (code, number)
);
call platform.protect('watchlists.snapshot', 'select, insert, update');

-- What the lists say, with two times: when it was in force, and when we knew it. Written set-based: a snapshot's journal
-- entry holds the digest of all its listings, and these rows are the content of that digest. Public lists, of no entity.
create table watchlists.listing (
  code text not null,
  reference text not null,             -- the issuer's own id
  content jsonb not null,              -- as in listing.ts
  name text not null,
  all_names text not null,
  removed boolean not null,            -- the issuer no longer lists it
  in_force_from date,                  -- null: not known since when
  in_force_until date,                 -- null: still in force
  known_from timestamptz not null,
  known_until timestamptz,             -- null: what we know now
  snapshot int not null,               -- number of the version that said so
  words tsvector not null generated always as (to_tsvector('simple'::regconfig, customers.fold(all_names))) stored,
  primary key (code, reference, known_from)
);
create index listing_known on watchlists.listing (code, reference) where known_until is null;
create index listing_words on watchlists.listing using gin (words);
grant select, insert, update on watchlists.listing to atalaya_app, atalaya_system;
