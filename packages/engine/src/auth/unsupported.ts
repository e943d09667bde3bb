/** Schemes that exchange, sign or present something: known to the language, not built in this version. */
import type { AuthorizationScheme } from '../dsl/spec/authorization.ts';
import { invalidScheme, type Authorizer, type PlaceOf } from './authorizer.ts';

/** Compiles, so that documents load and other methods work; using it throws `config.invalid`. */
export function compileUnsupported(
  format: AuthorizationScheme['format'],
): (config: unknown, placeOf: PlaceOf) => Authorizer {
  return (_config, placeOf) => () => {
    throw invalidScheme(`scheme ${format} is not supported by this version`, placeOf('format'));
  };
}
