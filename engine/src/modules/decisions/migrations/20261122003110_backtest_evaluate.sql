-- What of a backtest is evaluated: `changed` scenarios, or `all`. Null: of before there was a choice, all.
alter table decisions.backtest add column evaluate text check (evaluate in ('changed', 'all'));
