-- Events that count in no window any more because a later event of the exchange reversed or corrected them. What was
-- decided of them stays as it is; once at most.
create table decisions.taken_back (
  event text primary key references decisions.decision (id),
  entity text not null,
  customer text not null,
  kind text not null check (kind in ('reversed', 'corrected')),
  by_event text not null unique,
  at timestamptz not null,
  entry bigint not null
);
call platform.protect('decisions.taken_back', 'select, insert');

-- Rejected holds in the order of the journal: a start of the engine asks for them.
create index hold_rejected on decisions.hold (entry) where state = 'rejected';
