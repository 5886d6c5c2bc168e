create schema activity;
grant usage on schema activity to atalaya_app, atalaya_system;

create table activity.price (
  entity text not null,
  asset text not null,
  currency text not null,
  at timestamptz not null,
  price text not null,
  entry bigint not null,
  primary key (entity, asset, currency, at)
);
call platform.protect('activity.price', 'select, insert, update');
