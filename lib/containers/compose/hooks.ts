import type { DockerHook } from '../../controls/docker/container';
import { type Fix, isObject, type Json, type Path, UNKNOWN } from '../../controls/requirement';
import type { FieldCodec } from '../codec';
import { keyedObject, keyedTexts } from './keyed-texts';
import { flagOf, listAt, textOf } from './plain-fields';
import { wordsOf } from './process-fields';

const HOOK_KEYS = ['pre_start', 'post_start', 'pre_stop'];

/** The commands that run when a service starts or stops, each with its place. */
function hooksOf(written: Json): readonly { readonly hook: unknown; readonly at: Path }[] {
  return HOOK_KEYS.flatMap((key) => listAt(written, key).map((hook, index) => ({ hook, at: [key, index] })));
}

/** What runs beside the command of the service, with the user, the variables and the words of its own. */
export const HOOKS: FieldCodec = {
  field: 'hooks',
  home: ['post_start'],
  read(written) {
    const hooks = hooksOf(written).flatMap(({ hook, at }) => (isObject(hook) ? [{ hook, at }] : []));
    if (hooks.length === 0) return undefined;
    return {
      value: hooks.map(({ hook }) => hookOf(hook)),
      at: ['post_start'],
      below([index, field, ...rest]) {
        const { hook, at } = hooks[Number(index)] ?? {};
        if (hook === undefined || at === undefined) return ['post_start'];
        if (field === 'env') return [...at, ...placeOfVariable(hook, rest)];
        return [...at, ...(field === undefined ? [] : [field]), ...(Array.isArray(hook.command) ? rest : [])];
      },
    };
  },
};

function hookOf({ command, user, environment }: Json): DockerHook {
  const words = wordsOf(command);
  const named = textOf(user ?? undefined);
  const env = keyedTexts(environment, []);
  return {
    ...(words !== undefined && { command: words }),
    // The compiler takes what is not known yet for what it will be.
    ...(named !== undefined && { user: named as string }),
    ...(env.length > 0 && { env: keyedObject(env) }),
  };
}

function placeOfVariable({ environment }: Json, [name]: Path): Path {
  if (name === undefined) return ['environment'];
  return keyedTexts(environment, ['environment']).findLast((each) => each.name === name)?.at ?? ['environment', name];
}

/** `privileged`, of the service or of a command that is run in it when it starts or stops: that has every capability as well. */
export const PRIVILEGED: FieldCodec = {
  field: 'privileged',
  home: ['privileged'],
  read(written) {
    const flags = privilegedFlags(written);
    const [first] = flags;
    // What is not known may be true; a plain false of the service itself says nothing of its hooks.
    return flags.find(({ value }) => value === true) ?? flags.find(({ value }) => value === UNKNOWN) ?? first;
  },
  write(value, written) {
    const own: Path = ['privileged'];
    if (value === true) return [{ op: 'set', path: own, value }];
    const set = privilegedFlags(written).filter((flag) => flag.value === true);
    const places = set.length === 0 ? [{ at: own }] : set;
    return places.map(({ at }): Fix => (value === undefined ? { op: 'remove', path: at } : { op: 'set', path: at, value }));
  },
};

function privilegedFlags(written: Json): readonly { readonly value: unknown; readonly at: Path }[] {
  const hooks = hooksOf(written).map(({ hook, at }) => ({ hook, at: [...at, 'privileged'] }));
  const all = [{ hook: written as unknown, at: ['privileged'] as Path }, ...hooks];
  return all.flatMap(({ hook, at }) => {
    const value = isObject(hook) ? flagOf(hook.privileged ?? undefined) : undefined;
    return value === undefined ? [] : [{ value, at }];
  });
}
