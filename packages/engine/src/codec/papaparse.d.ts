/** The little of papaparse that is used here, under its file's name: the published types would bring Node's into the engine. */
declare module 'papaparse/papaparse.js' {
  interface Parsed {
    readonly data: readonly Readonly<Record<string, unknown>>[];
    readonly errors: readonly { readonly type: string; readonly code: string }[];
  }
  interface Settings {
    readonly header: true;
    readonly skipEmptyLines: 'greedy';
  }
  const papaparse: { parse(text: string, settings: Settings): Parsed };
  export default papaparse;
}
