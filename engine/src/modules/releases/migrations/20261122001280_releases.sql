create schema releases;
grant usage on schema releases to atalaya_app, atalaya_system;

-- What was stopped for a customer because of lists or tags that no longer say so, until two people decided about it.
create table releases.release (
  id text primary key,                 -- rls_…
  entity text not null,
  customer text not null,              -- cus_…
  state text not null check (state in ('open', 'proposed', 'released', 'kept', 'lapsed')),
  relationship text,                   -- 'restricted': the restriction would be lifted
  opened_at timestamptz not null,
  due_at timestamptz not null,
  proposal text,                       -- release, keep
  proposed_by text,
  proposed_at timestamptz,
  decided_by text,
  decided_at timestamptz,
  entry bigint not null
);
create unique index release_one_open on releases.release (customer) where state in ('open', 'proposed');
create index release_due on releases.release ((case when state in ('open', 'proposed') then 0 else 1 end), due_at, id);
call platform.protect('releases.release', 'select, insert, update');

-- Operations whose ground ended: what stopped them, what else was found, and which lists or tags are gone.
create table releases.item (
  release text not null,
  event text not null,                 -- evt_…
  entity text not null,
  customer text not null,
  outcome text not null,               -- of the decision: block, hold, review
  hold text,                           -- hld_…
  ended jsonb not null,                -- scenarios that would not fire any more
  standing jsonb not null,             -- scenarios that would
  grounds jsonb not null,
  found_at timestamptz not null,
  returned_at timestamptz,             -- the ground is back: nothing to release
  entry bigint not null,
  primary key (release, event)
);
create index item_event on releases.item (event);
call platform.protect('releases.item', 'select, insert, update');

-- What people wrote; sealed in the journal with the customer's key, deleted when the customer is erased.
create table releases.remark (
  id text primary key,                 -- note_…
  entity text not null,
  customer text not null,
  release text not null,
  kind text not null check (kind in ('proposed_release', 'proposed_keep', 'agreed', 'returned')),
  author text not null,
  at timestamptz not null,
  text text not null,
  entry bigint not null
);
create index remark_release on releases.remark (release);
create index remark_customer on releases.remark (customer);
call platform.protect('releases.remark');
