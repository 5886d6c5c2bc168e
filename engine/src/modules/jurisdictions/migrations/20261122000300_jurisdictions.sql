create schema jurisdictions;
grant usage on schema jurisdictions to atalaya_app, atalaya_system;

-- Official schemas of authorities, as imported; the one imported last is in use. They belong to the deployment ('*').
create table jurisdictions.schema (
  jurisdiction text not null,
  format text not null,
  sha256 text not null,                -- of the bytes, hex
  entity text not null,
  bytes integer not null,
  namespace text not null,
  content text not null,               -- the bytes in base64
  imported_at timestamptz not null,
  imported_by text not null,
  entry bigint not null,
  primary key (jurisdiction, format, sha256)
);
create index schema_current on jurisdictions.schema (jurisdiction, format, entry desc);
call platform.protect('jurisdictions.schema', 'select, insert, update');
