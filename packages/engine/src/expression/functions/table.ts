/** Every extension function: name -> implementation, signature, one line of docs, an example. Read by the engine, the linter and the docs. */
import { getMimeType, jsonParse, toNumber, uuid } from './conversion.ts';
import { csvToJson, jsonToCsv } from './csv-table.ts';
import { convertCurrencyFromSubunit, convertCurrencyToSubunit } from './currency.ts';
import { dtFromFormat, dtFromIso } from './dates.ts';
import { base64decode, base64encode, bufferToString, digest, sign } from './encoding.ts';
import { each, sift } from './entries.ts';
import type { ExtensionFunction } from './extension-function.ts';
import { groupBy, keyBy, orderBy } from './grouping.ts';
import {
  chunk,
  compact,
  difference,
  find,
  flatten,
  flattenDeep,
  flattenDepth,
  join,
  lofilter,
  values,
  wrap,
} from './lists.ts';
import { firstNonEmpty, mapEnum, mapValues, omit, pick, removeEmpty, removeEmptyItems } from './records.ts';
import { diceCoefficient, mostSimilar } from './similarity.ts';
import { convertQueryToSql, zipSqlResponse } from './sql.ts';
import { dependencyGraph, sortNodes } from './trees.ts';
import { parseQuery, parseUrl, stringifyQuery } from './urls.ts';
import { xmlToJs } from './xml-parse.ts';
import { jsToXml } from './xml-write.ts';

export const functionTable = {
  base64encode: {
    call: base64encode,
    signature: '<x-b?:s>',
    doc: 'Base64 of a text (UTF-8); base64url with a second argument true.',
    example: '$base64encode(user & ":" & key)',
  },
  base64decode: {
    call: base64decode,
    signature: '<x-:s>',
    doc: 'Text of a base64 or base64url text.',
    example: '$base64decode(content)',
  },
  bufferToString: {
    call: bufferToString,
    signature: '<x-x?:s>',
    doc: 'Bytes as utf8, base64 or hex text.',
    example: '$bufferToString(content, "base64")',
  },
  digest: {
    call: digest,
    signature: '<x-x?x?:s>',
    doc: 'Hash of a text: algorithm, then hex, base64 or base64-urlSafe.',
    example: '$digest(body, "SHA-256", "hex")',
  },
  sign: {
    call: sign,
    signature: '<xx?x?x?:s>',
    doc: 'HMAC of a text: algorithm, secret, format.',
    example: '$sign(body, "SHA-256", secret, "base64")',
  },

  convertCurrencyToSubunit: {
    call: convertCurrencyToSubunit,
    signature: '<xx?:n>',
    doc: 'Amount in minor units of its currency.',
    example: '$convertCurrencyToSubunit(10.5, "USD")',
  },
  convertCurrencyFromSubunit: {
    call: convertCurrencyFromSubunit,
    signature: '<xx?:n>',
    doc: 'Amount in major units of its currency.',
    example: '$convertCurrencyFromSubunit(1050, "USD")',
  },

  groupBy: {
    call: groupBy,
    signature: '<xx?:o>',
    doc: 'Key -> all items, by function or dotted path.',
    example: '$groupBy(items, "type")',
  },
  keyBy: {
    call: keyBy,
    signature: '<xx?:o>',
    doc: 'Key -> last item, by function or dotted path.',
    example: '$keyBy(users, "id")',
  },
  orderBy: {
    call: orderBy,
    signature: '<xx?x?:a>',
    doc: 'Sorted by one or several paths or functions, each asc or desc.',
    example: '$orderBy(items, ["type", "date"], ["asc", "desc"])',
  },
  find: {
    call: find,
    signature: '<xx?:x>',
    doc: 'First item that matches a function, path, pattern or [path, value].',
    example: '$find(emails, {"primary": true})',
  },
  lofilter: {
    call: lofilter,
    signature: '<xx?:a>',
    doc: 'Items that match a function, path, pattern or [path, value].',
    example: '$lofilter(items, "is_active")',
  },
  compact: {
    call: compact,
    signature: '<x-:a>',
    doc: 'List without null, false, 0 and empty texts.',
    example: '$compact([Phone, MobilePhone])',
  },
  difference: {
    call: difference,
    signature: '<xx?:a>',
    doc: 'Items of the first list that are not in the second.',
    example: '$difference(all, known)',
  },
  chunk: { call: chunk, signature: '<xx?:a>', doc: 'List cut into lists of a size.', example: '$chunk(ids, 100)' },
  flatten: {
    call: flatten,
    signature: '<x-:a>',
    doc: 'List with inner lists opened one level.',
    example: '$flatten(pages)',
  },
  flattenDeep: {
    call: flattenDeep,
    signature: '<x-:a>',
    doc: 'List with all inner lists opened.',
    example: '$flattenDeep(tree)',
  },
  flattenDepth: {
    call: flattenDepth,
    signature: '<xx?:a>',
    doc: 'List with inner lists opened some levels.',
    example: '$flattenDepth(tree, 2)',
  },
  values: { call: values, signature: '<x-:a>', doc: 'Values of an object.', example: '$values(properties)' },
  join: {
    call: join,
    signature: '<xx?:s>',
    doc: 'Items as one text. Null items are empty.',
    example: '$join([FirstName, LastName], " ")',
  },
  wrap: { call: wrap, signature: '<xxx?:s>', doc: 'Value between two texts.', example: '$wrap(id, "\'")' },
  each: {
    call: each,
    signature: '<(ol)-f:a>',
    unwrapsSingles: true,
    doc: 'Function over every entry (value, key, object). Null gives nothing.',
    example: '$each(properties, function($v, $k) { $k & "=" & $v })',
  },
  sift: {
    call: sift,
    signature: '<(ol)-f?:o>',
    doc: 'Entries a function says yes to. Null gives nothing.',
    example: '$sift($, function($v, $k) { $k ~> /__c$/ })',
  },

  pick: {
    call: pick,
    signature: '<xx?x?x?x?x?x?x?:o>',
    doc: 'Only the keys named.',
    example: '$pick(body, ["name", "email"])',
  },
  omit: { call: omit, signature: '<xx?x?x?x?x?x?x?:o>', doc: 'Without the keys named.', example: '$omit(body, "id")' },
  removeEmpty: {
    call: removeEmpty,
    signature: '<x-:x>',
    doc: 'The value, or nothing when it is empty.',
    example: '$removeEmpty(tags)',
  },
  removeEmptyItems: {
    call: removeEmptyItems,
    signature: '<x-:a>',
    doc: 'List without empty items.',
    example: '$removeEmptyItems(rows)',
  },
  firstNonEmpty: {
    call: firstNonEmpty,
    signature: '<x?x?x?x?x?x?x?x?:x>',
    doc: 'First argument that is neither null nor missing.',
    example: '$firstNonEmpty(MobilePhone, Phone)',
  },
  mapValues: {
    call: mapValues,
    signature: '<xx?x?x?:x>',
    doc: 'Words replaced by a table, in any case; unknown words stay.',
    example: '$mapValues(state, {"O": "open", "C": "closed"})',
  },
  mapEnum: {
    call: mapEnum,
    signature: '<xx?x?:x>',
    doc: 'Word of a table for a value, or a fallback; missing stays missing.',
    example: '$mapEnum(status, {"O": "open"}, "unknown")',
  },

  jsonParse: { call: jsonParse, signature: '<x-:x>', doc: 'Value of a JSON text.', example: '$jsonParse(payload)' },
  toNumber: { call: toNumber, signature: '<x-:n>', doc: 'Number of a text, or nothing.', example: '$toNumber("42")' },
  uuid: { callWithRun: uuid, signature: '<:s>', doc: 'Random UUID, version 4.', example: '$uuid()' },
  getMimeType: {
    call: getMimeType,
    signature: '<x-:s>',
    doc: 'Media type of a file name or extension, or null.',
    example: '$getMimeType("report.pdf")',
  },
  parseUrl: {
    call: parseUrl,
    signature: '<x-:o>',
    doc: 'Parts of a URL; nothing when it is none.',
    example: '$parseUrl(link).query.cursor',
  },
  parseQuery: {
    call: parseQuery,
    signature: '<x-:o>',
    doc: 'Query string to object.',
    example: '$parseQuery("a[b]=1")',
  },
  stringifyQuery: {
    call: stringifyQuery,
    signature: '<xx?:s>',
    doc: 'Object to query string.',
    example: '$stringifyQuery({"a": {"b": 1}})',
  },

  mostSimilar: {
    call: mostSimilar,
    signature: '<xx?x?:x>',
    doc: 'Candidate most like a text, or the text itself.',
    example: '$mostSimilar("Full-Time", ["FULL_TIME", "PART_TIME"])',
  },
  diceCoefficient: {
    call: diceCoefficient,
    signature: '<xx?:n>',
    doc: 'How alike two texts are, 0 to 1.',
    example: '$diceCoefficient("night", "nacht")',
  },
  sortNodes: {
    call: sortNodes,
    signature: '<xx?x?x?:a>',
    doc: 'Flat tree in reading order: id, parent and sequence keys.',
    example: '$sortNodes(blocks, "id", "parent_id", "sequence")',
  },
  dependencyGraph: {
    call: dependencyGraph,
    signature: '<xx?x?:o>',
    doc: 'Graph of items that depend on their parents; has overallOrder().',
    example: '$dependencyGraph(blocks, "parent_id", "id").overallOrder()',
  },
  convertQueryToSql: {
    call: convertQueryToSql,
    signature: '<xx?x?x?x?x?:s>',
    doc: 'Unified query to an SQL-like condition.',
    example: '$convertQueryToSql(query, ["email"], {"email": "Email"}, {"email": "string"})',
  },
  zipSqlResponse: {
    call: zipSqlResponse,
    signature: '<xx?x?:a>',
    doc: 'Columns and rows of an SQL-like answer to objects.',
    example: '$zipSqlResponse(columns, rows, "name")',
  },

  dtFromIso: {
    callWithRun: dtFromIso,
    signature: '<x-x?:o>',
    doc: "Instant from ISO 8601 text, with Luxon's methods.",
    example: '$dtFromIso(CreatedDate).toUTC().toISO()',
  },
  dtFromFormat: {
    callWithRun: dtFromFormat,
    signature: '<xx?x?:o>',
    doc: 'Instant from text in a Luxon format.',
    example: '$dtFromFormat("31/12/2024", "dd/MM/yyyy").toISODate()',
  },

  xmlToJs: {
    call: xmlToJs,
    signature: '<x-x?:o>',
    doc: 'XML text to the compact object form.',
    example: '$xmlToJs(body).order.id._text',
  },
  jsToXml: {
    call: jsToXml,
    signature: '<xx?:s>',
    doc: 'Compact object form to XML text.',
    example: '$jsToXml({"order": {"id": {"_text": "7"}}})',
  },
  jsonToCsv: {
    call: jsonToCsv,
    signature: '<xx?:s>',
    doc: 'Rows to CSV.',
    example: '$jsonToCsv(rows, {"fields": ["id", "name"]})',
  },
  csvToJson: { call: csvToJson, signature: '<x-x?:a>', doc: 'CSV to rows.', example: '$csvToJson(body)' },
} as const satisfies Readonly<Record<string, ExtensionFunction>>;

export type ExtensionFunctionName = keyof typeof functionTable;
