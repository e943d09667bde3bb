-- Every change of what calls depend on is told to all processes at commit: which row, never its content.
create function tell_change() returns trigger language plpgsql as $$
declare
  changed jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
  perform pg_notify(
    'sluice_change',
    jsonb_build_object(
      'kind', tg_table_name,
      'environment_id', case when tg_table_name = 'environment' then changed -> 'id' else changed -> 'environment_id' end,
      'id', changed -> 'id'
    )::text
  );
  return null;
end
$$;

create trigger tell after insert or update or delete on environment for each row execute function tell_change();
create trigger tell after insert or update or delete on environment_variable for each row execute function tell_change();
create trigger tell after insert or update or delete on api_token for each row execute function tell_change();
create trigger tell after insert or update or delete on integration for each row execute function tell_change();
create trigger tell after insert or update or delete on unified_model for each row execute function tell_change();
create trigger tell after insert or update or delete on unified_model_resource_method
  for each row execute function tell_change();
create trigger tell after insert or update or delete on environment_integration
  for each row execute function tell_change();
create trigger tell after insert or update or delete on environment_unified_model
  for each row execute function tell_change();
create trigger tell after insert or update or delete on environment_unified_model_resource_method
  for each row execute function tell_change();
create trigger tell after insert or update or delete on integrated_account for each row execute function tell_change();
