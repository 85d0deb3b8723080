import fc, { type Arbitrary } from 'fast-check';
import type { Json } from '../../lib/controls/requirement';
import { annotations } from './annotations';
import { type Care, chooseWith, seldom } from './choice';
import { containerLists } from './containers';
import { podSecurityContext, type WrittenAt } from './security-context';
import { volumes } from './volumes';

/** A pod without a name: what a workload holds as its template. */
export interface PodTemplate {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string | null>> };
  readonly spec: Json;
}

/** Pods in which every field of the Pod Security Standards varies: most pass one level or fail it by one field. */
export const podTemplate: Arbitrary<PodTemplate> = fc
  .record({
    care: fc.constantFrom<Care>('careful', 'careful', 'careless'),
    at: fc.constantFrom<WrittenAt>('pod', 'containers', 'both'),
  })
  .chain(({ care, at }) => templateWith(care, at));

function templateWith(care: Care, at: WrittenAt): Arbitrary<PodTemplate> {
  const choose = chooseWith(care);
  return fc
    .record({
      annotations: annotations(choose),
      securityContext: podSecurityContext(choose, at),
      lists: containerLists(choose, at),
      volumes: volumes(choose),
      hostNetwork: choose<boolean | null | undefined>([undefined, false], [true, null]),
      hostPID: choose<boolean | null | undefined>([undefined, false], [true, null]),
      hostIPC: choose<boolean | null | undefined>([undefined, false], [true, null]),
      hostUsers: choose<boolean | null | undefined>([undefined, undefined, true, false], [null]),
      shareProcessNamespace: choose<boolean | undefined>([undefined], [true]),
      os: seldom(
        choose<object | null | undefined>(
          [undefined, { name: 'linux' }, { name: 'windows' }],
          [null, {}, { name: 'Windows' }, { name: '' }],
        ),
      ),
      nodeSelector: seldom(fc.constant({ 'kubernetes.io/os': 'windows' })),
    })
    .map(({ annotations: written, lists, ...spec }) => plain({ metadata: { annotations: written }, spec: { ...spec, ...lists } }));
}

/** As it would be read from a file: what is not written is not there. */
function plain(template: PodTemplate): PodTemplate {
  return JSON.parse(JSON.stringify(template));
}
