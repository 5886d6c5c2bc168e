-- What took away the listing a hit rested on: the version of the list, and the day on which it ceased to be in force.
alter table screening.hit add column delisted_by text;   -- snp_…; null: not delisted, or its list is no longer screened
alter table screening.hit add column delisted_on date;
