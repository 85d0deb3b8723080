import { ContainerService, ServiceSecret, Stack } from '../../../lib/docker';
import { TARGET_IMAGE } from '../target-image';

/** What listens at port 80 of a service that has an address to be attacked at. */
const LISTEN = ['sh', '-c', 'mkdir -p /tmp/www && echo here >/tmp/www/index.html && exec httpd -f -p 80 -h /tmp/www'];

/** What the file of the database's secret says. */
export const SECRET = 'known to the database alone';

/** A stack with nothing but images and flows: what our components make of that is attacked. `target` has an edge to `api` alone. */
export function shop(): Stack {
  const stack = new Stack('shop');
  const target = new ContainerService(stack, 'target', { image: TARGET_IMAGE });
  const api = new ContainerService(stack, 'api', { image: TARGET_IMAGE, command: LISTEN, listens: [80] });
  const database = new ContainerService(stack, 'database', {
    image: TARGET_IMAGE,
    command: LISTEN,
    listens: [80],
    secrets: [ServiceSecret.fromFile('password', './password')],
  });
  // Named by nobody, naming nobody.
  new ContainerService(stack, 'hermit', { image: TARGET_IMAGE });
  // It publishes a port, and may begin nothing but to ask the API.
  const door = new ContainerService(stack, 'door', { image: TARGET_IMAGE, ports: [{ target: 8080 }] });
  door.connections.allowTo(api, { port: 80 });
  target.connections.allowTo(api, { port: 80 });
  api.connections.allowTo(database, { port: 80 });
  return stack;
}
