-- One row a call: metadata only, never a payload, a query value or a provider's message. Partitions (a day each) are made
-- and dropped by the call recorder.
create sequence request_log_id as bigint;

create table request_log (
  at timestamptz not null,
  id bigint not null default nextval('request_log_id'),
  environment_id text collate "C" not null,
  integrated_account_id text collate "C",
  integration text,
  api text not null,
  model text,
  resource text,
  method text,
  status smallint not null,
  code text,
  duration_ms real not null,
  provider_ms real not null,
  provider_requests integer not null,
  record_count integer,
  request_id text not null,
  config_revision text,
  primary key (at, id)
) partition by range (at);

create index request_log_page on request_log (environment_id, at, id);
create index request_log_by_account on request_log (environment_id, integrated_account_id, at, id);
create index request_log_by_integration on request_log (environment_id, integration, at, id);
create index request_log_by_status on request_log (environment_id, status, at, id);
create index request_log_by_code on request_log (environment_id, code, at, id) where code is not null;
create index request_log_by_request on request_log (environment_id, request_id);
