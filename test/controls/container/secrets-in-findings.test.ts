import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { defineProfile } from '../../../lib/profiles/profile';

const SECRET = 'hunter2';

const pod = resource({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: {
    containers: [
      { name: 'web', image: 'web:1', command: ['sh', '-c', `sudo login --password ${SECRET}`] },
      {
        name: 'env',
        image: 'web:1',
        env: [
          { name: 'TOKEN', value: 'x' },
          { name: 'TOKEN', value: SECRET },
        ],
      },
      {
        name: 'sync',
        image: 'registry.k8s.io/git-sync/git-sync:v4.4.0',
        args: [`--password=${SECRET}`, `--git=${SECRET}`],
        env: [
          { name: 'GITSYNC_PASSWORD', value: SECRET },
          { name: 'GITSYNC_GIT', value: SECRET },
        ],
      },
    ],
  },
});

test.each(['sudo-in-command', 'duplicate-env-var', 'git-sync-credentials'] as const)('findings of %s never repeat a secret', (control) => {
  const profile = defineProfile({ name: 'one', controls: { [control]: 'fail' } });
  const { findings } = audit([pod], { profile });
  expect(findings.length).toBeGreaterThan(0);
  for (const { actual, expected, message, fix } of findings)
    expect(JSON.stringify({ actual, expected, message, fix })).not.toContain(SECRET);
});
