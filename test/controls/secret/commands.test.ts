import { workloadExample } from '../../../lib/controls/workload/workload-examples';
import { random } from '../credential/tokens';
import { findingsIn } from '../workload/findings';

const password = random(12);
const asked = (...containers: readonly object[]) => findingsIn('secret-in-command', [workloadExample({ pod: { containers } })]);
const script = (text: string) => asked({ name: 'web', command: ['sh', '-c', text] });

describe('a password in a script', () => {
  test.each([
    `mysqladmin ping -uroot -p${password}`,
    `redis-cli -a ${password} ping`,
    `curl -u admin:${password} https://api/health`,
    `curl --user admin:${password} https://api/health`,
    `sshpass -p ${password} ssh db`,
    `docker login -u web -p ${password}`,
    `echo ${password} | docker login -u web --password-stdin`,
    `mongo -u root -p ${password}`,
    `helm upgrade web ./web --set db.password=${password}`,
    `docker run --env PASSWORD=${password} web`,
    `rabbitmqctl add_user web ${password}`,
    `htpasswd -bc /etc/nginx/users web ${password}`,
    `keytool -list -storepass ${password}`,
    `openssl rsa -passin pass:${password}`,
    `ldapsearch -x -w ${password}`,
    `etcdctl --user root:${password} get /`,
    `etcdctl --user=root:${password} get /`,
    `echo "root:${password}" | chpasswd`,
    `cat > app.yaml <<EOF\npassword: ${password}\nEOF`,
    `node -e 'connect({ host: "db", password: "${password}" })'`,
    `curl -d '{"user":"web","password":"${password}"}' https://api/login`,
  ])('is found, and not repeated: %s', (text) => {
    const found = script(text);
    expect(found.map(({ path }) => path.at(-1))).toEqual([2]);
    expect(JSON.stringify(found.map(({ resource: _, ...told }) => told))).not.toContain(password);
  });

  test.each([
    'mysqladmin ping -uroot -p"$MYSQL_ROOT_PASSWORD"',
    'redis-cli -a $(cat /run/secrets/redis) ping',
    'redis-cli -a $(PASSWORD) ping',
    'curl -u "admin:$PASSWORD" https://api/health',
    'curl -u admin https://api/health',
    'docker run -p 8080:80 web',
    'mkdir -p /data/web && ps -a',
    'psql -p 5432 -w -c "select 1"',
    'cat /run/secrets/registry | docker login -u web --password-stdin',
    'echo "root:$PASSWORD" | chpasswd',
    'cat > app.yaml <<EOF\npassword: $PASSWORD\ntokenUrl: https://login\nEOF',
    'helm upgrade web ./web --set db.existingSecret=web-db,auth.enabled=true',
    `curl -d "{\\"password\\": \\"$PASSWORD\\"}" https://api/login`,
    `printf '{"token": "%s"}' "$TOKEN"`,
    'kubectl get pods -l app=web,tier=cache -o custom-columns=NAME:.metadata.name',
  ])('that is only referred to is none: %s', (text) => {
    expect(script(text)).toEqual([]);
  });
});

describe('a command line', () => {
  test('goes on from the command to its args', () => {
    const [option] = asked({ name: 'web', command: ['redis-cli'], args: ['-a', password, 'ping'] });
    expect(option?.path.slice(-2)).toEqual(['args', 0]);
    const [given] = asked({ name: 'web', command: ['redis-server', '--requirepass'], args: [password] });
    expect(given?.path.slice(-2)).toEqual(['args', 0]);
  });

  test('of a probe is one of its own', () => {
    const [found] = asked({ name: 'web', command: ['sh'], livenessProbe: { exec: { command: ['mysqladmin', 'ping', `-p${password}`] } } });
    expect(found?.path.slice(-4)).toEqual(['livenessProbe', 'exec', 'command', 2]);
  });
});
