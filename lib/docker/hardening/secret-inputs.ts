import * as pulumi from '@pulumi/pulumi';
import type { Json, Path } from '../../controls/requirement';
import type { PlacedValue } from './outputs';

/** Inputs that are credentials, whoever computed them, by type of resource. */
const SECRET_INPUTS: Readonly<Record<string, readonly Path[]>> = {
  'docker:index/secret:Secret': [['data']],
  'docker:index/serviceConfig:ServiceConfig': [['data'], ['dataRaw']],
  'docker:index/image:Image': [['registry', 'password']],
  'docker:index/registryImage:RegistryImage': [['authConfig', 'password']],
  'docker:index/service:Service': [['auth', 'password']],
};

/** Options of mount(8) that are a password: `username=web,password=…` of CIFS. */
const PASSWORD_OPTION = /(?:^|,)pass(?:word|wd)?\d?=/i;

/** The inputs with every credential as a secret of Pulumi: encrypted in the state, hidden in previews. */
export function withSecretInputs(type: string, props: Json): Json {
  const paths = type === 'docker:index/volume:Volume' && hasPassword(props) ? [['driverOpts', 'o']] : SECRET_INPUTS[type];
  return (paths ?? []).flatMap((path) => hidden(props, path)).reduce(replaced, props);
}

/** Only what lies on the way is copied: beside it there may be outputs. */
function replaced(props: Json, { path: [step = '', ...rest], value }: PlacedValue): Json {
  return { ...props, [step]: rest.length === 0 ? value : replaced(props[step] as Json, { path: rest, value }) };
}

/** Where something on the way is an output, that as a whole. */
function hidden(props: Json, path: Path): readonly PlacedValue[] {
  let value: unknown = props;
  for (const [index, step] of path.entries()) {
    value = Reflect.get(value as object, step);
    if (value === undefined || value === null) return [];
    const at = path.slice(0, index + 1);
    if (pulumi.Output.isInstance(value) || value instanceof Promise || at.length === path.length)
      return [{ path: at, value: pulumi.secret(value) }];
    if (typeof value !== 'object') return [];
  }
  return [];
}

function hasPassword({ driverOpts }: Json): boolean {
  const options: unknown =
    pulumi.Output.isInstance(driverOpts) || typeof driverOpts !== 'object' || driverOpts === null ? undefined : driverOpts.o;
  return typeof options === 'string' && PASSWORD_OPTION.test(options);
}
