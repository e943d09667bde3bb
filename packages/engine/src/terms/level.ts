/** The three levels a document can come from, lowest first, and the record of which one said what. */
export type LevelName = 'base' | 'environment' | 'account';

export const levelNames: readonly LevelName[] = ['base', 'environment', 'account'];

/** One level's document. `revision` grows with every accepted change of that document. */
export interface Level<Document> {
  readonly level: LevelName;
  readonly revision: number;
  /** Where an author finds it: `catalog/integrations/x/integration.yaml`, `environment override`, `account override`. */
  readonly source: string;
  readonly document: Document;
}

export interface Origin {
  readonly level: LevelName;
  readonly revision: number;
  readonly source: string;
}

/** Dotted path of a merged key -> the level that said it. Only leaves are listed. */
export type Provenance = Readonly<Record<string, Origin>>;
