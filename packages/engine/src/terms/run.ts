/** What one call binds for its expressions: one instant, one source of randomness. */
export interface Run {
  /** Epoch milliseconds; `$now()` and `$millis()` of every expression of the call. */
  readonly nowMs: number;
  readonly random: () => number;
}

/** Variables of templates and expressions: names of the field's scope, plus bare context where the field is for addressing. */
export type Scope = { readonly [name: string]: unknown };

/** Where an expression or template stands, for errors and explain. */
export interface Place {
  readonly level: 'base' | 'environment' | 'account';
  /** `catalog/integrations/x/mappings/crm.yaml`, `account override`. */
  readonly source: string;
  /** Dotted path of the field: `resources.contacts.list.response_mapping`. */
  readonly field: string;
}
