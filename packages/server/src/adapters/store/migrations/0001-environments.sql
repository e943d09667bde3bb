-- Environments (isolated workspaces), their sealed variables and their API tokens.
create table environment (
  id text collate "C" primary key,
  name text not null unique,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table environment_variable (
  id text collate "C" primary key,
  environment_id text collate "C" not null references environment (id) on delete cascade,
  name text not null,
  value_sealed bytea not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (environment_id, name)
);
create index environment_variable_page on environment_variable (environment_id, id);

-- The secret itself is nowhere: only its keyed hash.
create table api_token (
  id text collate "C" primary key,
  environment_id text collate "C" not null references environment (id) on delete cascade,
  name text not null,
  token_hash bytea not null unique,
  scopes text[] not null,
  integrated_account_id text collate "C",
  expires_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index api_token_page on api_token (environment_id, id);
create index api_token_by_account on api_token (environment_id, integrated_account_id, id);
