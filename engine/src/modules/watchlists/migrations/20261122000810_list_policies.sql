-- How a list is used and where it comes from; null where nobody said otherwise (list-policy.ts has the defaults).
alter table watchlists.list
  add column category text,            -- sanctions, pep, tax, jurisdictions, own
  add column mode text,                -- live, trial, off
  add column threshold int,            -- lowest score that is a hit, in ten-thousandths
  add column weak_aliases text,        -- capped, full, ignored
  add column decides boolean,          -- a match stops events; otherwise it is a hit to look at
  add column confidential boolean,     -- content is sealed with the list's own key
  add column source jsonb,             -- [{name, url}]: where the issuer publishes the files
  add column every_hours int,          -- how often they are fetched
  add column fetched_at timestamptz,
  add column fetch_outcome text,       -- new, unchanged, failed
  add column fetch_error text,         -- code of the failure
  add column stale_since timestamptz;  -- the alarm was raised; null while fresh

-- Of a confidential list, the row's content is here and nowhere else: AES-256-GCM under the list's key.
alter table watchlists.listing add column sealed text;
create index listing_snapshot on watchlists.listing (code, snapshot, reference);

-- Who owns how much of whom, as staff found out; lists bring their own relations in their content. Shares are exact.
create table watchlists.ownership (
  id text primary key,                 -- own_…
  entity text not null,
  owner jsonb not null,                -- {list, reference} or {ownership_party}
  owned jsonb not null,                -- {reference, name, kind, country, identifiers}
  owned_reference text not null,
  share text not null,                 -- '50', '33.34' (per cent) or '1/3'
  source text not null,
  active boolean not null,
  set_by text not null,
  set_at timestamptz not null,
  entry bigint not null
);
call platform.protect('watchlists.ownership', 'select, insert, update');
