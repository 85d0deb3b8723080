import { isObject } from '../../controls/requirement';

type KeyOf = (item: unknown) => string;

const name: KeyOf = (item) => String(item).split('=', 1)[0] ?? '';
const target: KeyOf = (item) => {
  if (isObject(item)) return String(item.target);
  const pieces = String(item).split(':');
  return pieces[1] ?? pieces[0] ?? '';
};
const mounted =
  (folder: string): KeyOf =>
  (item) =>
    isObject(item) ? String(item.target ?? `${folder}/${item.source}`) : `${folder}/${String(item)}`;
const port: KeyOf = (item) =>
  isObject(item) ? `${item.host_ip ?? '0.0.0.0'}:${item.published}:${item.target}/${item.protocol ?? 'tcp'}` : String(item);

/** What makes two elements of a list of a service the same, of which the later counts. Source: compose-go, override/uncity.go. */
export const UNIQUE: Readonly<Record<string, KeyOf>> = {
  cap_add: name,
  cap_drop: name,
  configs: mounted(''),
  devices: target,
  dns: name,
  dns_opt: name,
  dns_search: name,
  env_file: (item) => String(isObject(item) ? item.path : item),
  expose: String,
  links: name,
  ports: port,
  profiles: name,
  secrets: mounted('/run/secrets'),
  tmpfs: name,
  volumes: target,
};
