import { literalCredential } from '../../credential';
import type { ShellCommand } from './command';
import { programOf } from './program';

/** How a program takes a password in an option whose name does not say so. */
interface Taking {
  /** What it is told to do; default: anything. */
  readonly verb?: string;
  /** Options whose value is the next word, or joined to them. */
  readonly options?: readonly string[];
  /** Options whose value is joined to them; alone they ask for it. */
  readonly joined?: readonly string[];
  /** What the password is in the value of the option. Default: all of it. */
  readonly within?: RegExp;
}

const LOGIN: readonly Taking[] = [{ verb: 'login', options: ['-p'] }];
const MYSQL: readonly Taking[] = [{ joined: ['-p'] }];
const MONGO: readonly Taking[] = [{ options: ['-p'] }];
const LDAP: readonly Taking[] = [{ options: ['-w'] }];
const ZIP: readonly Taking[] = [{ options: ['-P'] }];
const JAVA: readonly Taking[] = [{ options: ['-storepass', '-keypass', '-srcstorepass', '-deststorepass', '-srckeypass', '-destkeypass'] }];
const AFTER_NAME = /^[^:]*:(.+)$/s;
const SEVEN: readonly Taking[] = [{ joined: ['-p'] }];

/** By the manuals of the programs. */
const TAKES: Readonly<Record<string, readonly Taking[]>> = {
  ...forAll('docker podman nerdctl buildah skopeo oras crane regctl helm az', LOGIN),
  ...forAll('mysql mysqladmin mysqldump mysqlimport mysqlcheck mysqlshow mariadb mariadb-admin mariadb-dump mariadb-import', MYSQL),
  ...forAll('mongo mongosh mongodump mongorestore mongoimport mongoexport', MONGO),
  ...forAll('ldapadd ldapmodify ldapsearch ldapdelete ldappasswd ldapwhoami', LDAP),
  ...forAll('zip unzip', ZIP),
  ...forAll('7z 7za 7zr', SEVEN),
  ...forAll('keytool jarsigner', JAVA),
  sshpass: [{ options: ['-p'] }],
  'redis-cli': [{ options: ['-a'] }],
  sqlcmd: [{ options: ['-P'] }],
  curl: [{ options: ['-u', '--user', '-U', '--proxy-user'], within: AFTER_NAME }],
  etcdctl: [{ options: ['--user'], within: AFTER_NAME }],
  openssl: [{ options: ['-k'] }, { options: ['-pass', '-passin', '-passout'], within: /^pass:(.+)$/s }],
};

function forAll(names: string, taking: readonly Taking[]): Readonly<Record<string, readonly Taking[]>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, taking]));
}

/** The option, or the program, by which a command is given a password that stands in it. Never the password. */
export function passwordOption(command: ShellCommand, all: readonly ShellCommand[]): string | undefined {
  const { name, args } = programOf(command);
  const values = args.map(({ value }) => value);
  if (values.includes('--password-stdin') && command.reads.some((index) => saysPassword(all[index]))) return `${name} --password-stdin`;
  for (const { verb, options = [], joined = [], within = /^(.*)$/s } of (Object.hasOwn(TAKES, name) && TAKES[name]) || []) {
    if (verb !== undefined && !values.includes(verb)) continue;
    for (const [index, value] of values.entries()) {
      const option = [...options, ...joined].find((each) => value === each || value.startsWith(each.length === 2 ? each : `${each}=`));
      if (option === undefined) continue;
      const given =
        value === option
          ? options.includes(option)
            ? values[index + 1]
            : undefined
          : value.slice(option.length + (option.length === 2 ? 0 : 1));
      if (isLiteral(within.exec(given ?? '')?.[1])) return `${name} ${option}`;
    }
  }
  return isLiteral(operand(name, values)) ? name : undefined;
}

/** Whether a command writes a password to whoever reads from it: `echo hunter2 | docker login --password-stdin`. */
export function saysPassword(command: ShellCommand | undefined): boolean {
  if (command === undefined) return false;
  const { name, args } = programOf(command);
  const last = args.at(-1)?.value;
  return (name === 'echo' || name === 'printf') && last !== undefined && !last.includes('%') && isLiteral(last);
}

/** A password that stands among what a program is told to work on. */
function operand(name: string, values: readonly string[]): string | undefined {
  if (name === 'htpasswd' && values.some((value) => /^-[a-zA-Z]*b/.test(value))) return values.at(-1);
  const verb = values.findIndex((value) => value === 'add_user' || value === 'change_password');
  return name === 'rabbitmqctl' && verb >= 0 ? values[verb + 2] : undefined;
}

function isLiteral(value: string | undefined): boolean {
  if (value === undefined || /^-|[$`]/.test(value)) return false;
  return literalCredential('password', value) !== undefined;
}

/** Bounded, so that no text takes long: spaces may be written as `\n`. */
const GAP = '(?:\\s|\\\\n){1,20}';
const NETRC = new RegExp(`\\bmachine${GAP}\\S{1,253}?${GAP}(?:login${GAP}\\S{1,200}?${GAP})?password${GAP}["']?([^\\s"'\\\\]+)`, 'i');

/** A password of a .netrc file, wherever it is written: `machine example.com login me password …`. */
export function hasNetrcPassword(text: string): boolean {
  return isLiteral(NETRC.exec(text)?.[1]);
}
