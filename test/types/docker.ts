/**
 * What does not compile. The type check fails where one of these lines would: an unused `@ts-expect-error` is an error.
 */
import * as pulumi from '@pulumi/pulumi';
import * as tempered from 'tempered/docker';

const image = 'registry.example/web:1.4.2';
const because = { reason: 'until the vendor mends it', expires: '2027-03-31' };

export function argumentsAreThoseOfPulumi(): void {
  new tempered.Container('fine', {
    image: pulumi.output(image),
    ports: [{ internal: 80 }],
    writablePaths: ['/tmp', { path: '/cache', size: '16m' }],
  });
  // @ts-expect-error no image
  new tempered.Container('web', { user: '1000' });
  // @ts-expect-error a size is a number of bytes, or has a unit
  new tempered.Container('web', { image, writablePaths: [{ path: '/cache', size: 'large' }] });
  // @ts-expect-error no task
  new tempered.Service('web', {});
}

export function waiversNeedAReasonAndAnEnd(): void {
  new tempered.Container('fine', { image, waivers: [{ control: 'docker-privileged', ...because, ticket: 'SEC-1' }] });
  // @ts-expect-error no reason
  new tempered.Container('web', { image, waivers: [{ control: 'docker-privileged', expires: '2027-03-31' }] });
  // @ts-expect-error no end
  new tempered.Service('web', { taskSpec: { containerSpec: { image } }, waivers: [{ control: 'docker-user', reason: 'x' }] });
  // @ts-expect-error no such control
  new tempered.Network('web', { waivers: [{ control: 'docker-priviliged', ...because }] });
  // @ts-expect-error no such control
  tempered.waiverLabel({ control: 'docker-root', ...because });
}
