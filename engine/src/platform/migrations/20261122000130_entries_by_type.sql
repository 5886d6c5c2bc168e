-- A reader behind the reply looks twice a second for the few types it reads: whatever else is in the journal, a look costs
-- what it finds.
create index entry_by_type on journal.entry (type, xid, number) where type <> 'decisions.decided';
drop index journal.entry_notable;
