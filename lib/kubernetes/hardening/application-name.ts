import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { applyEdit } from '../../engine/apply-fix';
import type { Hardened } from '../../engine/harden';

/** The recommended label that says to which application an object belongs. */
const NAME = 'app.kubernetes.io/name';
/** What Kubernetes accepts as the value of a label. */
const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/**
 * Where hardening filled in the recommended name, says it in the program's words: `web`, and not `shop-web-c8a2f1b0`. Hardening
 * itself knows the manifest alone, and takes the object's name. The object is changed in place.
 */
export function nameAfterConstruct(object: ApiObject, { applied, resource }: Pick<Hardened, 'applied' | 'resource'>): void {
  const filledIn = applied.find(({ fix }) => fix.op === 'set' && fix.path.length === 3 && fix.path[2] === NAME);
  if (filledIn === undefined || filledIn.fix.op !== 'set') return;
  const value = applicationOf(object);
  if (LABEL_VALUE.test(value)) applyEdit(resource.object, { op: 'set', path: filledIn.fix.path, value });
}

/** The id of the construct that the object is part of, unless somebody wrote a name for it: that is meant for readers already. */
function applicationOf(object: ApiObject): string {
  const { construct, main } = outermost(object);
  return main.name === main.chart.generateObjectName(main) ? construct.node.id : main.name;
}

/** Of the constructs that stand for an object, the outermost one: the Deployment `web` for the ServiceAccount that it makes. */
function outermost(object: ApiObject): { readonly construct: IConstruct; readonly main: ApiObject } {
  const { scopes } = object.node;
  for (const construct of scopes.slice(scopes.findLastIndex((scope) => Chart.isChart(scope)) + 1)) {
    const main = ApiObject.isApiObject(construct)
      ? construct
      : (construct.node.tryFindChild('Resource') ?? construct.node.tryFindChild('Default'));
    if (ApiObject.isApiObject(main)) return { construct, main };
  }
  return { construct: object, main: object };
}
