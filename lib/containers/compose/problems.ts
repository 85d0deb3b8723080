import { isObject, type Json, type Path, UNKNOWN } from '../../controls/requirement';
import { bytesOf } from './byte-size';
import { resolved } from './interpolation';
import { flagOf, numberOf } from './plain-fields';
import { portProblem } from './ports';
import { volumeProblem } from './volumes';

/** What is written in a shape that no service has, so that it cannot be judged. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
}

type Check = (value: unknown) => string | undefined;

const size: Check = (value) => {
  const read = resolved(value);
  return read === UNKNOWN || read === '-1' || bytesOf(read) !== undefined
    ? undefined
    : 'not a size; write bytes, or a number with b, k, m or g: "512m"';
};
const number: Check = (value) => (numberOf(value) === undefined ? 'not a number' : undefined);
const flag: Check = (value) => (flagOf(value) === undefined ? 'neither true nor false' : undefined);
const text: Check = (value) => (typeof value === 'object' ? 'not a text' : undefined);
const mapping: Check = (value) => (isObject(value) ? undefined : 'not a mapping');
const list: Check = (value) => (Array.isArray(value) ? undefined : 'not a list');
const listOrMapping: Check = (value) => (Array.isArray(value) || isObject(value) ? undefined : 'neither a list nor a mapping');
const textOrList: Check = (value) => (isObject(value) ? 'neither a text nor a list' : undefined);

const CHECKS: Readonly<Record<string, Check>> = {
  image: text,
  user: text,
  privileged: flag,
  read_only: flag,
  init: flag,
  cap_add: list,
  cap_drop: list,
  security_opt: list,
  group_add: list,
  devices: list,
  device_cgroup_rules: list,
  tmpfs: textOrList,
  volumes: list,
  ports: list,
  expose: list,
  secrets: list,
  configs: list,
  networks: listOrMapping,
  environment: listOrMapping,
  labels: listOrMapping,
  sysctls: listOrMapping,
  ulimits: mapping,
  healthcheck: mapping,
  logging: mapping,
  deploy: mapping,
  command: textOrList,
  network_mode: text,
  pid: text,
  ipc: text,
  userns_mode: text,
  mem_limit: size,
  memswap_limit: size,
  shm_size: size,
  cpus: number,
  cpu_shares: number,
  pids_limit: number,
};

/** What of a service is written in a shape that it cannot have: each with its place and what is wanted there. */
export function composeServiceProblems(written: Json): readonly Problem[] {
  const problems: Problem[] = [];
  const ask = (value: unknown, path: Path, check: Check): void => {
    if (value === undefined || value === null) return;
    const message = check(value);
    if (message !== undefined)
      problems.push({ path, message: `\`${path.filter((step) => typeof step === 'string').join('.')}\`: ${message}` });
  };
  for (const [key, check] of Object.entries(CHECKS)) ask(written[key], [key], check);
  const elements = (key: string, check: Check): void => {
    if (Array.isArray(written[key])) for (const [index, item] of written[key].entries()) ask(item ?? '', [key, index], check);
  };
  elements('ports', portProblem);
  elements('volumes', volumeProblem);
  const limits: unknown = written.deploy?.resources?.limits;
  if (isObject(limits)) {
    ask(limits.memory, ['deploy', 'resources', 'limits', 'memory'], size);
    ask(limits.cpus, ['deploy', 'resources', 'limits', 'cpus'], number);
    ask(limits.pids, ['deploy', 'resources', 'limits', 'pids'], number);
  }
  return problems;
}
