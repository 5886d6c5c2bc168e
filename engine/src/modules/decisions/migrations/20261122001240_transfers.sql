-- An internal transfer is in the windows of both ends; the receiver stands in its journal entry only. Replays look here.
create index decision_transfer on decisions.decision (entity, occurred_at) where type = 'transfer';
