-- Operations that were stopped or looked at are few among millions: a list of them reads them alone.
create index decision_outcome on decisions.decision (outcome, entry) where outcome <> 'allow';
