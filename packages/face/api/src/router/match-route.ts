import type { Endpoint } from '../endpoint.ts';
import { parseRowId } from '../schema/id.ts';

export type Match =
  | { readonly kind: 'endpoint'; readonly endpoint: Endpoint; readonly ids: Readonly<Record<string, number>> | null }
  | { readonly kind: 'method'; readonly allowed: readonly string[] }
  | { readonly kind: 'nothing' };

type Route = { readonly segments: readonly string[]; readonly endpoints: Endpoint[] };

export type RouteTable = { match(method: string, path: string): Match };

/** Compiles the paths once. A literal segment goes before a parameter (`/contacts/batch`, `/contacts/{id}`). */
export function openRouteTable(endpoints: readonly Endpoint[]): RouteTable {
  const routes = new Map<string, Route>();
  for (const endpoint of endpoints) {
    const route = routes.get(endpoint.path) ?? { segments: endpoint.path.split('/').slice(1), endpoints: [] };
    route.endpoints.push(endpoint);
    routes.set(endpoint.path, route);
  }
  const all = [...routes.values()].sort((a, b) => parameters(a) - parameters(b));

  return {
    match(method, path) {
      const given = path.split('/').slice(1);
      const fitting = all.filter((route) => fits(route, given));
      const endpoint = fitting.flatMap((route) => route.endpoints).find((one) => one.method === method);
      if (endpoint) return { kind: 'endpoint', endpoint, ids: readIds(endpoint, given) };
      if (fitting.length === 0) return { kind: 'nothing' };
      const methods = fitting.flatMap((route) => route.endpoints.map((one) => one.method as string));
      return { kind: 'method', allowed: [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'] };
    },
  };
}

const isParameter = (segment: string): boolean => segment.startsWith('{');
const parameters = (route: Route): number => route.segments.filter(isParameter).length;

const fits = ({ segments }: Route, given: readonly string[]): boolean =>
  segments.length === given.length &&
  segments.every((segment, at) => (isParameter(segment) ? given[at] !== '' : segment === given[at]));

/** Null: a segment is no id of the kind that stands there. */
function readIds(endpoint: Endpoint, given: readonly string[]): Record<string, number> | null {
  const ids: Record<string, number> = {};
  for (const [at, segment] of endpoint.path.split('/').slice(1).entries()) {
    if (!isParameter(segment)) continue;
    const name = segment.slice(1, -1);
    const id = parseRowId(endpoint.ids![name]!, given[at]!);
    if (id === null) return null;
    ids[name] = id;
  }
  return ids;
}
