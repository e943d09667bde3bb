/** The page of settings, from the server's own table of them. */
import { code, generatedNote, page, table } from '../../packages/engine/src/dsl/reference/markdown.ts';

export interface SettingSpec {
  readonly name: string;
  readonly unit: string | null;
  readonly default: unknown;
  readonly reason: string;
  readonly secret?: boolean;
}

export function settingsReference(specs: readonly SettingSpec[]): string {
  const rows = specs.map(({ name, unit, default: value, reason, secret }) => [
    code(name),
    unit ?? '',
    value === null || value === undefined || value === '' ? '' : code(value),
    `${reason}${secret === true ? ' Secret.' : ''}`,
  ]);
  return page([
    '# Settings',
    generatedNote,
    'Environment variables of the server. An unknown name that begins with `SLUICE_` is an error.',
    table(['name', 'unit', 'default', 'why'], rows),
  ]);
}
