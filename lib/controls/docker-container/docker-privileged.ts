import { control } from '../control';
import { absentOr, dockerContainer } from '../requirement';

export const dockerPrivileged = control({
  id: 'docker-privileged',
  family: 'docker-container',
  title: 'Forbid privileged containers',
  severity: 'critical',
  why: 'A privileged container has every capability and every device of the host: its root is root of the host.',
  references: { cisDocker: ['5.5'] },
  counterparts: { dockerBench: ['5.5'] },
  require: dockerContainer('privileged', absentOr(false)),
  examples: {
    pass: [{ because: 'nothing is asked for', docker: {} }],
    fail: [{ because: 'it has the host', docker: { privileged: true } }],
  },
});
