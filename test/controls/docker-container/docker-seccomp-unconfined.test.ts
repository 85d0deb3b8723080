import { UNSEEN } from '../../../lib/controls/requirement';
import { container, daemon, judge } from './judge';

const task = container({ declaredBy: 'stack', inexpressible: { securityOpt: 'A stack has no words for it.' } });

describe('a task of a stack, which cannot name a profile', () => {
  test('is not known without its engine', () => {
    expect(judge('docker-seccomp-unconfined', task).verdict).toBe('unknown');
  });

  test('passes with the engine’s own profile, and with one that the engine names', () => {
    expect(judge('docker-seccomp-unconfined', task, daemon({ config: {} })).verdict).toBe('pass');
    expect(judge('docker-seccomp-unconfined', task, daemon({ config: { 'seccomp-profile': '/etc/docker/strict.json' } })).verdict).toBe(
      'pass',
    );
  });

  test('does not pass where one of its engines has none, or does not tell', () => {
    const off = daemon({ config: { 'seccomp-profile': 'unconfined' } }, 'second');
    expect(judge('docker-seccomp-unconfined', task, daemon({ config: {} }), off).verdict).toBe('unknown');
    const silent = daemon({ config: { 'seccomp-profile': UNSEEN }, unseen: { 'seccomp-profile': 'It is not told.' } });
    expect(judge('docker-seccomp-unconfined', task, silent).verdict).toBe('unknown');
  });
});

test.each([
  ['seccomp={"defaultAction":"SCMP_ACT_ALLOW","syscalls":[]}', 'fail'],
  ['seccomp={"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mount"],"action":"SCMP_ACT_ERRNO"}]}', 'pass'],
  ['seccomp={"defaultAction":"SCMP_ACT_ERRNO"}', 'pass'],
  ['seccomp={no JSON', 'pass'],
])('a profile that is written out: %s', (option, verdict) => {
  expect(judge('docker-seccomp-unconfined', container({ securityOpt: [option] })).verdict).toBe(verdict);
});
