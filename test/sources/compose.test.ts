// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are references as Compose writes them.
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { type Fix, type Json, UNKNOWN } from '../../lib/controls/requirement';
import { audit } from '../../lib/engine/audit';
import { resource } from '../../lib/engine/resource';
import { restricted } from '../../lib/profiles';
import { readComposeFiles } from '../../lib/sources/compose';
import type { SourceObject } from '../../lib/sources/source-object';
import { editYaml } from '../../lib/sources/yaml';

/** A folder with files; those of `given` are handed to the reader, the others lie on the disk. */
function project(files: Readonly<Record<string, string>>, given: readonly string[] = Object.keys(files)) {
  const folder = mkdtempSync(join(tmpdir(), 'tempered-compose-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const read = readComposeFiles(given.map((name) => ({ name: join(folder, name), text: files[name] ?? '' })));
  const short = (file: string): string => relative(folder, file);
  const of = (kind: string, name: string): SourceObject => {
    const found = read.objects.find(({ object }) => object.kind === kind && object.metadata.name === name);
    if (found === undefined)
      throw new Error(`no ${kind} ${name} among ${read.objects.map(({ object }) => object.metadata.name).join(', ')}`);
    return found;
  };
  return {
    ...read,
    folder,
    of,
    container: (name: string): Json => of('Container', name).object,
    place: (name: string, path: Parameters<SourceObject['placeOf']>[0]): string => {
      const { file, line, column } = of('Container', name).placeOf(path);
      return `${short(file)}:${line}:${column}`;
    },
    edited: (name: string, fix: Fix): readonly [file: string, text: string] => {
      const edit = of('Container', name).yamlEdit?.(fix);
      if (edit === undefined) throw new Error('no edit');
      return [short(edit.file), editYaml(files[short(edit.file)] ?? '', [edit.edit]).text];
    },
    complaints: read.errors.map(
      ({ file, line, column, message }) => `${short(file)}:${line}:${column}: ${message.replaceAll(`${folder}/`, '')}`,
    ),
  };
}

const SET_READ_ONLY: Fix = { op: 'set', path: ['read_only'], value: true };

describe('one file', () => {
  test('gives its services, networks and itself, of whatever profile', () => {
    const { objects, errors, taken } = project({
      'compose.yaml':
        'services:\n  web:\n    image: nginx\n    networks: [front]\n  seed:\n    profiles: [seed]\n    image: x\nnetworks:\n  front:\n    internal: true\n',
    });
    expect(errors).toEqual([]);
    expect(taken.size).toBe(1);
    expect(objects.map(({ object }) => `${object.kind} ${object.metadata.name}`)).toEqual([
      'Container web',
      'Container seed',
      'Network front',
      'Network default',
      'ComposeFile compose.yaml',
    ]);
    expect(objects.at(-1)?.object.services).toMatchObject({ web: { networks: ['front'] }, seed: { networks: ['default'] } });
  });

  test('with merges of merges that grow tenfold at every level is read, not worked out for ever', () => {
    const levels = Array.from(
      { length: 30 },
      (_, level) => `x-a${level + 1}: &a${level + 1}\n  <<: [${Array.from({ length: 10 }, () => `*a${level}`).join(', ')}]\n`,
    );
    const files = {
      'compose.yaml': `x-a0: &a0 {privileged: true}\n${levels.join('')}services:\n  web:\n    image: nginx\n    <<: *a30\n`,
    };
    const { container, place, edited } = project(files);
    expect(container('web').privileged).toBe(true);
    expect(place('web', ['privileged'])).toBe('compose.yaml:1:12');
    expect(edited('web', SET_READ_ONLY)[1]).toContain('<<: *a30\n    read_only: true\n');
  });

  test('mounts a path that climbs to the root of the host as what it is there, and any other as it is written', () => {
    const up = '../'.repeat(40);
    const { container } = project({
      'compose.yaml': `services:\n  web:\n    image: nginx\n    volumes: ["${up}etc:/e:ro", "${up}:/up", "../data:/data", "./x/../y:/y"]\n`,
    });
    expect((container('web').mounts as readonly Json[]).map(({ source }) => source)).toEqual(['/etc', '/', '../data', './x/../y']);
  });

  test('has jobs, which are containers as services are', () => {
    const files = { 'compose.yaml': 'services:\n  web:\n    image: nginx\njobs:\n  seed:\n    image: seed:1\n    privileged: true\n' };
    const { container, place, edited } = project(files);
    expect(container('seed').privileged).toBe(true);
    expect(place('seed', ['privileged'])).toBe('compose.yaml:7:5');
    expect(edited('seed', { op: 'set', path: ['privileged'], value: false })[1]).toBe(files['compose.yaml'].replace('true', 'false'));
  });

  test('runs containers before a service, which have what they do not say from it', () => {
    const text = `services:
  web:
    image: nginx
    user: "101"
    cap_drop: [ALL]
    healthcheck: {test: x}
    pre_start:
      - command: warm-up
        user: root
      - image: alpine:3
        command: chown
        user: root
        volumes: ["/:/host"]
`;
    const { container, place, edited, of } = project({ 'compose.yaml': text });
    expect(container('web').hooks).toEqual([{ command: ['warm-up'], user: 'root' }, {}]);
    expect(container('web').mounts).toBeUndefined();
    expect(container('web.pre_start[1]')).toMatchObject({
      image: 'alpine:3',
      user: 'root',
      capDrop: ['ALL'],
      mounts: [{ type: 'bind', source: '/', target: '/host' }],
    });
    expect(container('web.pre_start[1]').healthcheck).toBeUndefined();
    expect(place('web.pre_start[1]', ['volumes', 0])).toBe('compose.yaml:13:19');
    expect(place('web.pre_start[1]', ['cap_drop', 0])).toBe('compose.yaml:5:16');
    // What is written into the service, the step before it would get, too; into the step alone it can be written.
    expect(of('Container', 'web').heirs?.map(({ standsAt }) => standsAt)).toEqual([of('Container', 'web.pre_start[1]').standsAt]);
    expect(edited('web.pre_start[1]', SET_READ_ONLY)[1]).toBe(`${text}        read_only: true\n`);
  });

  test('that names what nothing declares is one that Compose does not start', () => {
    const text = `services:
  web:
    image: nginx
    networks: [default, front, back]
    secrets: [{source: key}, token]
    configs: [app]
    volumes: ["./here:/here", "data:/data", "\${WHERE}:/x", {type: volume, source: more, target: /more}, /anonymous]
    depends_on: {db: {condition: service_started}}
networks:
  front: {}
secrets:
  token: {file: ./token}
`;
    expect(project({ 'compose.yaml': text }).complaints).toEqual([
      'compose.yaml:8:18: service `web` depends on `db`, and there is no such service',
      'compose.yaml:4:32: service `web` names the network `back`, which is not declared: `networks` has front at the top level',
      'compose.yaml:5:15: service `web` names the secret `key`, which is not declared: `secrets` has token at the top level',
      'compose.yaml:6:15: service `web` names the config `app`, which is not declared: there is no `configs` at the top level',
      'compose.yaml:7:31: service `web` names the volume `data`, which is not declared: there is no `volumes` at the top level',
      'compose.yaml:7:60: service `web` names the volume `more`, which is not declared: there is no `volumes` at the top level',
    ]);
  });

  test.each([
    ['another file declares', { 'compose.override.yaml': 'services:\n  web:\n    image: nginx\n    networks: [back]\n' }],
    [
      'is included from where nobody looked',
      { 'compose.yaml': 'include: ["https://example.com/x.git"]\nservices:\n  web:\n    image: nginx\n    networks: [back]\n' },
    ],
    [
      'is declared by what is laid over it',
      {
        'compose.yaml': 'services:\n  web:\n    image: nginx\n    networks: [back]\n',
        'compose.override.yaml': 'networks:\n  back: {}\nservices: {}\n',
      },
    ],
  ])('may name what %s', (_, files: Record<string, string>) => {
    expect(project(files).complaints).toEqual([]);
  });

  test('takes variables from the files that it names, under those that it writes, and says which are not there', () => {
    const files = {
      'compose.yaml': `services:
  web:
    image: nginx
    env_file: [env/db.env, {path: missing.env}, {path: none.env, required: false}, "\${FILE}"]
    environment: {MODE: own}
`,
      'env/db.env': '# the database\nDB_PASSWORD=changeme\nMODE=theirs\n',
    };
    const { container, of, notes, folder, place } = project(files, ['compose.yaml']);
    expect(container('web').env).toEqual({ DB_PASSWORD: 'changeme', MODE: 'own' });
    const { written } = of('Container', 'web');
    expect(place('web', written?.pathOf(['env', 'DB_PASSWORD']) ?? [])).toBe('env/db.env:2:1');
    expect(place('web', written?.pathOf(['env', 'MODE']) ?? [])).toBe('compose.yaml:5:19');
    expect(notes?.map((note) => note.replaceAll(`${folder}/`, ''))).toEqual([
      'compose.yaml:4: missing.env is not there, so that the variables which it gives were not judged',
      'compose.yaml:4: which file the variables come from is known by the environment only; it was not read',
    ]);
  });

  test('says of waivers that stand where nothing is waived by them', () => {
    const text = `x-waive.tempered/docker-host-pid: {reason: r, expires: 2027-01-31}
services:
  web:
    image: nginx
    x-waive.tempered: {docker-user: {reason: r, expires: 2027-01-31}}
    deploy:
      labels: {waive.tempered/docker-user: x}
    labels:
      waive.tempered/docker-user: {reason: r}
  api:
    image: nginx
    labels: ['waive.tempered/docker-user={"reason": "r", "expires": "2027-01-31"}']
    annotations: ["waive.tempered/docker-user=x"]
volumes:
  data:
    labels: {waive.tempered/docker-user: x}
`;
    expect(
      project({ 'compose.yaml': text }).complaints.map((each) => each.replace(/: (?:a service is|what is about|Compose refuses).*/, '')),
    ).toEqual([
      'compose.yaml:1:1: nothing is waived by `x-waive.tempered/docker-host-pid`',
      'compose.yaml:5:5: nothing is waived by `x-waive.tempered` of service `web`',
      'compose.yaml:7:16: nothing is waived by `deploy.labels` of service `web`',
      'compose.yaml:13:19: nothing is waived by `annotations` of service `api`',
      'compose.yaml:9:7: nothing is waived by the label `waive.tempered/docker-user` of `web`, which is no text',
      'compose.yaml:16:14: nothing is waived by a label of `volumes.data`',
    ]);
  });

  test('with a reference that is none is one that Compose refuses, and its words are not repeated', () => {
    const text =
      'services:\n  web:\n    image: nginx\n    command: echo ${hunter2\n    environment:\n      - "A=${:-x}"\n      - B=$${fine}\n';
    expect(project({ 'compose.yaml': text }).complaints).toEqual([
      expect.stringMatching(/^compose.yaml:4:5: a `\$\{` that begins no reference(?!.*hunter2)/),
      expect.stringMatching(/^compose.yaml:6:9: a `\$\{` that begins no reference/),
    ]);
  });

  test('has services that a provider runs, which are no containers', () => {
    const { objects } = project({
      'compose.yaml': 'services:\n  ai:\n    provider:\n      type: model\n  web:\n    image: nginx\n',
    });
    expect(objects.filter(({ object }) => object.kind === 'Container').map(({ object }) => object.metadata.name)).toEqual(['web']);
  });

  test('drops what stands behind `!reset`, so that nothing is written there', () => {
    const text = 'services:\n  web:\n    image: nginx\n    logging: !reset {driver: none}\n';
    const { container, of } = project({ 'compose.yaml': text });
    expect(container('web').logging).toBeUndefined();
    const edit = of('Container', 'web').yamlEdit?.({ op: 'set', path: ['logging'], value: { driver: 'local' } });
    expect(edit?.edit.fixes).toEqual([expect.objectContaining({ op: 'manual' })]);
  });

  test('says of a network whether it has IPv6, and where', () => {
    const { of } = project({
      'compose.yaml':
        'services:\n  web:\n    image: nginx\nnetworks:\n  back:\n    internal: true\n    enable_ipv6: yes\n  other:\n    enable_ipv6: $' +
        '{SIX}\n',
    });
    const { object, written, placeOf } = of('Network', 'back');
    expect(object).toMatchObject({ internal: true, enableIpv6: true });
    expect(placeOf(written?.pathOf(['enableIpv6']) ?? [])).toMatchObject({ line: 7 });
    expect(of('Network', 'other').object.enableIpv6).toBe(UNKNOWN);
  });

  test('is left alone where it is none', () => {
    const { objects, taken } = project({ 'values.yaml': 'services:\n  web:\n    image: nginx\n' });
    expect([objects.length, taken.size]).toEqual([0, 0]);
  });

  test('has keys and texts of YAML 1.2: `Y`, `on` and `no` are no booleans', () => {
    const files = {
      'compose.yaml':
        'services:\n  web:\n    image: nginx\n    privileged: yes\n    environment:\n      Y: off\n      y: TRUE\n      on: no # kept\n      yes: 0x1F\n',
    };
    const { container, place, edited, complaints } = project(files);
    expect(complaints).toEqual([]);
    expect(container('web').env).toEqual({ Y: 'off', y: 'true', on: 'no', yes: '31' });
    // Where a boolean is wanted, Compose takes them for one.
    expect(container('web').privileged).toBe(true);
    expect(place('web', ['environment', 'on'])).toBe('compose.yaml:8:7');
    expect(edited('web', { op: 'set', path: ['environment', 'on'], value: 'yes' })[1]).toBe(
      files['compose.yaml'].replace('on: no', 'on: "yes"'),
    );
    expect(edited('web', { op: 'remove', path: ['environment', 'Y'] })[1]).toBe(files['compose.yaml'].replace('      Y: off\n', ''));
  });

  test('what a service says itself counts before what is merged into it, wherever the merge key stands', () => {
    const files = {
      'compose.yaml':
        'x-safe: &safe\n  privileged: false\n  init: true\nservices:\n  web:\n    image: nginx\n    privileged: true\n    <<: *safe\n',
    };
    const { container, place, edited } = project(files);
    expect(container('web')).toMatchObject({ privileged: true, init: true });
    expect(place('web', ['privileged'])).toBe('compose.yaml:7:5');
    const fix = { op: 'set', path: ['privileged'], value: false } as const;
    expect(edited('web', fix)[1]).toBe(files['compose.yaml'].replace('privileged: true', 'privileged: false'));
  });

  test('may be written with anchors and merge keys', () => {
    const files = {
      'compose.yaml':
        'x-common: &common\n  init: true\n  cap_drop: [ALL]\nservices:\n  web:\n    <<: *common\n    image: nginx\n  api:\n    <<: *common\n    image: api # ours\n',
    };
    const { container, place, edited } = project(files);
    expect(container('web')).toMatchObject({ init: true, capDrop: ['ALL'], image: 'nginx' });
    expect(place('web', ['init'])).toBe('compose.yaml:2:3');
    expect(edited('api', SET_READ_ONLY)[1]).toBe(files['compose.yaml'].replace('# ours\n', '# ours\n    read_only: true\n'));
  });

  test('keeps an extension field out of the question who shares a text', () => {
    const text = 'x-app: &app\n  image: nginx\nservices:\n  web: *app\n';
    const { edited } = project({ 'compose.yaml': text });
    expect(edited('web', SET_READ_ONLY)[1]).toBe('x-app: &app\n  image: nginx\n  read_only: true\nservices:\n  web: *app\n');
  });

  test('carries waivers as labels and at its top', () => {
    const { of, container } = project({
      'compose.yaml':
        'name: shop\nx-waive.tempered:\n  compose-internal-network: { reason: needs it, expires: 2030-01-01 }\nservices:\n  web:\n    image: nginx\n    labels:\n      - waive.tempered/docker-user={"reason":"x"}\n',
    });
    expect(container('web').metadata.annotations).toEqual({ 'waive.tempered/docker-user': '{"reason":"x"}' });
    expect(of('ComposeFile', 'shop').object.metadata.annotations).toEqual({
      'waive.tempered/compose-internal-network': '{"reason":"needs it","expires":"2030-01-01"}',
    });
  });

  test('never has the content of a secret in an object', () => {
    const { objects, of } = project({
      'compose.yaml':
        'name: shop\nservices:\n  web: { image: nginx }\nsecrets:\n  a: { content: hunter2-hunter2 }\nconfigs:\n  b:\n    content: |\n      user=web\n      password=hunter2-hunter2\n  c: { content: "listen 80" }\n',
    });
    expect(of('ComposeFile', 'shop').object).toMatchObject({
      secrets: { a: { inline: true } },
      configs: { b: { inline: true, credential: true }, c: { inline: true } },
    });
    expect(of('ComposeFile', 'shop').object.configs.c).not.toHaveProperty('credential');
    expect(JSON.stringify(objects)).not.toContain('hunter2');
  });

  test('of a named volume that is a folder of the host gives a bind mount', () => {
    const { container } = project({
      'compose.yaml':
        'services:\n  web:\n    image: nginx\n    volumes: ["docker:/x"]\nvolumes:\n  docker:\n    driver_opts: { type: none, o: bind, device: /var/run }\n',
    });
    expect(container('web').mounts).toEqual([{ type: 'bind', source: '/var/run', target: '/x' }]);
  });

  test('asks for the image of a build what its Dockerfile says', () => {
    const asked: unknown[] = [];
    const { objects } = readComposeFiles(
      [{ name: 'shop/compose.yaml', text: 'services:\n  web:\n    build: { context: ./web, target: prod }\n' }],
      {
        readImageConfig: (...given) => {
          asked.push(given);
          return { user: '1000' };
        },
      },
    );
    expect(asked).toEqual([['shop/web', 'Dockerfile', 'prod']]);
    expect(objects[0]?.object.imageConfig).toEqual({ user: '1000' });
  });
});

describe('override files', () => {
  const files = {
    'compose.yaml': 'services:\n  web:\n    image: nginx\n    ports: ["80:80"]\n    environment:\n      A: 1\n',
    'compose.override.yaml':
      'services:\n  web:\n    ports: ["443:443"]\n    environment:\n      - B=2\n    command: [run]\n    deploy:\n      replicas: 2\n',
  };

  test('are laid over the file beside them', () => {
    const { objects, container, taken } = project(files);
    expect(objects.filter(({ object }) => object.kind === 'Container')).toHaveLength(1);
    expect(taken.size).toBe(2);
    expect(container('web')).toMatchObject({
      image: 'nginx',
      ports: [
        { target: 80, published: 80 },
        { target: 443, published: 443 },
      ],
      env: { A: '1', B: '2' },
      command: ['run'],
    });
  });

  test('are where what they say is changed, and what is new goes into the base file', () => {
    const { place, edited } = project(files);
    expect(place('web', ['ports', 1])).toBe('compose.override.yaml:3:13');
    expect(place('web', ['read_only'])).toBe('compose.yaml:2:3');
    expect(edited('web', SET_READ_ONLY)[0]).toBe('compose.yaml');
    expect(edited('web', { op: 'set', path: ['ports', 1], value: '127.0.0.1:443:443' })).toEqual([
      'compose.override.yaml',
      files['compose.override.yaml'].replace('"443:443"', '127.0.0.1:443:443'),
    ]);
  });

  test('take away and replace by tags', () => {
    const { container } = project({
      'compose.yaml': files['compose.yaml'],
      'compose.override.yaml': 'services:\n  web:\n    ports: !override ["127.0.0.1:80:80"]\n    environment: !reset null\n',
    });
    expect(container('web').ports).toEqual([{ target: 80, published: 80, hostIp: '127.0.0.1' }]);
    expect(container('web').env).toBeUndefined();
  });

  test('of another shape are an error, and the base file is judged', () => {
    const { complaints, container } = project({
      'compose.yaml': files['compose.yaml'],
      'compose.override.yaml': 'services:\n  web:\n    ports:\n      a: b\n',
    });
    expect(complaints).toEqual(['compose.override.yaml:3:5: a mapping cannot be merged with a list of another file']);
    expect(container('web').image).toBe('nginx');
  });

  test('for one purpose are a project with the base file', () => {
    const { objects } = project({
      'compose.yaml': 'services:\n  web: { image: nginx }\n  db: { image: postgres }\n',
      'docker-compose.prod.yml': 'services:\n  web:\n    read_only: true\n',
    });
    expect(
      objects
        .filter(({ object }) => object.kind === 'Container')
        .map(({ object }) => [object.metadata.name, object.image, object.readOnly]),
    ).toEqual([
      ['web', 'nginx', undefined],
      ['db', 'postgres', undefined],
      ['web', 'nginx', true],
    ]);
  });
});

describe('extends', () => {
  test('takes over a service of the same file and of another one, in a chain', () => {
    const { container, place, edited } = project(
      {
        'compose.yaml': 'services:\n  web:\n    extends: { file: shared/base.yaml, service: app }\n    image: web\n',
        'shared/base.yaml':
          'services:\n  root:\n    init: true\n    cap_drop: [ALL]\n  app:\n    extends: root\n    cap_drop: [CHOWN]\n    image: app\n',
      },
      ['compose.yaml'],
    );
    expect(container('web')).toMatchObject({ image: 'web', init: true, capDrop: ['ALL', 'CHOWN'] });
    expect(place('web', ['init'])).toBe('shared/base.yaml:3:5');
    expect(edited('web', SET_READ_ONLY)[0]).toBe('compose.yaml');
  });

  test('leaves the service that is extended as it is, below a mapping of its own too', () => {
    const text = 'services:\n  web:\n    extends: app\n  app:\n    image: app\n    deploy:\n      replicas: 2\n';
    const { edited } = project({ 'compose.yaml': text });
    expect(edited('web', { op: 'set', path: ['deploy', 'labels'], value: ['a=b'] })[1]).toBe(
      text.replace('extends: app\n', 'extends: app\n    deploy:\n      labels:\n      - a=b\n'),
    );
  });

  test('in a circle is an error at its place', () => {
    const { complaints, container } = project({
      'compose.yaml': 'services:\n  a:\n    image: a\n    extends: b\n  b:\n    extends: { service: a }\n',
    });
    expect(complaints[0]).toBe('compose.yaml:6:5: service `a` extends itself in a circle');
    expect(container('a').image).toBe('a');
  });

  test('of what is not there is an error at its place, and the service is judged', () => {
    const { complaints, container } = project({
      'compose.yaml':
        'services:\n  a:\n    image: a\n    extends: { file: none.yaml, service: x }\n  b:\n    image: b\n    extends: none\n',
    });
    expect(complaints).toEqual(['compose.yaml:4:5: none.yaml does not exist', 'compose.yaml:7:5: there is no service `none` to extend']);
    expect(container('b').image).toBe('b');
  });

  test('makes the file of templates no project of its own', () => {
    const { objects } = project({
      'compose.yaml': 'services:\n  web:\n    extends: { file: base.yaml, service: app }\n',
      'base.yaml': 'services:\n  app: { image: app }\n',
    });
    expect(objects.filter(({ object }) => object.kind === 'Container').map(({ object }) => object.metadata.name)).toEqual(['web']);
  });

  test('a symbolic link out of the folder is not followed', () => {
    const outside = mkdtempSync(join(tmpdir(), 'tempered-outside-'));
    writeFileSync(join(outside, 'base.yaml'), 'services:\n  app: { image: app }\n');
    const { folder } = project({ 'compose.yaml': '' });
    symlinkSync(join(outside, 'base.yaml'), join(folder, 'base.yaml'));
    const text = 'services:\n  web:\n    image: x\n    extends: { file: base.yaml, service: app }\n';
    const { errors } = readComposeFiles([{ name: join(folder, 'compose.yaml'), text }]);
    expect(errors).toMatchObject([{ line: 4, message: expect.stringContaining('symbolic link') }]);
  });
});

describe('include', () => {
  test('brings in other projects, short and long, each once', () => {
    const { container, objects, place } = project({
      'compose.yaml': 'include:\n  - db/compose.yaml\n  - path: [cache.yaml, cache.more.yaml]\nservices:\n  web: { image: nginx }\n',
      'db/compose.yaml': 'services:\n  db: { image: postgres }\n',
      'cache.yaml': 'services:\n  cache: { image: redis }\n',
      'cache.more.yaml': 'services:\n  cache: { init: true }\n',
    });
    expect(objects.filter(({ object }) => object.kind === 'Container').map(({ object }) => object.metadata.name)).toEqual([
      'web',
      'db',
      'cache',
    ]);
    expect(container('cache')).toMatchObject({ image: 'redis', init: true });
    expect(place('db', ['image'])).toBe('db/compose.yaml:2:9');
  });

  test('of what is missing is one error, and everything else is read', () => {
    const { complaints, container } = project({ 'compose.yaml': 'include:\n  - gone.yaml\nservices:\n  web: { image: nginx }\n' });
    expect(complaints).toEqual(['compose.yaml:2:5: gone.yaml does not exist']);
    expect(container('web').image).toBe('nginx');
  });

  test('in a circle is an error', () => {
    const { complaints } = project({
      'compose.yaml': 'include: [other.yaml]\nservices:\n  web: { image: nginx }\n',
      'other.yaml': 'include: [compose.yaml]\nservices:\n  db: { image: postgres }\n',
    });
    expect(complaints).toEqual(['other.yaml:1:11: compose.yaml is included in a circle']);
  });

  test('of what is remote is not fetched, and a note says so', () => {
    const { notes, errors } = project({ 'compose.yaml': 'include:\n  - https://example.com/c.git\nservices:\n  web: { image: nginx }\n' });
    expect(errors).toEqual([]);
    expect(notes?.[0]).toContain('compose.yaml:2: https://example.com/c.git is not on this machine');
  });

  test('of a broken file names the place in it', () => {
    const { complaints } = project(
      { 'compose.yaml': 'include: [broken.yaml]\nservices:\n  web: { image: nginx }\n', 'broken.yaml': 'services:\n  a: [\n' },
      ['compose.yaml'],
    );
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(/^compose\.yaml:1:11: broken\.yaml:\d+:\d+: /);
  });
});

test.each([
  ['services:\n  - web\n', '1:1: `services` must be a mapping of names, it is a list'],
  ['services:\n  web:\n  api: { image: x }\n', '2:3: service `web` is empty: it needs an `image` or a `build`'],
  [
    'services:\n  web:\n    image: x\n    ports: ["eighty:80"]\n',
    '4:13: service `web`, `ports`: not a port; write "HOST:CONTAINER", "ADDRESS:HOST:CONTAINER/PROTOCOL" or a mapping with `target`',
  ],
  [
    'services:\n  web:\n    image: x\n    mem_limit: much\n',
    '4:5: service `web`, `mem_limit`: not a size; write bytes, or a number with b, k, m or g: "512m"',
  ],
  ['services:\n  web:\n    image: x\n    cap_drop: ALL\n', '4:5: service `web`, `cap_drop`: not a list'],
  [
    'services:\n  web:\n    image: x\n    volumes: ["a:b:c:d"]\n',
    '4:15: service `web`, `volumes`: not a volume; write "SOURCE:TARGET", "SOURCE:TARGET:ro" or a mapping with `type` and `target`',
  ],
])('a wrong shape is an error at its place: %j', (text, complaint) => {
  expect(project({ 'docker-compose.yml': text }).complaints).toEqual([`docker-compose.yml:${complaint}`]);
});

test('what Compose ignores of a secret from a file is a finding', () => {
  const { objects } = project({
    'compose.yaml':
      'services:\n  web:\n    image: nginx\n    secrets:\n      - { source: key, mode: 0400 }\nsecrets:\n  key: { file: ./key }\n',
  });
  const resources = objects.map(({ object, written }) => resource(object, { from: 'memory' }, written));
  const found = audit(resources, { profile: restricted }).findings.filter(({ control }) => control === 'compose-ignored-setting');
  expect(found).toMatchObject([{ path: ['secrets'], fix: { op: 'manual', instructions: expect.stringContaining('ignores mode of key') } }]);
});

test('an override that nobody named is not read, and that is said', () => {
  const files = {
    'compose.yaml': 'services:\n  web:\n    image: nginx\n',
    'compose.override.yaml': 'services:\n  web:\n    privileged: true\n',
  };
  const alone = project(files, ['compose.yaml']);
  expect(alone.container('web').privileged).toBeUndefined();
  expect(alone.notes).toEqual([expect.stringMatching(/compose\.override\.yaml, which .* lays over .*compose\.yaml by itself/)]);
  const both = project(files);
  expect([both.container('web').privileged, both.notes]).toEqual([true, []]);
});

test('a named file without images is laid over the base beside it', () => {
  const files = {
    'compose.yaml': 'services:\n  web:\n    image: nginx\n',
    'prod.yml': 'services:\n  web:\n    privileged: true\n',
  };
  const { folder } = project(files);
  const named = new Set(Object.keys(files).map((name) => join(folder, name)));
  const { objects } = readComposeFiles(
    Object.entries(files).map(([name, text]) => ({ name: join(folder, name), text })),
    { named },
  );
  const privileged = objects.filter(({ object }) => object.kind === 'Container' && object.privileged === true);
  expect(privileged.map(({ object }) => object.image)).toEqual(['nginx']);
});
