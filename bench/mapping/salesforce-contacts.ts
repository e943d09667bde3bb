/** Salesforce contacts by hand: what `catalog/integrations/salesforce/mappings/crm.yaml` says of `contacts.list`, as plain JavaScript. */

type Text = string | null | undefined;
export type SalesforceContact = Readonly<Record<string, unknown>>;

const customName = /__p?c$/;

export function soql(limit: number): string {
  return `SELECT FIELDS(ALL) FROM Contact WHERE Id != null ORDER BY Id ASC LIMIT ${Math.min(limit, 200)}`;
}

/** The page after the one that ended with `lastId`. */
export function soqlAfter(lastId: string, limit: number): string {
  return soql(limit).replace('Id != null', `Id > '${lastId}'`);
}

export function mapSalesforceContact(record: SalesforceContact, instanceUrl: string): Record<string, unknown> {
  const r = record as Readonly<Record<string, Text>>;
  return {
    id: r['Id'],
    first_name: r['FirstName'],
    last_name: r['LastName'],
    name: r['Name'],
    email_addresses: r['Email'] ? [{ email: r['Email'], is_primary: true }] : [],
    phone_numbers: phonesOf(r),
    addresses: addressesOf(r),
    job_title: r['Title'],
    department: r['Department'],
    account: r['AccountId'] ? { id: r['AccountId'] } : null,
    owner: r['OwnerId'] ? { id: r['OwnerId'] } : null,
    lead_source: r['LeadSource'],
    is_opted_out: record['HasOptedOutOfEmail'],
    last_activity_at: r['LastActivityDate'] ? `${r['LastActivityDate']}T00:00:00Z` : null,
    created_at: r['CreatedDate']?.replace('+0000', 'Z'),
    updated_at: r['SystemModstamp']?.replace('+0000', 'Z'),
    created_by: r['CreatedById'] ? { id: r['CreatedById'] } : null,
    updated_by: r['LastModifiedById'] ? { id: r['LastModifiedById'] } : null,
    custom_fields: customOf(record),
    remote_url: `${instanceUrl}/${r['Id']}`,
    is_deleted: record['IsDeleted'],
  };
}

function phonesOf(r: Readonly<Record<string, Text>>): unknown[] {
  const phones: unknown[] = [];
  if (r['Phone']) phones.push({ number: r['Phone'], type: 'work', is_primary: true });
  if (r['MobilePhone']) phones.push({ number: r['MobilePhone'], type: 'mobile' });
  if (r['HomePhone']) phones.push({ number: r['HomePhone'], type: 'home' });
  if (r['OtherPhone']) phones.push({ number: r['OtherPhone'], type: 'other' });
  if (r['AssistantPhone']) phones.push({ number: r['AssistantPhone'], type: 'other' });
  if (r['Fax']) phones.push({ number: r['Fax'], type: 'fax' });
  return phones;
}

function addressesOf(r: Readonly<Record<string, Text>>): unknown[] {
  const addresses: unknown[] = [];
  if (r['MailingStreet'] || r['MailingCity'] || r['MailingState'] || r['MailingPostalCode'] || r['MailingCountry'])
    addresses.push({
      type: 'mailing',
      street_1: r['MailingStreet'],
      city: r['MailingCity'],
      state: r['MailingState'],
      postal_code: r['MailingPostalCode'],
      country: r['MailingCountry'],
      country_code: r['MailingCountryCode'],
    });
  if (r['OtherStreet'] || r['OtherCity'] || r['OtherState'] || r['OtherPostalCode'] || r['OtherCountry'])
    addresses.push({
      type: 'other',
      street_1: r['OtherStreet'],
      city: r['OtherCity'],
      state: r['OtherState'],
      postal_code: r['OtherPostalCode'],
      country: r['OtherCountry'],
      country_code: r['OtherCountryCode'],
    });
  return addresses;
}

function customOf(record: SalesforceContact): Record<string, unknown> {
  const custom: Record<string, unknown> = {};
  for (const name in record) if (customName.test(name)) custom[name] = record[name];
  return custom;
}
