-- Idempotency keys of writes: a keyed hash, how the call ended and the id it gave. Neither a key nor a payload is here.
create table idempotency_key (
  hash bytea primary key,
  -- Of whoever holds the key: what ends a call changes only the rows it claimed itself.
  claim uuid not null,
  -- Status the caller got; null while the call is under way.
  status smallint,
  record_id text,
  -- Under way: when it counts as abandoned, put off while the call lives. Done: when it is forgotten.
  expires_at timestamptz not null
);
create index idempotency_key_expired on idempotency_key (expires_at);
