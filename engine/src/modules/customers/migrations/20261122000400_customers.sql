create schema customers;
grant usage on schema customers to atalaya_app, atalaya_system;

-- What monitoring needs and does not identify anyone by itself.
create table customers.customer (
  id text primary key,                 -- cus_…
  entity text not null,
  reference text not null,             -- the exchange's own id
  kind text not null check (kind in ('person', 'organization')),
  state text not null check (state in ('prospect', 'active', 'restricted', 'closed')),
  country text,                        -- residence, ISO 3166-1 alpha-2
  profile jsonb not null,
  rating text not null check (rating in ('low', 'medium', 'high', 'critical')),
  risk jsonb not null,                 -- {version, points, reasons: [{code, points}]}
  warnings jsonb not null,             -- [{code, field}]
  erased boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  entry bigint not null,
  unique (entity, reference)
);
call platform.protect('customers.customer', 'select, insert, update');

-- Lower case, without accents and punctuation: how names are compared in searches.
create function customers.fold(words text) returns text language sql immutable strict parallel safe
  set search_path = pg_catalog, pg_temp as $$
  select btrim(regexp_replace(regexp_replace(normalize(lower(words), NFKD), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g'))
$$;

create function customers.display_name(details jsonb) returns text language sql immutable strict parallel safe
  set search_path = pg_catalog, pg_temp as $$
  select coalesce(details ->> 'legal_name', btrim(
    coalesce(details #>> '{name,given}', '') || ' ' || coalesce(details #>> '{name,paternal}', '') || ' ' ||
    coalesce(details #>> '{name,maternal}', '')))
$$;

-- Identity numbers as they are compared: upper case, letters and digits only.
create function customers.identity_keys(details jsonb) returns text[] language sql immutable strict parallel safe
  set search_path = pg_catalog, pg_temp as $$
  select coalesce(array_agg(upper(regexp_replace(number ->> 'value', '[^0-9A-Za-z]', '', 'g'))), '{}')
  from jsonb_array_elements(details -> 'identity_numbers') as number
$$;

-- What can identify someone: the same bytes are sealed in the journal under the customer's key; erasing removes the row.
create table customers.person (
  id text primary key,
  entity text not null,
  details jsonb not null,
  entry bigint not null,
  display_name text not null generated always as (customers.display_name(details)) stored,
  words tsvector not null generated always as (to_tsvector('simple'::regconfig, customers.fold(
    customers.display_name(details) || ' ' || coalesce(details #>> '{name,preferred}', '')))) stored,
  identity_keys text[] not null generated always as (customers.identity_keys(details)) stored
);
create index person_words on customers.person using gin (words);
create index person_identity on customers.person using gin (identity_keys);
call platform.protect('customers.person', 'select, insert, update, delete');

-- Ids of the scope's customers that a search means: words of the name in any order, each from its beginning; the start of a
-- reference; a whole identity number. Runs as the owner, because row-level security would keep the indexes from being
-- used; it asks for the scope itself.
create function customers.matching(query text, most int) returns setof text
  language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from (
    (select p.id from customers.person p
     where p.words @@ to_tsquery('simple', nullif(regexp_replace(customers.fold(query), '\s+', ':* & ', 'g'), '') || ':*')
       and p.entity = any (platform.scope()) limit most)
    union
    (select p.id from customers.person p
     where p.identity_keys @> array[upper(regexp_replace(query, '[^0-9A-Za-z]', '', 'g'))]
       and p.entity = any (platform.scope()) limit most)
    union
    (select c.id from customers.customer c
     where c.reference >= query and c.reference < query || U&'\FFFD' and starts_with(c.reference, query)
       and c.entity = any (platform.scope()) limit most)
  ) found limit most
$$;
revoke execute on function customers.matching from public;
grant execute on function customers.matching to atalaya_app, atalaya_system;
