import type { DockerFileReference } from '../../controls/docker/container';
import { isObject, type Json, listOf, type Path } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { toldField } from './told-field';

const AT = ['Spec', 'TaskTemplate', 'ContainerSpec', 'Privileges'];

/** What Swarm calls privileges, as the options of a container (API 1.44 and newer). */
export const PRIVILEGES: FieldCodec = toldField(
  'securityOpt',
  [...AT, 'NoNewPrivileges'],
  (written) => {
    const privileges = valueIn(written, AT);
    if (!isObject(privileges)) return undefined;
    const options = optionsOf(privileges);
    if (options.length === 0) return undefined;
    return { value: options.map(([option]) => option), at: AT, below: ([index]) => [...AT, ...(options[Number(index)]?.[1] ?? [])] };
  },
  (_value, _before, { Spec }) =>
    `give the service \`no-new-privileges\` by the API (\`Privileges.NoNewPrivileges\`), or set it in daemon.json of every node, and run \`docker service update --force ${isObject(Spec) ? String(Spec.Name) : ''}\``,
);

function optionsOf({ NoNewPrivileges, Seccomp, AppArmor, SELinuxContext }: Json): readonly (readonly [string, Path])[] {
  const seccomp: unknown = isObject(Seccomp) ? Seccomp.Mode : undefined;
  const selinux: Json = isObject(SELinuxContext) ? SELinuxContext : {};
  return [
    ...(NoNewPrivileges === true ? [['no-new-privileges:true', ['NoNewPrivileges']] as const] : []),
    ...(seccomp === 'unconfined' ? [['seccomp=unconfined', ['Seccomp', 'Mode']] as const] : []),
    ...(seccomp === 'custom' ? [['seccomp=(profile)', ['Seccomp', 'Profile']] as const] : []),
    ...(isObject(AppArmor) && AppArmor.Mode === 'disabled' ? [['apparmor=unconfined', ['AppArmor', 'Mode']] as const] : []),
    ...(selinux.Disable === true ? [['label=disable', ['SELinuxContext', 'Disable']] as const] : []),
    ...(typeof selinux.Type === 'string' && selinux.Type !== ''
      ? [[`label=type:${selinux.Type}`, ['SELinuxContext', 'Type']] as const]
      : []),
  ];
}

const WORDS: Readonly<Record<string, string>> = { target: 'Name', uid: 'UID', gid: 'GID', mode: 'Mode' };

/** Secrets or configs that a service gets as files. */
export function fileReferences(field: 'secrets' | 'configs', at: Path, name: string): FieldCodec {
  const flag = field.slice(0, -1);
  return toldField(
    field,
    at,
    (written) => {
      const value = listOf(valueIn(written, at)).map((each) => referenceOf(each, name));
      if (value.length === 0) return undefined;
      return {
        value,
        at,
        below: ([index, key]) => [...at, ...(index === undefined ? [] : [index]), ...(key === undefined ? [] : placeOf(String(key), name))],
      };
    },
    (value, before, { Spec }) => {
      const had = listOf(before).map((each) => JSON.stringify(each));
      const changed = listOf(value).filter((each) => !had.includes(JSON.stringify(each)));
      const words = changed.map((each) => `--${flag}-rm ${each.source} --${flag}-add ${wordsOf(each)}`);
      return words.length === 0 ? undefined : `run \`docker service update ${words.join(' ')} ${isObject(Spec) ? String(Spec.Name) : ''}\``;
    },
  );
}

function wordsOf({ source, target, uid, gid, mode }: Json): string {
  const words = Object.entries({ source, target, uid, gid, mode }).filter(([, value]) => value !== undefined);
  return words.map(([key, value]) => `${key}=${value}`).join(',');
}

function placeOf(key: string, name: string): Path {
  const word = WORDS[key];
  return word === undefined ? [name] : ['File', word];
}

function referenceOf(reference: Json, name: string): DockerFileReference {
  const file: Json = isObject(reference.File) ? reference.File : {};
  return {
    source: String(reference[name]),
    ...(typeof file.Name === 'string' && { target: file.Name }),
    ...(typeof file.UID === 'string' && { uid: file.UID }),
    ...(typeof file.GID === 'string' && { gid: file.GID }),
    // Go's file mode: the permission bits are the lowest nine, as everywhere.
    ...(typeof file.Mode === 'number' && { mode: (file.Mode & 0o7777).toString(8).padStart(4, '0') }),
  };
}
