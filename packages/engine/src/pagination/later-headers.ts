/** Headers that later pages carry and the first does not. Never sees credentials: what is rendered travels in the cursor. */
import { SluiceError } from '../terms/index.ts';
import { compileTemplate, type Template } from '../expression/template.ts';
import type { ConfigOf, PageStart, PlaceOf } from './paginator.ts';

type Headers = Readonly<Record<string, string>>;

export interface LaterHeaders {
  /** The same for every call; undefined where they hold placeholders. */
  readonly fixed: Headers | undefined;
  /** Undefined where `fixed` says all. Throws `template.unresolved`. */
  render(start: PageStart): Headers | undefined;
}

/** Throws `config.invalid` for a null, since a later page can add headers but not take one away. */
export function compileLaterHeaders(config: ConfigOf<'cursor'>['headers'], placeOf: PlaceOf): LaterHeaders | null {
  if (config === undefined) return null;
  const templates: [string, Template][] = Object.entries(config).map(([name, value]) => {
    const place = placeOf(`headers.${name}`);
    if (value === null)
      throw new SluiceError(
        'config.invalid',
        `${place.source}: ${place.field} is null; later pages can add headers, not remove them.`,
      );
    return [name.toLowerCase(), compileTemplate(String(value), place)];
  });
  const renderAll = (scope: Record<string, unknown>): Headers =>
    Object.fromEntries(templates.map(([name, each]) => [name, each.renderText(scope)]));
  const fixed = templates.every(([, each]) => each.isStatic) ? renderAll({}) : undefined;
  return {
    fixed,
    render: (start) =>
      fixed === undefined ? renderAll({ ...start.context, context: start.context, query: start.query }) : undefined,
  };
}
