import { App as Cdk8sApp, type YamlOutputType } from 'cdk8s';
import * as fc from 'fast-check';
import { App } from '../../lib/kubernetes/app';
import { define, OUTPUT_TYPES, type Program, programs, run } from './app/random-app';

const synth = (AppType: typeof Cdk8sApp, program: Program, yamlOutputType: YamlOutputType) =>
  run(AppType, { yamlOutputType, recordConstructMetadata: true }, (app) => {
    define(program, app);
    app.synth();
  });

const synthYaml = (AppType: typeof Cdk8sApp, program: Program) => {
  let yaml = '';
  const outcome = run(AppType, {}, (app) => {
    define(program, app);
    yaml = app.synthYaml();
  });
  return { ...outcome, yaml };
};

describe.each(['declared beforehand', 'partly added by validations'])('of any program whose constructs are %s', (when) => {
  const late = when !== 'declared beforehand';
  test.each(OUTPUT_TYPES)('output type %s gives the files, or the error, of cdk8s', (type) => {
    fc.assert(
      fc.property(programs({ late }), (program) => {
        expect(synth(App, program, type)).toEqual(synth(Cdk8sApp, program, type));
      }),
    );
  });

  test('synthYaml gives the text, or the error, of cdk8s', () => {
    fc.assert(
      fc.property(programs({ late }), (program) => {
        expect(synthYaml(App, program)).toEqual(synthYaml(Cdk8sApp, program));
      }),
    );
  });
});

test('of programs in which something depends on itself, the cycle that cdk8s reports is reported', () => {
  const onCycle = fc.property(programs({ onItself: true }), (any) => {
    // Said twice by way of a group, it has a message of its own.
    const program = { ...any, grouped: false };
    const reference = synthYaml(Cdk8sApp, program);
    fc.pre('error' in reference && reference.error.startsWith('Error: Dependency cycle'));
    expect(synthYaml(App, program)).toEqual(reference);
  });
  fc.assert(onCycle);
});
