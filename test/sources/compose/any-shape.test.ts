// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables as Compose writes them.
import fc from 'fast-check';
import { audit } from '../../../lib/engine/audit';
import { harden } from '../../../lib/engine/harden';
import { resource } from '../../../lib/engine/resource';
import { restricted } from '../../../lib/profiles';
import { readComposeFiles } from '../../../lib/sources/compose';

const KEYS = [
  ...['image', 'build', 'extends', 'ports', 'volumes', 'tmpfs', 'secrets', 'networks', 'environment', 'labels', 'healthcheck'],
  ...['logging', 'deploy', 'command', 'cap_drop', 'security_opt', 'ulimits', 'devices', 'expose', 'restart', 'user', 'mem_limit'],
];
const BELOW = ['target', 'source', 'type', 'published', 'tmpfs', 'size', 'limits', 'resources', 'memory', 'test', 'soft', '__proto__'];
const scalar = fc.oneof(
  fc.constantFrom(null, 0, true, '', 'a:b', '${X}', '${X:-1}:2', '/', '::', '1-2:3', 'x=y', '127.0.0.1::1', '__proto__'),
  fc.string({ maxLength: 6 }),
);
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...BELOW), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const service = fc.dictionary(fc.constantFrom(...KEYS), anything, { maxKeys: 6 });
const file = fc.record(
  {
    services: fc.oneof(fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.oneof(service, anything)), anything),
    networks: anything,
    volumes: fc.dictionary(fc.constantFrom('a'), anything),
    secrets: fc.dictionary(fc.constantFrom('a', 'x=y'), anything),
    include: anything,
    'x-waive.tempered': anything,
  },
  { requiredKeys: ['services'] },
);

test('no shape of a Compose file stops the reader, the audit or the repair', () => {
  fc.assert(
    fc.property(file, file, (base, over) => {
      const { objects, errors } = readComposeFiles([
        { name: 'nowhere/compose.yaml', text: JSON.stringify(base) },
        { name: 'nowhere/compose.override.yaml', text: JSON.stringify(over) },
      ]);
      for (const { line, column } of errors) expect(Math.min(line, column)).toBeGreaterThan(0);
      const resources = objects.map(({ object, written }) => resource(object, { from: 'memory' }, written));
      const { findings } = audit(resources, { profile: restricted });
      for (const finding of findings) objects[resources.indexOf(finding.resource)]?.placeOf(finding.path);
      for (const [index, { object, written }] of objects.entries()) {
        const given = resources[index];
        if (given !== undefined) written?.changes(object, harden(given, { profile: restricted, override: true }).resource.object);
      }
    }),
    { numRuns: 100 },
  );
});
