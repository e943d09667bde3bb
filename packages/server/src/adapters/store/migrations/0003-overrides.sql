-- What one environment changes: integrations it installed, models it extended, mapping rows it overrides.
create table environment_integration (
  id text collate "C" primary key,
  environment_id text collate "C" not null references environment (id) on delete cascade,
  integration_id text collate "C" not null references integration (id),
  is_enabled boolean not null default true,
  show_in_catalog boolean not null default true,
  -- Sealed whole: an override may hold a client secret anywhere.
  override_sealed bytea,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment_id, integration_id)
);
create index environment_integration_page on environment_integration (environment_id, id);
create index environment_integration_of on environment_integration (integration_id);

create table environment_unified_model (
  id text collate "C" primary key,
  environment_id text collate "C" not null references environment (id) on delete cascade,
  unified_model_id text collate "C" not null references unified_model (id),
  override json not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment_id, unified_model_id)
);
create index environment_unified_model_page on environment_unified_model (environment_id, id);
create index environment_unified_model_of on environment_unified_model (unified_model_id);

create table environment_unified_model_resource_method (
  id text collate "C" primary key,
  environment_id text collate "C" not null references environment (id) on delete cascade,
  environment_unified_model_id text collate "C" not null references environment_unified_model (id) on delete cascade,
  resource_name text not null,
  method_name text not null,
  integration_name text not null,
  config json not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment_unified_model_id, integration_name, resource_name, method_name)
);
create index environment_unified_model_resource_method_page
  on environment_unified_model_resource_method (environment_id, id);
create index environment_unified_model_resource_method_by_model
  on environment_unified_model_resource_method (environment_unified_model_id, id);
create index environment_unified_model_resource_method_by_integration
  on environment_unified_model_resource_method (environment_id, integration_name, id);
