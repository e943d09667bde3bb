-- Integrated accounts. Context holds no secret: secrets are sealed beside it. Errors kept are codes, never messages or bodies.
create table integrated_account (
  id text collate "C" primary key,
  environment_id text collate "C" not null references environment (id) on delete cascade,
  environment_integration_id text collate "C" not null references environment_integration (id),
  tenant_id text not null,
  integration_name text not null,
  status text not null
    check (status in ('connecting', 'active', 'post_install_error', 'validation_error', 'needs_reauth')),
  authentication_method text,
  context json not null default '{}',
  credentials_sealed bytea,
  integration_override_sealed bytea,
  unified_model_override json,
  last_error json,
  last_forbidden_error json,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index integrated_account_page on integrated_account (environment_id, id);
create index integrated_account_by_tenant on integrated_account (environment_id, tenant_id, id);
create index integrated_account_by_integration on integrated_account (environment_id, integration_name, id);
create index integrated_account_by_status on integrated_account (environment_id, status, id);
create index integrated_account_by_environment_integration on integrated_account (environment_integration_id, id);

alter table api_token
  add foreign key (integrated_account_id) references integrated_account (id) on delete cascade;
create index api_token_of_account on api_token (integrated_account_id) where integrated_account_id is not null;
