-- Documents are `json`, not `jsonb`: the order of keys is kept, since an XML body is sent in it.
-- Integrations, unified models and base mapping rows. Rows without an environment come from catalog folders and are seen
-- by every environment; rows with one were written through its API and are seen by it alone.
create table integration (
  id text collate "C" primary key,
  environment_id text collate "C" references environment (id) on delete cascade,
  name text not null,
  label text,
  category text,
  source text not null check (source in ('catalog', 'api')),
  source_path text not null,
  document json not null,
  content_hash text not null,
  -- Of the files it was read from: the same files are not linted again at the next start. Null for API rows.
  source_hash text,
  revision integer not null default 1,
  version integer not null default 1,
  -- Findings of the newest content that was refused; the document above is then an older, good one.
  last_refusal json,
  -- Set when the folder is gone but accounts still use the integration.
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((source = 'catalog') = (environment_id is null))
);
create unique index integration_name on integration (coalesce(environment_id, ''), name);
create index integration_page on integration (environment_id, id);
create index integration_by_category on integration (environment_id, category, id);
create index integration_by_source on integration (source, id);

create table unified_model (
  id text collate "C" primary key,
  environment_id text collate "C" references environment (id) on delete cascade,
  name text not null,
  source text not null check (source in ('catalog', 'api')),
  source_path text not null,
  resources json not null,
  types json not null,
  content_hash text not null,
  source_hash text,
  revision integer not null default 1,
  version integer not null default 1,
  last_refusal json,
  removed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((source = 'catalog') = (environment_id is null))
);
create unique index unified_model_name on unified_model (coalesce(environment_id, ''), name);
create index unified_model_page on unified_model (environment_id, id);

create table unified_model_resource_method (
  id text collate "C" primary key,
  environment_id text collate "C" references environment (id) on delete cascade,
  unified_model_id text collate "C" not null references unified_model (id) on delete cascade,
  resource_name text not null,
  method_name text not null,
  integration_name text not null,
  source text not null check (source in ('catalog', 'api')),
  source_path text not null,
  config json not null,
  content_hash text not null,
  revision integer not null default 1,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((source = 'catalog') = (environment_id is null))
);
create unique index unified_model_resource_method_key on unified_model_resource_method
  (coalesce(environment_id, ''), unified_model_id, integration_name, resource_name, method_name);
create index unified_model_resource_method_page on unified_model_resource_method (environment_id, id);
create index unified_model_resource_method_by_model on unified_model_resource_method (unified_model_id, id);
create index unified_model_resource_method_by_integration on unified_model_resource_method (integration_name, id);
