-- What is known of past deposits and withdrawals now and was not when they were decided: each event and category once.
create table tracing.exposure_found (
  id text primary key,                 -- exf_…
  entity text not null,
  event text not null,                 -- evt_…
  customer text not null,              -- cus_…
  category text not null,
  share_ppm int not null,
  hops int not null,
  value_usd bigint,                    -- US cents of the event
  tags_version text not null,
  as_of_block bigint,
  found_at timestamptz not null,
  entry bigint not null,
  unique (event, category)
);
create index exposure_found_customer on tracing.exposure_found (customer);
call platform.protect('tracing.exposure_found', 'select, insert');
