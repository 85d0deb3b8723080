import type { HttpRequest } from '../stated-network';

/**
 * A request as Cilium writes it: `method` and `path` are regular expressions over the whole of each, and the path that its proxy sees
 * comes with the query.
 *
 * @see https://docs.cilium.io/en/stable/security/policy/language/#http
 */
export function httpRule({ method, path }: HttpRequest): object {
  return { ...(method !== undefined && { method }), ...(path !== undefined && { path: pathExpression(path) }) };
}

function pathExpression(path: string): string {
  const open = path.endsWith('*');
  const literal = (open ? path.slice(0, -1) : path).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return open ? `${literal}.*` : `${literal}(\\?.*)?`;
}
