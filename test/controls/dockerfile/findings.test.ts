import { audit } from '../../../lib/engine/audit';
import { resource } from '../../../lib/engine/resource';
import { restricted } from '../../../lib/profiles';
import { readDockerfile } from '../../../lib/sources/dockerfile';

/** What nearly every Dockerfile lacks is asked by tests of its own. */
const COMMON = new Set(['image-digest', 'healthcheck', 'package-pinning', 'numeric-user']);

/** `line control`, sorted; unknown ones with a question mark. */
function found(text: string, { dockerignore, common = false }: { dockerignore?: string; common?: boolean } = {}): string[] {
  const { objects, errors } = readDockerfile('Dockerfile', text, dockerignore);
  expect(errors).toEqual([]);
  return objects.flatMap(({ object, placeOf }) =>
    audit([resource(object)], { profile: restricted, today: '2026-11-25' })
      .findings.map(({ control, path, verdict }) => ({ name: control.replace('dockerfile-', ''), line: placeOf(path).line, verdict }))
      .filter(({ name }) => common || !COMMON.has(name))
      .map(({ name, line, verdict }) => `${line} ${name}${verdict === 'unknown' ? '?' : ''}`)
      .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || a.localeCompare(b)),
  );
}

const DIGEST = `@sha256:${'0123456789abcdef'.repeat(4)}`;

describe('Dockerfiles as people write them', () => {
  test('Go into distroless, all pinned: nothing but the missing health check', () => {
    const text = `FROM --platform=$BUILDPLATFORM golang:1.24${DIGEST} AS build
ARG TARGETOS TARGETARCH
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY cmd cmd
RUN CGO_ENABLED=0 GOOS=$TARGETOS go build -o /out/app ./cmd/app
FROM gcr.io/distroless/static-debian12:nonroot${DIGEST}
COPY --from=build /out/app /app
ENTRYPOINT ["/app"]
`;
    expect(found(text, { common: true })).toEqual(['8 healthcheck']);
  });

  test('Node with stages: the user of the last one counts, and the .dockerignore', () => {
    const text = `ARG NODE_VERSION=22.1
FROM node:\${NODE_VERSION}-alpine AS base
WORKDIR /app
FROM base AS deps
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
FROM base
RUN apk update && \\
    # tools
    apk add curl
COPY --from=deps /app/node_modules ./node_modules
COPY . .
USER node
CMD ["node", "server.js"]
`;
    expect(found(text)).toEqual(['10 minimal-packages', '12 copy-everything']);
    expect(found(text, { dockerignore: '**/.git\n.env*\n' })).toEqual(['10 minimal-packages']);
  });

  test('Python as its official image is built: checksums, public keys and lists are as they should be', () => {
    const text = `FROM debian:12
ENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305 \\
    PYTHON_SHA256=07a4356e912900e61a15cb0949a06c4a05012e213ecd6b4e84d0f67aabbee372
RUN set -eux; \\
	savedAptMark="$(apt-mark showmanual)"; \\
	apt-get update; \\
	apt-get install -y --no-install-recommends wget; \\
	wget -O python.tar.xz "https://www.python.org/ftp/python/3.13.0/Python-3.13.0.tar.xz"; \\
	echo "$PYTHON_SHA256 *python.tar.xz" | sha256sum -c -; \\
	rm -rf /var/lib/apt/lists/*
USER 65532
`;
    expect(found(text)).toEqual([]);
  });

  test('the one that does everything wrong', () => {
    const text = `FROM ubuntu
ARG GITHUB_TOKEN
ENV AWS_SECRET_ACCESS_KEY=abc \\
    HOST=db
ADD . /app
ADD https://example.com/x.tgz /x
RUN apt-get update
RUN sudo apt-get install -y curl
RUN curl -k https://x.example/i.sh | sh
RUN echo "root:pw" | chpasswd && \\
    chmod 777 /app && \\
    chmod u+s /bin/x
EXPOSE 80 \\
       22
WORKDIR app
HEALTHCHECK NONE
CMD npm start
`;
    expect(found(text, { common: true })).toEqual([
      '1 image-digest',
      '1 image-tag',
      '1 user',
      '2 secrets',
      '3 secrets',
      '5 add',
      '5 copy-everything',
      '6 add',
      '7 update-alone',
      '8 minimal-packages',
      '8 package-pinning',
      '8 sudo',
      '9 remote-script',
      '9 tls-verification',
      '10 password-change',
      '11 world-writable',
      '12 setuid',
      '14 ssh-port',
      '15 absolute-workdir',
      '16 healthcheck',
      '17 exec-form',
    ]);
  });

  test('here-documents: scripts are read, what other programs get is not', () => {
    const text = `FROM debian:12
RUN <<EOF
apt update
curl -fsSL https://get.example.com | bash
EOF
RUN python3 - <<PY
import os
os.system("sudo ls")
PY
RUN cat > /etc/apt/apt.conf.d/99 <<E2
sudo apt install
E2
USER 1000
`;
    expect(found(text)).toEqual(['3 apt', '4 remote-script']);
  });

  test('Windows: its escape character, its paths and its user', () => {
    const text = `# escape=\`
FROM mcr.microsoft.com/windows/servercore:ltsc2022
SHELL ["powershell", "-Command"]
RUN Remove-Item C:\\x ; \`
    Remove-Item C:\\y
WORKDIR C:\\app\\
COPY app C:\\app
USER ContainerAdministrator
`;
    expect(found(text)).toEqual(['8 user']);
    expect(found(text.replace('Administrator', 'User'), { common: true })).toEqual(['2 healthcheck', '2 image-digest']);
  });

  test('ONBUILD is judged as what it will be, and is not the user of this image', () => {
    expect(found('FROM alpine:3.20\nONBUILD USER 5\nONBUILD RUN sudo x\nONBUILD ARG NPM_TOKEN\n')).toEqual([
      '1 user',
      '3 sudo',
      '4 secrets',
    ]);
  });

  test('a build with secrets as it should be, and as it is often done', () => {
    const text = `FROM node:22-slim
RUN --mount=type=secret,id=npm,target=/root/.npmrc npm ci
RUN --mount=type=secret,id=token TOKEN=$(cat /run/secrets/token) npm publish
RUN --mount=type=secret,id=token echo "_authToken=$(cat /run/secrets/token)" > .npmrc
ARG NPM_TOKEN
RUN npm config set //registry.npmjs.org/:_authToken=$NPM_TOKEN && npm ci
USER 1000
`;
    expect(found(text)).toEqual(['4 build-secret', '5 secrets']);
  });

  test('dnf in a stage that is thrown away leaves nothing in the image', () => {
    const text =
      'FROM fedora:42 AS build\nRUN dnf install -y gcc\nFROM fedora:42\nRUN dnf install -y curl\nRUN dnf install -y vim && dnf clean all\nUSER 5\n';
    expect(found(text)).toEqual(['4 minimal-packages']);
  });
});

describe('downloads', () => {
  const run = (command: string): string[] => found(`FROM debian:12\nRUN ${command}\nUSER 5\n`);
  test.each([
    'curl -fsSL https://x.example/v > /dev/null',
    'curl -f http://localhost:8080/health',
    'V=$(curl -fsS https://x.example/v | jq -r .tag) && echo $V',
    'wget -qO- https://x.example/key.asc | apt-key add -',
    'curl -fsSL https://x.example/key.asc -o /etc/apt/keyrings/x.asc',
    'curl -fsSLO https://x.example/x && echo "1 x" | sha512sum --check && ./x',
    'curl -fsSLo x https://x.example/x && curl -fsSLo x.sig https://x.example/x.sig && gpg --batch --verify x.sig x',
    'wget --spider https://x.example/',
    'x=$(curl -fsSL https://x.example/v) && sh -c "echo $x"',
    'x=$(curl -fsSL https://x.example/v); y=1; sh -c "$y"',
    `php -r "copy('https://x.example/i', 'i');" && php -r "exit(hash_file('sha384', 'i') === 'abc' ? 0 : 1);" && php i`,
    `php -r "copy('a', 'b');"`,
    'cat <<< "$(curl -fsSL https://x.example/v)"',
  ])('%s passes', (command) => {
    expect(run(command)).toEqual([]);
  });

  test.each([
    'curl -fsSL https://x.example/i | sh',
    'sh <<< "$(curl -fsSL https://x.example/i)"',
    'x=$(curl -fsSL https://x.example/i); sh -c "$x"',
    'x="$(curl -fsSL https://x.example/i)" && eval "$x"',
    'x=$(curl -fsSL https://x.example/i) && echo "$x" | bash',
    'x=$(curl -fsSL https://x.example/i) && bash <<< "$x"',
    `php -r "copy('https://getcomposer.example/installer', 'setup.php');" && php setup.php`,
    `python3 -c "import urllib.request as r; r.urlretrieve('https://x.example/i', 'i')"`,
    `powershell -Command "iex ((New-Object System.Net.WebClient).DownloadString('https://x.example/i.ps1'))"`,
    'irm https://x.example/i.ps1 | iex',
    'curl -fsSL https://x.example/i | tee /tmp/i | bash',
    'curl -fsSL https://x.example/i | FOO=bar bash -',
    'eval "$(curl -fsSL https://x.example/i)"',
    'python3 -c "$(curl -fsSL https://x.example/i)"',
    '. <(curl -fsSL https://x.example/i)',
    'curl -fsSL https://x.example/x | tar xz',
    'wget https://x.example/x.deb && dpkg -i x.deb',
    'curl -o /usr/bin/x https://x.example/x && chmod +x /usr/bin/x',
    'curl -fsSL https://x.example/x > /usr/bin/x',
  ])('%s fails', (command) => {
    expect(run(command)).toEqual(['2 remote-script']);
  });
});

describe('a value that only the build knows', () => {
  test('is unknown as user, port and base, never a pass', () => {
    const text = 'ARG BASE\nFROM $BASE\nARG U\nARG P\nEXPOSE $P\nUSER $U\n';
    expect(found(text, { common: true })).toEqual(expect.arrayContaining(['2 image-digest?', '5 ssh-port?', '6 user?', '6 numeric-user?']));
  });
});

test('a repository of packages that the build itself made needs no signature', () => {
  const text = (address: string): string =>
    `FROM debian:12\nRUN echo "deb [ trusted=yes ] ${address} ./" > /etc/apt/sources.list.d/x.list\nUSER 5\n`;
  expect(found(text('file:///tmp/x'))).toEqual([]);
  expect(found(text('http://apt.example'))).toEqual(['2 signature-check']);
});

test('a waiver in a comment is honoured', () => {
  expect(found('# waive.tempered/dockerfile-user: {"reason":"binds port 80","expires":"2027-01-31"}\nFROM alpine:3.20\n')).toEqual([]);
});

test('no finding repeats a secret', () => {
  const secret = ['ghp', 'k3Jd82hsL0qPz71mVbXc45TnYwRuEa9GfHiO'].join('_');
  const text = `FROM alpine:3.20\nENV A=${secret}\nARG TOKEN=${secret}\nRUN git clone https://${secret}@github.com/x/y && export T=${secret}\nLABEL x=${secret}\nCOPY <<E /x\n${secret}\nE\n`;
  const { objects } = readDockerfile('Dockerfile', text);
  const { findings } = audit([resource(objects[0]?.object ?? {})], { profile: restricted, today: '2026-11-25' });
  const secrets = findings.filter(({ control }) => control === 'dockerfile-secrets');
  expect(secrets.length).toBeGreaterThanOrEqual(5);
  expect(JSON.stringify(findings.map(({ message, fix, actual }) => [message, fix, actual]))).not.toContain(secret);
});

test('a RUN of very many commands does not stand in each of its findings, and one of them repairs them all', () => {
  const commands = Array.from({ length: 3000 }, (_, at) => `apk add package${at}`);
  const { objects } = readDockerfile('Dockerfile', `FROM alpine:3.22\nRUN ${commands.join(' && ')}\nUSER 65532\n`);
  const { findings } = audit(
    objects.map(({ object }) => resource(object)),
    { profile: restricted, today: '2026-11-25' },
  );
  const repairs = findings.flatMap(({ control, fix }) => (control === 'dockerfile-minimal-packages' ? [fix] : []));
  expect(repairs).toHaveLength(3000);
  expect(JSON.stringify(repairs).length).toBeLessThan(1_000_000);
  expect(repairs.flatMap((fix) => (fix?.op === 'set' ? [String(fix.value).match(/--no-cache/g)?.length] : []))).toEqual([3000]);
});

test.each([
  ['DB_PASSWORD=hunter2hunter2', ['3 secrets']],
  ['export DB_PASSWORD="hunter2 hunter2"', ['3 secrets']],
  ['  password: hunter2hunter2', ['3 secrets']],
  ['  "password": "hunter2hunter2",', ['3 secrets']],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what fills it in is not here
  ['DB_PASSWORD=${DB_PASSWORD}', []],
  ['DB_PASSWORD_FILE=/run/secrets/password', []],
  ['DB_PASSWORD=', []],
])('a file that COPY writes with %s', (line, expected) => {
  expect(found(`FROM alpine:3.22\nCOPY <<'EOF' /etc/shop.env\n${line}\nEOF\nUSER 65532\n`)).toEqual(expected);
});

describe('passwords in options that do not say so', () => {
  const run = (line: string): string[] => found(`FROM debian:12\n${line}\nUSER 5\n`);
  test.each([
    'RUN docker login -u x -p hunter2hunter2 registry.example',
    'RUN sshpass -p hunter2hunter2 ssh x',
    'RUN echo hunter2hunter2 | docker login -u x --password-stdin',
    'RUN sshpass -phunter2hunter2 ssh x',
    'RUN mysql -uroot -phunter2hunter2 < x.sql',
    'RUN openssl enc -aes-256-cbc -k hunter2hunter2 -in a -out b',
    'RUN openssl pkcs12 -passin pass:hunter2hunter2 -in a',
    'RUN curl -fsS -u admin:hunter2hunter2 https://x.example/v > /dev/null',
    'HEALTHCHECK CMD curl -uadmin:hunter2hunter2 http://localhost',
    'HEALTHCHECK CMD ["redis-cli", "-a", "hunter2hunter2", "ping"]',
    'RUN htpasswd -bc /etc/x admin hunter2hunter2',
    'RUN rabbitmqctl add_user app hunter2hunter2',
    'RUN npm config set //registry.example/:_authToken hunter2hunter2',
    'RUN echo "machine x.example login me password hunter2hunter2" > ~/.netrc',
    'RUN printf "machine x.example\\nlogin me\\npassword hunter2hunter2\\n" > ~/.netrc',
    'COPY <<EOF /root/.netrc\nmachine x.example\nlogin me\npassword hunter2hunter2\nEOF',
  ])('%s', (line) => {
    // A here-document is named where it begins.
    expect(run(line)).toEqual([line.includes('<<') ? '3 secrets' : '2 secrets']);
    const { objects } = readDockerfile('Dockerfile', `FROM debian:12\n${line}\n`);
    const { findings } = audit([resource(objects[0]?.object ?? {})], { profile: restricted, today: '2026-11-25' });
    expect(JSON.stringify(findings.map(({ message, fix, actual }) => [message, fix, actual]))).not.toContain('hunter2');
  });

  test.each([
    'RUN docker login -u x -p "$PASSWORD" registry.example',
    'RUN docker login -u x --password-stdin registry.example',
    'RUN mkdir -p /srv/app && cp -p a b',
    'RUN echo "$TOKEN" | docker login -u x --password-stdin',
    'RUN cat /run/secrets/x | docker login -u x --password-stdin',
    'RUN docker run -p 8080:80 x',
    'RUN mysql -uroot -p < x.sql',
    'RUN mysql -uroot -p"$(cat /run/secrets/x)" < x.sql',
    'RUN openssl pkcs12 -passin file:/run/secrets/x -in a',
    'RUN curl -fsS -u admin https://x.example/v > /dev/null',
    'RUN unzip -o x.zip -d /srv',
    'RUN echo "machine x.example login me password $TOKEN" | netrc-check',
    'RUN npm config set registry https://registry.example',
  ])('none: %s', (line) => {
    expect(run(line)).toEqual([]);
  });
});

describe('files that are copied', () => {
  const copied = (source: string): string[] => found(`FROM debian:12\nCOPY ${source} /x/\nUSER 5\n`);
  test.each([
    ...['server.key', 'tls.pem', 'certs/ca-key.pem', 'privkey.pem', 'identity.jks', 'credentials.json', 'service-account.json'],
    ...['service_account_key.json', 'infra/terraform.tfstate', 'prod.tfstate.backup', 'kubeconfig', 'id_ed25519', 'client_secret_1.json'],
  ])('%s is a secret', (source) => {
    expect(copied(source)).toEqual(['2 secrets']);
  });

  test.each([
    ...['ca.pem', 'cacert.pem', 'certs/fullchain.pem', 'rds-combined-ca-bundle.pem', 'isrgrootx1.pem', 'AmazonRootCA1.pem', 'server.crt'],
    ...['public.pem', 'jwt_public_key.pem', 'dhparams.pem', 'cert.pem', 'public.key', 'nginx_signing.key', 'truststore.jks', 'x.gpg'],
    ...['docker-archive-keyring.gpg', 'service.json', 'account.json', 'slides.keynote', 'monkey.json', 'keys.ts'],
  ])('%s is none', (source) => {
    expect(copied(source)).toEqual([]);
  });
});

test('a text that looks like the beginning of a login very often ends', () => {
  expect(found(`FROM debian:12\nRUN echo "machine ${'\\\\n'.repeat(100_000)}"\nUSER 5\n`)).toEqual([]);
});
