/** What must hold inside one integration document beyond the types of its fields. */
import { error, warning, type Path } from '../finding.ts';
import { noteAt, type Note } from '../note.ts';
import type { Authorization } from '../spec/authorization.ts';
import type { Integration } from '../spec/integration.ts';
import type { Method } from '../spec/method.ts';
import type { Pagination } from '../spec/pagination.ts';
import type { RateLimitConfig } from '../spec/rate-limit.ts';
import { hintFor } from '../suggest.ts';
import { checkMethodBody } from './method-body.ts';
import { checkSteps } from './steps.ts';

export function checkIntegration(integration: Integration): readonly Note[] {
  const resources = integration.resources ?? {};
  const methods = Object.entries(resources).flatMap(([resource, named]) =>
    Object.entries(named).flatMap(([name, method]) => {
      const path = ['resources', resource, name];
      return [
        ...checkMethod(name, method, path),
        ...checkMethodBody({ name, method, pagination: integration.pagination }, path),
      ];
    }),
  );
  const actions = Object.entries(integration.actions ?? {}).flatMap(([name, { steps }]) =>
    checkSteps(steps, ['actions', name, 'steps'], integration),
  );
  const tags = Object.keys(integration.tool_tags ?? {}).filter((resource) => !Object.hasOwn(resources, resource));
  return [
    ...checkSections(integration, []),
    ...checkCredentials(integration),
    ...checkDates(integration),
    ...methods,
    ...actions,
    ...tags.map((resource) =>
      noteAt(
        ['tool_tags', resource],
        warning(`there is no resource "${resource}"`, hintFor(resource, Object.keys(resources))),
      ),
    ),
  ];
}

function checkSections(
  section: Pick<Integration, 'base_url' | 'pagination' | 'authorization' | 'rate_limit'> | Method,
  path: Path,
): readonly Note[] {
  const { base_url: url, pagination, authorization, rate_limit: rateLimit } = section;
  const isUrl = url === undefined || /^(https?:\/\/|\{\{)/.test(url);
  return [
    ...(isUrl
      ? []
      : [noteAt([...path, 'base_url'], error(`is "${url}"; it begins with https://, http:// or a {{placeholder}}`))]),
    ...(pagination ? checkPagination(pagination, [...path, 'pagination', 'config']) : []),
    ...checkAuthorization(authorization ?? [], [...path, 'authorization']),
    ...(rateLimit ? checkRateLimit(rateLimit, [...path, 'rate_limit']) : []),
  ];
}

function checkMethod(name: string, method: Method, path: Path): readonly Note[] {
  const notes: Note[] = [...checkSections(method, path)];
  const isItem = ['get', 'update', 'delete'].includes(name);
  const { path: address, base_url: url, query, body, variables, headers, document } = method;
  if (isItem && !/\{\{[^}]*\bid\b/.test(JSON.stringify([address, url, query, body, variables, headers, document]))) {
    notes.push(
      noteAt(
        path,
        warning(
          `the item method "${name}" never uses {{id}}`,
          'end the path in /{{id}}, or put {{id}} into query, body or variables',
        ),
      ),
    );
  }
  if (method.body_format === 'graphql' && document === undefined)
    notes.push(noteAt(path, error('"document" is missing; `body_format: graphql` sends it')));
  for (const key of ['document', 'variables'] as const) {
    if (method[key] !== undefined && method.body_format !== 'graphql') {
      notes.push(
        noteAt(
          [...path, key],
          error(`"${key}" is for \`body_format: graphql\`; found ${method.body_format ?? 'none'}`),
        ),
      );
    }
  }
  if (method.no_auth === true && method.authorization !== undefined)
    notes.push(noteAt([...path, 'no_auth'], error('`no_auth: true` beside `authorization`; keep one of them')));
  return notes;
}

/** Keys of a paging format that need one another, where the types alone cannot say so. */
function checkPagination({ format, config }: Pagination, path: Path): readonly Note[] {
  if (format !== 'cursor') return [];
  const lost = (['verbatim', 'include_path'] as const).filter(
    (key) => config[key] === true && config.cursor_is_url !== true,
  );
  return lost.map((key) => noteAt([...path, key], error(`"${key}" needs \`cursor_is_url: true\``)));
}

function checkAuthorization(schemes: Authorization, path: Path): readonly Note[] {
  return schemes.flatMap((scheme, index) => {
    const at = [...path, index, 'config'];
    if (scheme.format === 'bearer' && scheme.config?.path !== undefined && scheme.config.token !== undefined)
      return [noteAt(at, error('both "path" and "token" are given; keep one of them'))];
    if (scheme.format !== 'header') return [];
    const { header_name: name, header_value: value, expression } = scheme.config;
    const isPair = name !== undefined && value !== undefined;
    const isHalf = (name === undefined) !== (value === undefined);
    if (isHalf || (!isPair && expression === undefined))
      return [noteAt(at, error('a header scheme needs "header_name" and "header_value", or "expression"'))];
    return isPair && expression !== undefined
      ? [noteAt(at, error('both a header and an "expression" are given; keep one of them'))]
      : [];
  });
}

function checkRateLimit(section: RateLimitConfig, path: Path): readonly Note[] {
  return (['limit', 'remaining', 'used', 'reset', 'retry_after'] as const).flatMap((key) => {
    const reading = section[key];
    if (reading === undefined) return [];
    const { header, expression, value, pattern } = reading;
    if (header !== undefined && expression !== undefined)
      return [noteAt([...path, key], error('both "header" and "expression" are given; keep one of them'))];
    if (header === undefined && expression === undefined && value === undefined)
      return [noteAt([...path, key], error('needs "header", "expression" or "value"'))];
    return pattern !== undefined && header === undefined
      ? [noteAt([...path, key, 'pattern'], error('"pattern" reads a "header", and none is given'))]
      : [];
  });
}

function checkCredentials({ credentials = {} }: Integration): readonly Note[] {
  return Object.entries(credentials).flatMap(([name, { format, config }]) => {
    const path = ['credentials', name];
    const misnamed =
      name === format
        ? []
        : [noteAt([...path, 'format'], error(`is "${format}" under the name "${name}"`, `name it "${format}"`))];
    const fields = config?.fields ?? [];
    const twice = fields.flatMap((field, index) =>
      fields.findIndex((other) => other.name === field.name) < index
        ? [noteAt([...path, 'config', 'fields', index, 'name'], error(`the field "${field.name}" stands twice`))]
        : [],
    );
    return [
      ...misnamed,
      ...twice,
      ...checkAuthorization(config?.authorization ?? [], [...path, 'config', 'authorization']),
    ];
  });
}

function checkDates({ sunset_at: date }: Integration): readonly Note[] {
  return date === undefined || /^\d{4}-\d{2}-\d{2}$/.test(date)
    ? []
    : [noteAt(['sunset_at'], error(`is "${date}"; a date is written YYYY-MM-DD`))];
}
