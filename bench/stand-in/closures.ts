/** The expressions of a unified contact list, by their exact text in the catalog, as hand-written functions. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { mapHubspotContact, properties, type HubspotContact } from '../mapping/hubspot-contacts.ts';
import { mapSalesforceContact, soql, soqlAfter, type SalesforceContact } from '../mapping/salesforce-contacts.ts';

type Input = Readonly<Record<string, unknown>>;
export type Closure = (input: Input) => unknown;
type Tree = { readonly [key: string]: Tree };

const read = (file: string): Tree =>
  parse(readFileSync(new URL(`../../catalog/integrations/${file}`, import.meta.url), 'utf8')) as Tree;

/** Throws where the catalog no longer has the field, so that the bench never measures something else in silence. */
function textAt(tree: Tree, path: string): string {
  let at: Tree | undefined = tree;
  for (const key of path.split('/')) at = at?.[key];
  if (typeof at !== 'string') throw new Error(`the catalog has no expression at ${path}`);
  return at;
}

const hubspot = read('hubspot/integration.yaml');
const hubspotCrm = read('hubspot/mappings/crm.yaml');
const salesforce = read('salesforce/integration.yaml');
const salesforceCrm = read('salesforce/mappings/crm.yaml');
const list = 'resources/contacts/list';
const paging = `${list}/pagination/config`;

const asList = { properties, associations: 'companies' };
const noValues = {};

/** The closures know a list without filters, and answers that are no failure; nothing else is benched. */
export const closures: ReadonlyMap<string, Closure> = new Map<string, Closure>([
  [textAt(hubspotCrm, `${list}/method/expression`), whenPlain(() => 'list')],
  [textAt(hubspotCrm, `${list}/query_mapping`), whenPlain(() => asList)],
  [textAt(hubspotCrm, `${list}/is_partial`), whenPlain(() => false)],
  [textAt(hubspotCrm, `${list}/response_mapping`), ({ response }) => mapHubspotContact(response as HubspotContact)],
  [textAt(hubspot, 'error_expression'), whenFine],
  [textAt(salesforceCrm, `${list}/query_mapping`), whenPlain(({ limit }) => ({ q: soql(Number(limit)) }))],
  [textAt(salesforceCrm, `${list}/response_mapping`), mapSalesforce],
  [textAt(salesforce, 'error_expression'), whenFine],
  [textAt(salesforce, 'rate_limit/is_rate_limited'), whenFine],
  [textAt(salesforce, `${paging}/get_initial_pagination_values_expression`), () => noValues],
  [textAt(salesforce, `${paging}/get_pagination_values_expression`), nextOfSalesforce],
]);

function whenPlain(closure: (query: Input) => unknown): Closure {
  return ({ query }) => {
    for (const name in query as Input) if (name !== 'limit') throw new Error(`the stand-in knows no filter ${name}`);
    return closure(query as Input);
  };
}

function whenFine({ status }: Input): undefined {
  if (status !== 200) throw new Error('the stand-in knows no failures');
}

function mapSalesforce({ response, context }: Input): unknown {
  return mapSalesforceContact(response as SalesforceContact, (context as { instance_url: string }).instance_url);
}

function nextOfSalesforce({ body }: Input): unknown {
  const { records } = body as { records: readonly { readonly Id: string }[] };
  const last = records.at(-1);
  return last === undefined ? null : { query: { q: soqlAfter(last.Id, records.length) } };
}
