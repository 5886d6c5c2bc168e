-- Events at which something fired: the few that lists of scenarios, overviews and views of a customer ask for.
create index decision_fired on decisions.decision (recorded_at) where scenarios <> '[]'::jsonb;
create index decision_recorded on decisions.decision using brin (recorded_at);
