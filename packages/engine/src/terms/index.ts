/** The words of the house: plain types and error codes, nothing that runs. Also a door of its own, for adapters. */
export type { Account, AccountStatus } from './account.ts';
export type { ByteSource } from './byte-source.ts';
export { errorCodes } from './error-codes.ts';
export type { ErrorCode, ErrorCodeEntry, ErrorOrigin } from './error-codes.ts';
export { SluiceError } from './error.ts';
export type { ErrorOptions } from './error.ts';
export { httpMethods } from './http-request.ts';
export type { HttpMethod, HttpRequest } from './http-request.ts';
export type { HttpResponse } from './http-response.ts';
export type { Json, JsonObject, JsonScalar } from './json.ts';
export { levelNames } from './level.ts';
export type { Level, LevelName, Origin, Provenance } from './level.ts';
export type * from './outcome.ts';
export type { PagePosition, PageRequest } from './page.ts';
export type { CursorSeal, Ports, Send } from './ports.ts';
export type { RateLimit } from './rate-limit.ts';
export type { Place, Run, Scope } from './run.ts';
