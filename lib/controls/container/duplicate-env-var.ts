import { control } from '../control';
import { uniqueEnvNames } from './unique-env-names';

export const duplicateEnvVar = control({
  id: 'duplicate-env-var',
  family: 'container',
  title: 'Define each variable once',
  severity: 'low',
  why: 'The last one wins: who reviews the first reads a value that does not hold.',
  references: { kubernetes: 'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/' },
  counterparts: {
    kubeLinter: ['duplicate-env-var'],
    kubescape: ['C-0295'],
    kubeScore: ['environment-variable-key-duplication'],
  },
  notes:
    'Findings name the variable, never its value. `envFrom` is not read: what it brings lies in other objects, and `env` wins over it.',
  require: uniqueEnvNames,
  examples: {
    pass: [
      { because: 'no variables', pod: {} },
      {
        because: 'two names',
        pod: {
          containers: [
            {
              env: [
                { name: 'A', value: '1' },
                { name: 'B', value: '1' },
              ],
            },
          ],
        },
      },
      {
        because: 'each container has its own',
        pod: { containers: [{ env: [{ name: 'A', value: '1' }] }], initContainers: [{ env: [{ name: 'A', value: '2' }] }] },
      },
      {
        because: 'names are case-sensitive',
        pod: {
          containers: [
            {
              env: [
                { name: 'A', value: '1' },
                { name: 'a', value: '2' },
              ],
            },
          ],
        },
      },
    ],
    fail: [
      {
        because: 'the second one wins',
        pod: {
          containers: [
            {
              env: [
                { name: 'A', value: '1' },
                { name: 'A', value: '2' },
              ],
            },
          ],
        },
      },
      {
        because: 'the same value twice is once too often',
        pod: {
          initContainers: [
            {
              env: [
                { name: 'A', value: '1' },
                { name: 'B', value: '2' },
                { name: 'A', value: '1' },
              ],
            },
          ],
        },
      },
    ],
  },
});
