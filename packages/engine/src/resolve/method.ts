/** Chooses one method of a merged integration document. */
import type { Integration } from '../dsl/spec/integration.ts';
import type { Method } from '../dsl/spec/method.ts';
import { SluiceError } from '../terms/index.ts';

/** Throws `proxy.unknown_resource` or `proxy.unknown_method`, both with the allowed names. */
export function chooseMethod(integration: Integration, slug: string, resource: string, method: string): Method {
  const resources = integration.resources ?? {};
  if (!Object.hasOwn(resources, resource)) {
    const allowed = Object.keys(resources).sort();
    throw new SluiceError('proxy.unknown_resource', `${slug} has no resource "${resource}".`, {
      details: { found: resource, allowed },
    });
  }
  const methods = resources[resource]!;
  if (!Object.hasOwn(methods, method)) {
    const allowed = Object.keys(methods).sort();
    throw new SluiceError('proxy.unknown_method', `Resource "${resource}" of ${slug} has no method "${method}".`, {
      details: { found: method, allowed },
    });
  }
  return methods[method]!;
}
