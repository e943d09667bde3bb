/** Which file of an integration folder is which document. */

export interface SortedFiles {
  readonly integration: string | undefined;
  readonly simulation: string | undefined;
  readonly webhook: string | undefined;
  readonly mappings: readonly string[];
  readonly cases: readonly string[];
  /** Documents in no place the folder knows. */
  readonly unknown: readonly string[];
}

export const folderHolds = 'integration, simulation, webhook, mappings/* and cases/*';

const documentPattern = /\.(ya?ml|json)$/;

/** Files that are no documents (SOURCES.md) are left out. */
export function sortFiles(files: readonly string[]): SortedFiles {
  const paths = files.filter((path) => documentPattern.test(path)).sort();
  const single = (name: string) => paths.find((path) => !path.includes('/') && baseName(path) === name);
  const under = (name: string) => paths.filter((path) => path.startsWith(`${name}/`) && path.split('/').length === 2);
  const found = {
    integration: single('integration'),
    simulation: single('simulation'),
    webhook: single('webhook'),
    mappings: under('mappings'),
    cases: under('cases'),
  };
  const taken = new Set(Object.values(found).flat());
  return { ...found, unknown: paths.filter((path) => !taken.has(path)) };
}

/** `mappings/crm.yaml` -> `crm`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(documentPattern, '');
}
