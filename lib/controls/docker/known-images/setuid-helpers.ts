import { imageName, parseImageReference } from '../../image/image-reference';

/** What an image runs setuid, setgid or with capabilities of the file, so that it fails under no-new-privileges. */
export interface SetuidHelper {
  readonly helper: string;
  readonly source: string;
}

const FIXUID: SetuidHelper = {
  helper: '`fixuid`, by which its entry point takes over the ids of the host',
  source: 'https://github.com/coder/code-server/blob/main/ci/release-image/entrypoint.sh',
};
const POSTDROP: SetuidHelper = {
  helper: '`postdrop`, by which programs in it hand over their mail',
  source: 'https://www.postfix.org/postdrop.1.html',
};
const FPING: SetuidHelper = {
  helper: '`fping`, by which it asks hosts whether they are there',
  source: 'https://www.zabbix.com/documentation/current/en/manual/config/items/itemtypes/simple_checks',
};

const HELPERS = new Map<string, SetuidHelper>([
  ['docker.io/codercom/code-server', FIXUID],
  ['docker.io/boky/postfix', POSTDROP],
  ['docker.io/mailserver/docker-mailserver', POSTDROP],
  ['ghcr.io/docker-mailserver/docker-mailserver', POSTDROP],
  ...['server-mysql', 'server-pgsql', 'proxy-mysql', 'proxy-sqlite3'].map((name) => [`docker.io/zabbix/zabbix-${name}`, FPING] as const),
  [
    'docker.io/pihole/pihole',
    {
      helper: '`sudo`, by which its web interface changes settings until version 6',
      source: 'https://github.com/pi-hole/docker-pi-hole/tree/2024.07.0',
    },
  ],
  [
    'docker.io/collabora/code',
    {
      helper: '`coolforkit`, which makes a jail for each document',
      source: 'https://sdk.collaboraonline.com/docs/installation/CODE_Docker_image.html',
    },
  ],
]);

/** The helper of an image that is known to have one; most have none that they need. */
export function setuidHelper(reference: unknown): SetuidHelper | undefined {
  const parsed = typeof reference === 'string' ? parseImageReference(reference) : undefined;
  return parsed === undefined ? undefined : HELPERS.get(imageName(parsed));
}
