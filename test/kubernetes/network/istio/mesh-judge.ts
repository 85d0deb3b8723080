import { isObject, type Json, podsOf } from '../../../../lib/controls/requirement';
import type { Resource } from '../../../../lib/engine/resource';
import type { FlowPort } from '../../../../lib/kubernetes/network/stated-network';
import { API_SERVER, byReachability, type Judge } from '../random-flows';
import type { Asker, Question } from './mesh';

/** What is known of a mesh beside its objects. */
export interface Mesh {
  /** The port under which proxies reach each other; undefined: that of the application. */
  readonly tunnel: number | undefined;
  /** Namespaces whose pods have no proxy. */
  readonly unmeshed: readonly string[];
  readonly allows: (objects: readonly Json[], question: Question) => boolean;
}

const MESH_GROUPS = ['security.istio.io', 'networking.istio.io', 'policy.linkerd.io'];

/** Both must let a connection through: the network plugin, as it sees it on the wire, and the proxy of a workload that is isolated. */
export function meshJudge({ tunnel, unmeshed, allows }: Mesh): (resources: readonly Resource[]) => Judge {
  return (resources) => {
    const ofMesh = resources.filter(({ group }) => MESH_GROUPS.includes(group));
    const plugin = byReachability(resources.filter((each) => !ofMesh.includes(each)));
    const objects = ofMesh.map(({ object }) => object);
    const isolated = new Set(ofMesh.map(({ namespace }) => namespace));
    const pods = new Map(resources.flatMap((each) => podOf(each)));
    return (from, to, port) => {
      const destination = pods.get(to);
      const source = pods.get(from);
      const [protocol, number] = port.split('/');
      if (destination === undefined || !isolated.has(destination.namespace) || protocol !== ('TCP' satisfies FlowPort['protocol']))
        return plugin(from, to, port);
      const meshed = source !== undefined && !unmeshed.includes(source.namespace);
      const asker: Asker = meshed ? source : { address: source !== undefined ? '10.0.0.2' : from === 'kube-apiserver' ? API_SERVER : from };
      const wire = meshed && tunnel !== undefined ? `TCP/${tunnel}` : port;
      return plugin(from, to, wire) && allows(objects, { from: asker, to: destination, port: Number(number) });
    };
  };
}

interface Pod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
}

function podOf({ group, kind, name, namespace = '', object }: Resource): readonly (readonly [string, Pod])[] {
  const [pod] = podsOf(group, kind, object).pods;
  if (pod === undefined) return [];
  const { spec, metadata } = pod;
  const labels = isObject(metadata) && isObject(metadata.labels) ? metadata.labels : {};
  return [[`${namespace}/${kind}/${name}`, { namespace, labels, serviceAccount: String(spec.serviceAccountName ?? 'default') }]];
}
