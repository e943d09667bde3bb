/** JSON as the engine passes it around. Arrays and objects are treated as read-only everywhere. */
export type JsonScalar = string | number | boolean | null;
export type Json = JsonScalar | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: unknown };
