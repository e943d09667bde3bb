-- A small help desk. Ids begin beyond 2^53, so that a number passed through JavaScript would not come out as it went in.
create schema desk;

create table desk.person (
  id bigint primary key generated always as identity (start with 9007199254740993),
  name text not null,
  email text unique
);

create table desk.ticket (
  id bigint primary key generated always as identity (start with 9007199254740993),
  subject text not null constraint subject_is_said check (btrim(subject) <> ''),
  body text,
  status text not null default 'open' check (status in ('open', 'waiting', 'done')),
  priority int check (priority between 1 and 4),
  requester_id bigint references desk.person,
  due_on date,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on desk.ticket (requester_id);
create index on desk.ticket (updated_at, id);

create function desk.touch() returns trigger language plpgsql as $$
begin
  new.updated_at := greatest(now(), old.updated_at + interval '1 microsecond');
  return new;
end $$;
create trigger touch before update on desk.ticket for each row execute function desk.touch();

-- What changed after a moment, in the order it changed: a connection of its own in the API.
create function desk.tickets_changed_after(moment timestamptz) returns setof desk.ticket
  language sql stable as $$ select * from desk.ticket where updated_at > moment order by updated_at, id $$;

insert into desk.person (name, email)
  select 'Person ' || n, case when n % 4 = 0 then null else 'person' || n || '@northwind.example' end
  from generate_series(1, 40) as n;

insert into desk.ticket (subject, body, status, priority, requester_id, due_on, created_at, updated_at)
  select
    case when n % 50 = 7 then 'Žluťoučký "kůň" <' || n || '> 日本語' else 'Ticket ' || n end,
    case when n % 5 = 0 then null else 'Line one of ' || n || E'\nLine two' end,
    (array['open', 'waiting', 'done'])[n % 3 + 1],
    case when n % 7 = 0 then null else n % 4 + 1 end,
    case when n % 6 = 0 then null else 9007199254740993 + n % 40 end,
    case when n % 8 = 0 then date '2027-03-01' else null end,
    timestamptz '2026-01-01 00:00:00Z' + n * interval '1 hour',
    timestamptz '2026-02-01 00:00:00Z' + (n * 37 % 337) * interval '1 hour'
  from generate_series(1, 337) as n;

analyze desk.ticket;
