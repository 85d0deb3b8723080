import { type Attack, expectedOn, type Outcome } from './attack';
import { ATTACKS } from './attacks';
import { LINES } from './engine';

/** `docs/docker-attacks.md`: what the table of attacks says, for people. */
export function attacksPage(): string {
  const all = Object.values(ATTACKS).flat();
  const open = all.filter((attack) => LINES.some((line) => expectedOn(line, attack.hardened) === 'succeeds'));
  return `${[
    '# What an attacker inside a container can do',
    `${all.length} attacks, each tried on the engines ${LINES.join(' and ')} by \`npm run conformance\`: from a plain container (\`docker run\` without an option), and from one that is hardened as this library does it by default. This page is made from the table of those tests, which fail where it is wrong. What a plain container is refused, too, was seen to succeed in one with more capabilities, devices and no seccomp profile, so that no refusal is a slip of the test.`,
    ...Object.entries(ATTACKS).flatMap(([heading, attacks]) => [`## ${heading}`, table(attacks)]),
    '## What succeeds on a hardened container',
    'No setting that the default hardening makes stops these. Each stands here with what would; profiles, sysctls and sizes were tried on a hardened container, too.',
    ['| attack | engine | what would stop it |', '| --- | --- | --- |', ...open.map(openRow)].join('\n'),
    '## What declares the container',
    'The same holds for what our components and exports declare: a Compose file run by docker-compose, a stack run by a Swarm, and Pulumi arguments, as their provider gives them to the engine. The engine of the Swarm has `"no-new-privileges": true` in its daemon.json, as the head of an exported stack asks: `docker stack deploy` drops `security_opt`. Exceptions:',
    ['| attack | declared by | succeeds | why |', '| --- | --- | --- | --- |', ...all.flatMap(declaredRows)].join('\n'),
    '## How far to trust this',
    [
      '- The kernel of the tests has cgroup version 1 and no AppArmor; where the host has AppArmor, its profile `docker-default` stands behind these defences.',
      '- "The host" is the namespaces that the engine lives in; "the outside" is another namespace with addresses for documentation and a name server of its own. No packet leaves them.',
      '- Attacks that need no kernel bug are tried here; a bug in the kernel passes by all of this. User namespaces (`userns-remap`), rootless mode or a sandboxed runtime stand behind it.',
    ].join('\n'),
  ].join('\n\n')}\n`;
}

function table(attacks: readonly Attack[]): string {
  const rows = attacks.map(
    ({ attempt, plain, hardened }) =>
      `| ${attempt} | ${byLine(plain, succeeded)} | ${byLine(hardened, succeeded)} | ${stopped(hardened) || stopped(plain)} |`,
  );
  return ['| an attacker tries to | plain | hardened | stopped by |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function succeeded(outcome: Outcome): string {
  return outcome === 'succeeds' ? '**yes**' : 'no';
}

/** Once where the engines agree. */
function byLine(expected: Attack['plain'], say: (outcome: Outcome) => string): string {
  const said = LINES.map((line) => [line, say(expectedOn(line, expected))] as const);
  return new Set(said.map(([, word]) => word)).size === 1
    ? (said[0]?.[1] ?? '')
    : said.map(([line, word]) => `${line}: ${word}`).join(', ');
}

function stopped(expected: Attack['plain']): string {
  const by = LINES.map((line) => expectedOn(line, expected)).flatMap((outcome) => (outcome === 'succeeds' ? [] : [outcome.stoppedBy]));
  return [...new Set(by)].join('; ');
}

function openRow({ attempt, hardened, remedy = '' }: Attack): string {
  const on = LINES.filter((line) => expectedOn(line, hardened) === 'succeeds');
  return `| ${attempt} | ${on.length === LINES.length ? 'both' : on.join(', ')} | ${remedy} |`;
}

function declaredRows({ attempt, declared = {} }: Attack): readonly string[] {
  return Object.entries(declared).map(([by, { expected, why }]) => `| ${attempt} | ${by} | ${byLine(expected, succeeded)} | ${why} |`);
}
