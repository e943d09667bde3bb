/** Every error code Sluice can answer with, and what to do about it. `docs/reference/errors.md` is generated from this table. */
export type ErrorOrigin = 'caller' | 'config' | 'provider' | 'system';

export interface ErrorCodeEntry {
  readonly status: number;
  readonly origin: ErrorOrigin;
  readonly retryable: boolean;
  readonly means: string;
  readonly remedy: string;
}

const caller = (status: number, means: string, remedy: string): ErrorCodeEntry => ({
  status,
  origin: 'caller',
  retryable: false,
  means,
  remedy,
});
const config = (status: number, means: string, remedy: string): ErrorCodeEntry => ({
  status,
  origin: 'config',
  retryable: false,
  means,
  remedy,
});
const provider = (status: number, retryable: boolean, means: string, remedy: string): ErrorCodeEntry => ({
  status,
  origin: 'provider',
  retryable,
  means,
  remedy,
});
const system = (status: number, retryable: boolean, means: string, remedy: string): ErrorCodeEntry => ({
  status,
  origin: 'system',
  retryable,
  means,
  remedy,
});

const table = {
  'auth.missing_token': caller(401, 'The request carries no API token.', 'Send `Authorization: Bearer <token>`.'),
  'auth.invalid_token': caller(
    401,
    'The API token is unknown, revoked or expired.',
    'Use a token of this environment, or create one with POST /api-token.',
  ),
  'auth.wrong_scope': caller(
    403,
    'The API token lacks the scope this route needs.',
    'Use a token with the scope named in the message.',
  ),

  'request.unknown_route': caller(404, 'No such route.', 'See /openapi.json for the routes.'),
  'request.invalid_json': caller(
    400,
    'The body is not valid JSON.',
    'Send a JSON body with content-type application/json.',
  ),
  'request.invalid_body': caller(
    400,
    'A body field is missing or of the wrong type.',
    'Correct the field named in `details`.',
  ),
  'request.invalid_query': caller(
    400,
    'A query parameter is missing or of the wrong type.',
    'Correct the parameter named in `details`.',
  ),
  'request.invalid_header': caller(
    400,
    'A header of the request has a value that is not allowed.',
    'Correct the header named in `details`.',
  ),
  'request.invalid_path': caller(
    400,
    'A value does not fit into the path of the request.',
    'Correct the value named in the message.',
  ),
  'request.body_too_large': caller(
    413,
    'The body exceeds the size limit.',
    'Send less, or raise SLUICE_MAX_BODY_BYTES.',
  ),
  'request.unsupported_media_type': caller(
    415,
    'The body is of a content type this route does not take.',
    'Send application/json.',
  ),

  'account.missing': caller(
    400,
    'The call does not say which integrated account it is for.',
    'Add ?integrated_account_id=...',
  ),
  'account.not_found': caller(
    404,
    'There is no such integrated account in this environment.',
    'Check the id; GET /integrated-account lists them.',
  ),
  'account.not_ready': caller(
    409,
    'The integrated account is not connected yet.',
    'Finish connecting it; its status says what is missing.',
  ),
  'account.needs_reauth': caller(
    401,
    'The provider no longer accepts the credentials of this account.',
    'Have the customer connect again.',
  ),

  'unified.unknown_model': caller(
    404,
    'There is no such unified model.',
    'Use one of the models in `details.allowed`.',
  ),
  'unified.unknown_resource': caller(
    404,
    'The unified model has no such resource.',
    'Use one of the resources in `details.allowed`.',
  ),
  'unified.unknown_method': caller(
    404,
    'The resource has no such method.',
    'Use one of the methods in `details.allowed`.',
  ),
  'unified.not_mapped': caller(
    404,
    'This integration does not map that resource and method.',
    'See /integrated-account/{id}/capabilities; the proxy API may reach it.',
  ),
  'proxy.unknown_resource': caller(
    404,
    'The integration has no such resource.',
    'Use one of the resources in `details.allowed`, or the custom API.',
  ),
  'proxy.unknown_method': caller(
    404,
    'The resource has no such method.',
    'Use one of the methods in `details.allowed`.',
  ),

  'filter.unsupported': caller(
    400,
    'The provider cannot honour this filter, so the answer would be wrong.',
    'Use one of the filters in `details.allowed`; /meta shows them.',
  ),
  'cursor.invalid': caller(
    400,
    'next_cursor is not one of ours or was changed.',
    'Pass next_cursor exactly as it was returned, or start again without it.',
  ),
  'cursor.foreign': caller(
    400,
    'next_cursor belongs to another account, resource, method or query.',
    'Repeat the call that returned it, with the same query.',
  ),
  'body.missing_field': caller(
    400,
    'A field the resource or the provider requires is missing.',
    'Add the fields in `details`; /meta shows what is required.',
  ),
  'body.unsupported_field': caller(
    400,
    'This provider cannot take a field of the body, so it would be lost.',
    'Leave out the fields in `details.found`, or send them as `remote_data`; /meta shows what is accepted.',
  ),
  'body.invalid_field': caller(
    400,
    'A field has a value the model does not allow.',
    'Correct the fields in `details`.',
  ),

  'call.in_progress': caller(409, 'Another call with this Idempotency-Key is under way.', 'Wait for it to end.'),
  'call.already_done': caller(
    409,
    'A call with this Idempotency-Key was already done; `details.status` is the status it ended with.',
    'Use the id in `details`. After a status of 400 or more it may or may not have been done: look before you call with a new key.',
  ),

  'template.unresolved': config(
    422,
    'A {{placeholder}} has no value, so nothing was sent.',
    'Give the account or the call the value named in the message.',
  ),
  'expression.syntax': config(
    422,
    'A JSONata expression cannot be parsed.',
    'Correct the expression at the place in the message.',
  ),
  'expression.failed': config(
    500,
    'A JSONata expression failed on this input.',
    'Correct the expression at the level, file and field in the message.',
  ),
  'expression.over_budget': config(
    500,
    'A JSONata expression used more steps, time or output than allowed.',
    'Simplify the expression named in the message.',
  ),
  'mapping.invalid_result': config(
    500,
    'A mapping returned something of the wrong kind.',
    'Make the mapping return what the message asks for.',
  ),
  'config.invalid': config(422, 'The document breaks the config language.', 'Correct the findings in `details`.'),
  'config.not_found': caller(404, 'There is no such document.', 'Check the id or name.'),
  'config.version_required': caller(
    400,
    'An update must carry the version that was read.',
    'Read the document, then send its `version`.',
  ),
  'config.version_conflict': caller(
    409,
    'The document was changed since it was read.',
    'Read it again; `details.version` is the current one.',
  ),
  'config.conflict': caller(409, 'The change clashes with what exists.', 'See the message.'),
  'config.read_only': caller(
    409,
    'The document belongs to a catalog folder.',
    'Edit the folder, or use an environment override.',
  ),
  'catalog.refused': config(
    422,
    'A catalog folder was refused; the last good revision stays.',
    'Correct the findings in the log.',
  ),

  'provider.rate_limited': provider(429, true, 'The provider asked to slow down.', 'Wait `ratelimit-reset` seconds.'),
  'provider.unauthorized': provider(
    401,
    false,
    'The provider refused the credentials.',
    'Have the customer connect again.',
  ),
  'provider.forbidden': provider(
    403,
    false,
    'The provider says this account may not do that.',
    'Grant the scopes in `missing_scopes`, or the right in the provider.',
  ),
  'provider.error': provider(
    502,
    false,
    'The provider answered with an error; `remote` holds its status and message.',
    'See `remote`.',
  ),
  'provider.invalid_response': provider(
    502,
    true,
    'The provider answered with something that is not what its API promises (HTML, a cut body).',
    'Try again; if it stays, check base_url and response_format.',
  ),
  'provider.response_too_large': provider(
    502,
    false,
    'The provider sent more than the response limit.',
    'Ask for smaller pages, or raise SLUICE_MAX_RESPONSE_BYTES.',
  ),
  'provider.unreachable': provider(502, true, 'The provider could not be reached.', 'Try again later.'),
  'provider.timeout': provider(
    504,
    true,
    'The provider did not answer in time.',
    'Try again later, or raise timeout_ms of the method.',
  ),
  'pagination.loop': provider(
    502,
    false,
    'The provider repeats a cursor or a page, or never ends.',
    'Start again without next_cursor; if it stays, check the pagination section.',
  ),
  'egress.refused': config(
    403,
    'The address is private, loopback or link-local.',
    'Have the operator add it to SLUICE_EGRESS_ALLOW.',
  ),

  'settings.invalid': config(
    500,
    'A setting has a wrong value or an unknown name.',
    'See the message for the place, the value found and the values allowed.',
  ),
  'store.unavailable': system(503, true, 'The database cannot be reached.', 'Try again; check /health/ready.'),
  'settings.port_in_use': config(
    500,
    'Another program listens on the port.',
    'Stop it, or choose another port in the setting the message names.',
  ),
  'store.in_use': system(
    500,
    false,
    'The data directory is used by another running copy.',
    'Stop that process, or set SLUICE_DATA_DIR to another directory.',
  ),
  'store.start_failed': system(
    500,
    false,
    'The embedded database could not be started.',
    'See the reason in the message and the log file it names, or set DATABASE_URL.',
  ),
  'store.migration_failed': system(
    500,
    false,
    'A database migration could not be applied.',
    'See the message; the migration was rolled back as a whole.',
  ),
  'vault.cannot_open': system(
    500,
    false,
    'A sealed value cannot be opened: its master key is missing, or it was changed or moved.',
    'Give the key named in the message in SLUICE_MASTER_KEY.',
  ),
  'system.shutting_down': system(503, true, 'The server is stopping.', 'Try again.'),
  'system.bug': system(500, false, 'Sluice made a mistake.', 'Report it with the request id.'),
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof table;

export const errorCodes: Readonly<Record<ErrorCode, ErrorCodeEntry>> = table;
