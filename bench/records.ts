/** Invented provider pages of the shapes and sizes the catalog's cases have. The same bytes in every run. */

const cities = ['Leeds', 'Porto', 'Kraków', 'Osaka', 'Lyon'];
const firstNames = ['Mira', 'Jonas', 'Aiko', 'Inês', 'Tomás', 'Zoë', 'Noor'];
const lastNames = ['Okafor', 'Lindqvist', 'Tanaka', 'Ferreira', 'Abara', 'Novák'];
const stages = ['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'customer', '4711'];

const pick = <T>(list: readonly T[], index: number): T => list[index % list.length]!;
/** Every `every`th record lacks the value. */
const mostly = <T>(value: T, index: number, every: number): T | null => (index % every === 0 ? null : value);

/** About 1.0 KB as JSON: 24 properties and associations. */
export function hubspotContact(index: number): Record<string, unknown> {
  const id = String(51_001 + index);
  const first = pick(firstNames, index);
  const last = pick(lastNames, index);
  const companyId = String(61_001 + (index % 20));
  const companies = [
    { id: companyId, type: 'contact_to_company' },
    { id: companyId, type: 'contact_to_company_unlabeled' },
  ];
  return {
    id,
    properties: {
      address: mostly(`${index} Dock Rd`, index, 4),
      associatedcompanyid: mostly(companyId, index, 5),
      city: pick(cities, index),
      country: mostly('United Kingdom', index, 3),
      createdate: '2026-05-04T09:12:33.120Z',
      email: `${first}.${last}.${index}@northwind.example`.toLowerCase(),
      fax: null,
      firstname: first,
      hs_additional_emails: index % 3 === 0 ? `m.${index}@mail.example;o.${index}@mail.example` : null,
      hs_analytics_source: 'OFFLINE',
      hs_email_optout: index % 6 === 0 ? 'true' : null,
      hs_object_id: id,
      hubspot_owner_id: mostly('7001', index, 7),
      jobtitle: 'Head of Operations',
      lastmodifieddate: '2026-05-20T10:00:00.000Z',
      lastname: last,
      lifecyclestage: mostly(pick(stages, index), index, 9),
      mobilephone: mostly(`+44 7700 9${100_000 + index}`, index, 2),
      notes_last_updated: mostly('2026-05-18T08:00:00Z', index, 2),
      phone: `+1 555 01${index % 100}`,
      state: null,
      website: mostly('https://northwind.example', index, 3),
      zip: `LS1 ${index % 10}AA`,
      territory: 'EMEA',
    },
    createdAt: '2026-05-04T09:12:33.120Z',
    updatedAt: '2026-05-20T10:00:00.000Z',
    archived: false,
    url: `https://app.hubspot.com/contacts/4400001/record/0-1/${id}`,
    ...(index % 5 === 4 ? {} : { associations: { companies: { results: companies } } }),
  };
}

/** About 1.8 KB as JSON: the 48 standard fields a contact has, and 12 custom ones. */
export function salesforceContact(index: number): Record<string, unknown> {
  const id = `003AA${String(index).padStart(10, '0')}AAA`;
  const first = pick(firstNames, index);
  const last = pick(lastNames, index);
  const custom: Record<string, unknown> = {};
  for (let field = 1; field <= 12; field += 1)
    custom[`Custom_${field}__c`] = mostly(`value ${index}.${field}`, field, 4);
  return {
    attributes: { type: 'Contact', url: `/services/data/v63.0/sobjects/Contact/${id}` },
    Id: id,
    IsDeleted: false,
    MasterRecordId: null,
    AccountId: mostly(`001AA${String(index % 20).padStart(10, '0')}AAA`, index, 6),
    LastName: last,
    FirstName: mostly(first, index, 11),
    Salutation: null,
    Name: `${first} ${last}`,
    OtherStreet: null,
    OtherCity: mostly(pick(cities, index + 1), index, 2),
    OtherState: null,
    OtherPostalCode: null,
    OtherCountry: null,
    OtherLatitude: null,
    OtherLongitude: null,
    MailingStreet: mostly(`${index} Dock Rd`, index, 4),
    MailingCity: pick(cities, index),
    MailingState: null,
    MailingPostalCode: `LS1 ${index % 10}AA`,
    MailingCountry: mostly('United Kingdom', index, 3),
    MailingLatitude: 53.79 + index / 1000,
    MailingLongitude: -1.54,
    Phone: `+1 555 01${index % 100}`,
    Fax: null,
    MobilePhone: mostly(`+44 7700 9${100_000 + index}`, index, 2),
    HomePhone: null,
    OtherPhone: null,
    AssistantPhone: null,
    ReportsToId: null,
    Email: `${first}.${last}.${index}@northwind.example`.toLowerCase(),
    Title: 'Head of Operations',
    Department: 'Operations',
    AssistantName: null,
    LeadSource: 'Web',
    Birthdate: null,
    Description: null,
    OwnerId: '005AA0000000001AAA',
    HasOptedOutOfEmail: index % 6 === 0,
    HasOptedOutOfFax: false,
    DoNotCall: false,
    CreatedDate: '2026-05-04T09:12:33.000+0000',
    CreatedById: '005AA0000000001AAA',
    LastModifiedDate: '2026-05-20T10:00:00.000+0000',
    LastModifiedById: '005AA0000000002AAA',
    SystemModstamp: '2026-05-20T10:00:00.000+0000',
    LastActivityDate: mostly('2026-05-18', index, 3),
    LastViewedDate: null,
    IsEmailBounced: false,
    ...custom,
  };
}

export const PAGE_RECORDS = 100;

export function hubspotPage(): unknown {
  const results = Array.from({ length: PAGE_RECORDS }, (_, index) => hubspotContact(index));
  const next = { after: '51100', link: 'https://api.hubapi.com/crm/v3/objects/contacts?after=51100' };
  return { results, paging: { next } };
}

export function salesforcePage(): unknown {
  const records = Array.from({ length: PAGE_RECORDS }, (_, index) => salesforceContact(index));
  return { totalSize: PAGE_RECORDS, done: true, records };
}
