import type { HttpRequests } from './flow-options';
import type { HttpRequest } from './stated-network';
import type { Wrong } from './wrong';

/** Everything, or from the root on, as it is sent: neither a query nor a fragment, what is not ASCII encoded, a star at the end only. */
const PATH = /^(\*|\/[!-"$-)+->@-~]*\*?)$/;

/** The requests one by one; undefined where whatever is spoken is meant. */
export function requestsOf(http: HttpRequests | readonly HttpRequests[] | undefined): readonly HttpRequest[] | undefined | Wrong {
  if (http === undefined) return undefined;
  const requests = (isList(http) ? http : [http]).flatMap(({ methods = [undefined], paths = [undefined] }) =>
    methods.flatMap((method) =>
      paths.map((path): HttpRequest => ({ ...(method !== undefined && { method }), ...(path !== undefined && { path }) })),
    ),
  );
  if (requests.length === 0)
    return { code: 'empty-http', wrong: 'is of HTTP and lets no request through', hint: 'name a method and a path, or leave them out' };
  const wrong = requests.find(({ path = '/' }) => !PATH.test(path));
  if (wrong === undefined) return requests;
  return {
    code: 'invalid-path',
    wrong: `names the path ${wrong.path}`,
    hint: 'paths begin with /, have no query, a star at their end only, and are percent-encoded as they are sent: /items, /items/*, /caf%C3%A9',
  };
}

function isList(http: HttpRequests | readonly HttpRequests[]): http is readonly HttpRequests[] {
  return Array.isArray(http);
}
