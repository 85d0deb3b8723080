import { UNKNOWN } from '../../../lib/controls/requirement';
import { hardened, judged } from './hardened';

const daemon = (config: object) => ({ apiVersion: 'docker/v1', kind: 'Daemon', metadata: { name: 'daemon.json' }, config });
const SET = daemon({ 'no-new-privileges': true });
const verdictOf = (fields: object, neighbours: readonly object[] = []) =>
  judged('docker-no-new-privileges', fields, neighbours as Parameters<typeof judged>[2]).verdict;
const filledIn = (fields: object, override = false) => hardened(['docker-no-new-privileges'], fields, override);

test('all daemons that were read must set it', () => {
  expect(verdictOf({}, [SET])).toBe('pass');
  expect(verdictOf({}, [SET, daemon({})])).toBe('fail');
  expect(verdictOf({}, [daemon({ 'no-new-privileges': 'true' })])).toBe('fail');
});

test('a stack is protected by the daemon alone', () => {
  const stack = { declaredBy: 'stack', securityOpt: ['no-new-privileges'], dropped: { securityOpt: 'Set it in daemon.json.' } };
  expect(verdictOf(stack)).toBe('fail');
  expect(verdictOf(stack, [SET])).toBe('pass');
  expect(filledIn({ declaredBy: 'stack' })).toEqual({});
});

test('a target without words for it is not known, until a daemon is', () => {
  const service = { declaredBy: 'pulumi-service', inexpressible: { securityOpt: 'Set it in daemon.json.' } };
  expect(verdictOf(service)).toBe('unknown');
  expect(verdictOf(service, [SET])).toBe('pass');
});

test('an option that is not there yet may be it', () => {
  expect(verdictOf({ securityOpt: [UNKNOWN] })).toBe('unknown');
  expect(verdictOf({ securityOpt: UNKNOWN })).toBe('unknown');
  expect(verdictOf({ securityOpt: [UNKNOWN, 'no-new-privileges'] })).toBe('pass');
  expect(verdictOf({ securityOpt: [UNKNOWN, 'no-new-privileges=0'] })).toBe('fail');
});

test('it is filled in where nothing is written, added where that is asked for', () => {
  expect(filledIn({})).toEqual({ securityOpt: ['no-new-privileges:true'] });
  expect(filledIn({ securityOpt: ['apparmor=strict'] })).toEqual({});
  expect(filledIn({ securityOpt: ['apparmor=strict'] }, true)).toEqual({ securityOpt: ['apparmor=strict', 'no-new-privileges:true'] });
  expect(filledIn({ securityOpt: ['no-new-privileges:false'] }, true)).toEqual({ securityOpt: ['no-new-privileges:true'] });
});
