import { NONROOT_ID } from '../../../controls/nonroot-id';
import { isObject, type Json, listOf } from '../../../controls/requirement';
import { type WiredPod, wire } from '../../runtime/pod-wiring';
import type { SecretUser } from '../secret-source';
import { recordVaultUse } from '../vault-access/vault-use';
import { accountOf } from '../vault-access/workload-account';
import type { VaultAgentRotation } from './agent-files';
import type { VaultAgent, VaultAgentFile } from './vault-agent';

/** A folder of files in a container. */
export interface AgentFolder {
  readonly container: string;
  readonly folder: string;
  readonly files: Readonly<Record<string, VaultAgentFile>>;
  readonly rotation: VaultAgentRotation;
}

const PREFIX = 'vault.hashicorp.com/';
const TOKEN_VOLUME = 'vault-agent-token';
const TOKEN_SECONDS = 3600;
/** As the files of a Secret: owner and group may read, others nothing. */
const PERMISSIONS = '0440';
/** What is left of the 63 characters of an annotation's name beside `agent-inject-template-`. */
const LONGEST_NAME = 41;

interface Injected {
  readonly agent: VaultAgent;
  readonly folders: AgentFolder[];
}
const injected = new WeakMap<SecretUser, Injected>();

/** Has the injector put an agent into the pods of the workload. */
export function injectAgent(workload: SecretUser, agent: VaultAgent, folder: AgentFolder): void {
  const { role, mountPath = 'kubernetes', namespace } = agent.props;
  const paths = Object.fromEntries(Object.values(folder.files).map(({ secretPath }) => [secretPath, ['read'] as const]));
  recordVaultUse(workload, () => ({ mountPath, role, namespace, audience: agent.audience, account: accountOf(workload), paths }));
  const present = injected.get(workload);
  if (present !== undefined) {
    present.folders.push(folder);
    if (present.agent !== agent) others.set(workload, true);
    return;
  }
  const state: Injected = { agent, folders: [folder] };
  injected.set(workload, state);
  wire(workload, 'the agent of Vault', (pod) => {
    if (others.has(workload))
      pod.refuse('two agents are described for it', 'A pod has one: use the same VaultAgent for all its references.');
    write(pod, state);
  });
}
/** Workloads that were given a second agent; said when the pod renders, with its path. */
const others = new WeakMap<SecretUser, boolean>();

function write(pod: WiredPod, { agent, folders }: Injected): void {
  const annotations = { ...agentAnnotations(pod, agent, folders), ...filesAnnotations(pod, folders) };
  for (const [name, value] of Object.entries(annotations)) pod.annotate(`${PREFIX}${name}`, value);
  // The pod has no token of the API server: this one is for Vault, and only the agent has it.
  const serviceAccountToken = { audience: agent.audience, expirationSeconds: TOKEN_SECONDS, path: 'token' };
  const volume = { name: TOKEN_VOLUME, projected: { defaultMode: 0o440, sources: [{ serviceAccountToken }] } };
  Object.assign(pod.spec, { volumes: [...listOf(pod.spec.volumes), volume] });
}

function agentAnnotations(pod: WiredPod, { props }: VaultAgent, folders: readonly AgentFolder[]): Readonly<Record<string, string>> {
  const { role, service, mountPath = 'kubernetes', namespace, certificateAuthority, tlsServerName, image, renderInterval } = props;
  const keepsRunning = folders.some(({ rotation }) => rotation === 'reread');
  const { beside, before } = readersOf(pod, folders);
  return {
    'agent-inject': 'true',
    role,
    'auth-path': `auth/${mountPath}`,
    ...(service !== undefined && { service }),
    ...(namespace !== undefined && { namespace }),
    ...(certificateAuthority !== undefined && {
      'tls-secret': certificateAuthority.secretName,
      'ca-cert': `/vault/tls/${certificateAuthority.key}`,
    }),
    ...(tlsServerName !== undefined && { 'tls-server-name': tlsServerName }),
    ...(image !== undefined && { 'agent-image': image }),
    'agent-inject-containers': beside.join(','),
    ...(before.length > 0 && { 'agent-init-first': 'true' }),
    'agent-pre-populate-only': String(!keepsRunning),
    ...(keepsRunning && { 'agent-revoke-on-shutdown': 'true' }),
    ...(keepsRunning && renderInterval !== undefined && { 'template-static-secret-render-interval': renderInterval }),
    'agent-service-account-token-volume-name': TOKEN_VOLUME,
    ...security(pod, beside[0] ?? before[0], props.runAs),
    ...resources(props.resources ?? {}),
  };
}

/** An injector can be set otherwise for the whole cluster: hence what is its default is written, too. */
function security(pod: WiredPod, container: string | undefined, runAs: VaultAgent['props']['runAs']): Readonly<Record<string, string>> {
  const common = { 'agent-run-as-same-user': 'false', 'agent-share-process-namespace': 'false' };
  if (runAs === 'platform') return { ...common, 'agent-set-security-context': 'false' };
  const own = contextOf([...listOf(pod.spec.containers), ...listOf(pod.spec.initContainers)].find(({ name }) => name === container));
  const ofPod = contextOf(pod.spec);
  const id = (field: string): unknown => own[field] ?? ofPod[field];
  const user = runAs?.user ?? id('runAsUser') ?? NONROOT_ID;
  const group = runAs?.group ?? id('runAsGroup') ?? NONROOT_ID;
  return {
    ...common,
    'agent-set-security-context': 'true',
    'agent-run-as-user': String(user),
    'agent-run-as-group': String(group),
  };
}

function contextOf(holder: Json | undefined): Json {
  return isObject(holder?.securityContext) ? holder.securityContext : {};
}

function resources({
  cpuRequest = '250m',
  cpuLimit = '500m',
  memoryRequest = '64Mi',
  memoryLimit = '128Mi',
  ephemeralRequest = '16Mi',
  ephemeralLimit = '64Mi',
}: NonNullable<VaultAgent['props']['resources']>): Readonly<Record<string, string>> {
  return {
    'agent-requests-cpu': cpuRequest,
    'agent-limits-cpu': cpuLimit,
    'agent-requests-mem': memoryRequest,
    'agent-limits-mem': memoryLimit,
    'agent-requests-ephemeral': ephemeralRequest,
    'agent-limits-ephemeral': ephemeralLimit,
  };
}

/**
 * The injector mounts every folder into each container that it is told of, and into all that run first, told or not (agent-inject/agent:
 * agent.go, Patch): none may see what was not meant for it. Those that end before the agent begins see nothing.
 */
function readersOf(
  pod: WiredPod,
  folders: readonly AgentFolder[],
): { readonly beside: readonly string[]; readonly before: readonly string[] } {
  const first = listOf(pod.spec.initContainers);
  const readers = [...new Set(folders.map(({ container }) => container))];
  const before = readers.filter((name) => first.some((each) => each.name === name));
  const meets = (each: Json) => before.length > 0 || each.restartPolicy === 'Always';
  const seeing = [...new Set([...readers, ...first.filter(meets).map(({ name }) => String(name))])];
  const seenBy = (name: string) =>
    [...new Set(folders.filter(({ container }) => container === name).map(({ folder }) => folder))].sort().join(', ');
  const [one, ...rest] = seeing;
  const other = rest.find((name) => one !== undefined && seenBy(name) !== seenBy(one));
  if (other !== undefined)
    pod.refuse(
      `the containers ${one} and ${other} mount different folders, and the injector would mount all of them into both`,
      'Mount the same folders into both, or fetch one of the secrets with a SecretProviderClass or an ExternalSecret.',
    );
  return { beside: readers.filter((name) => !before.includes(name)), before };
}

function filesAnnotations(pod: WiredPod, folders: readonly AgentFolder[]): Readonly<Record<string, string>> {
  const [first] = folders;
  if (first === undefined) return {};
  const annotations: Record<string, string> = { 'secret-volume-path': first.folder };
  const written = new Map<string, string>();
  const names = new Set<string>();
  for (const { folder, files } of folders) {
    for (const [file, content] of Object.entries(files)) {
      const [path, text] = [
        `${folder}/${file}`,
        JSON.stringify([content.secretPath, content.template ?? templateOf(content), content.command]),
      ];
      if (written.has(path) && written.get(path) !== text)
        pod.refuse(`two secrets would be written to the file ${path}`, 'Give one of them another name, or another folder.');
      if (written.has(path)) continue; // mounted into a second container
      written.set(path, text);
      const name = freeName(file, names);
      annotations[`agent-inject-secret-${name}`] = content.secretPath;
      annotations[`agent-inject-template-${name}`] = content.template ?? templateOf(content);
      annotations[`agent-inject-file-${name}`] = file;
      annotations[`agent-inject-perms-${name}`] = PERMISSIONS;
      annotations[`error-on-missing-key-${name}`] = 'true';
      // An agent whose command fails ends, and the one before the program would never let it start.
      if (content.command !== undefined) annotations[`agent-inject-command-${name}`] = `(${content.command}) || true`;
      if (folder !== first.folder) annotations[`secret-volume-path-${name}`] = folder;
    }
  }
  return annotations;
}

function templateOf({ secretPath, key, engine }: { secretPath: string; key?: string | undefined; engine?: 'kv-v1' | 'kv-v2' }): string {
  const data = engine === 'kv-v1' ? '.Data' : '.Data.data';
  return `{{- with secret "${secretPath}" -}}{{ ${data}.${key} }}{{- end -}}`;
}

/** The injector writes names in small letters. */
function freeName(file: string, taken: Set<string>): string {
  const words = file
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`;
    const name = `${(words || 'file').slice(0, LONGEST_NAME - suffix.length).replace(/-+$/, '')}${suffix}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
