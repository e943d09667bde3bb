/** HubSpot contacts by hand: what `catalog/integrations/hubspot/mappings/crm.yaml` says of `contacts.list`, as plain JavaScript. */

export const properties =
  'firstname,lastname,email,hs_additional_emails,phone,mobilephone,fax,address,city,state,zip,country,website,jobtitle,' +
  'associatedcompanyid,hubspot_owner_id,lifecyclestage,hs_analytics_source,hs_email_optout,notes_last_updated';

const standard = new Set([
  ...properties.split(','),
  'hs_object_id',
  'createdate',
  'lastmodifieddate',
  'hs_lastmodifieddate',
]);
const stages = new Set(['subscriber', 'lead', 'opportunity', 'customer', 'evangelist']);
const renamedStages: Readonly<Record<string, string>> = {
  marketingqualifiedlead: 'marketing_qualified',
  salesqualifiedlead: 'sales_qualified',
};

type Text = string | null | undefined;

export interface HubspotContact {
  readonly id: string;
  readonly properties: Readonly<Record<string, Text>>;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly archived: boolean;
  readonly url: string;
  readonly associations?: { readonly companies?: { readonly results: readonly { readonly id: string }[] } };
}

export function mapHubspotContact(record: HubspotContact): Record<string, unknown> {
  const p = record.properties;
  const companies = record.associations?.companies?.results;
  const companyId = p['associatedcompanyid'];
  const first = p['firstname'];
  const last = p['lastname'];
  const stage = p['lifecyclestage'];
  return {
    id: record.id,
    first_name: first,
    last_name: last,
    name: first && last ? `${first} ${last}` : first || last,
    email_addresses: emailsOf(p),
    phone_numbers: phonesOf(p),
    addresses:
      p['address'] || p['city'] || p['state'] || p['zip'] || p['country']
        ? [{ street_1: p['address'], city: p['city'], state: p['state'], postal_code: p['zip'], country: p['country'] }]
        : [],
    urls: p['website'] ? [{ url: p['website'], type: 'website' }] : [],
    job_title: p['jobtitle'],
    account: companyId ? { id: companyId } : companies?.length ? { id: companies[0]!.id } : null,
    accounts: companies ? distinct(companies) : companyId ? [{ id: companyId }] : [],
    owner: p['hubspot_owner_id'] ? { id: p['hubspot_owner_id'] } : null,
    lead_source: p['hs_analytics_source'],
    lifecycle_stage: stage ? (renamedStages[stage] ?? (stages.has(stage) ? stage : 'other')) : null,
    lifecycle_stage_raw: stage,
    is_opted_out: p['hs_email_optout'] ? p['hs_email_optout'] === 'true' : null,
    last_activity_at: p['notes_last_updated'] || null,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    custom_fields: customOf(p),
    remote_url: record.url,
    is_deleted: record.archived,
  };
}

function emailsOf(p: HubspotContact['properties']): unknown[] {
  const emails: unknown[] = [];
  if (p['email']) emails.push({ email: p['email'], is_primary: true });
  if (p['hs_additional_emails'])
    for (const email of p['hs_additional_emails'].split(';')) emails.push({ email, is_primary: false });
  return emails;
}

function phonesOf(p: HubspotContact['properties']): unknown[] {
  const phones: unknown[] = [];
  if (p['phone']) phones.push({ number: p['phone'], type: 'work' });
  if (p['mobilephone']) phones.push({ number: p['mobilephone'], type: 'mobile' });
  if (p['fax']) phones.push({ number: p['fax'], type: 'fax' });
  return phones;
}

function distinct(companies: readonly { readonly id: string }[]): unknown[] {
  const found: { id: string }[] = [];
  for (const { id } of companies) if (!found.some((known) => known.id === id)) found.push({ id });
  return found;
}

function customOf(p: HubspotContact['properties']): Record<string, unknown> {
  const custom: Record<string, unknown> = {};
  for (const name in p) if (!standard.has(name)) custom[name] = p[name];
  return custom;
}
