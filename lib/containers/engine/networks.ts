import { isObject } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { toldField } from './told-field';

const MODE = ['HostConfig', 'NetworkMode'];
const ATTACHED = ['NetworkSettings', 'Networks'];

/** `default` is the bridge on Linux; the name of a network of one's own is no mode, but one of the networks. */
const NETWORK_MODE: FieldCodec = toldField('networkMode', MODE, (written) => {
  const mode = valueIn(written, MODE);
  if (mode === 'default' || mode === 'bridge') return { value: 'bridge', at: MODE };
  return mode === 'host' || mode === 'none' || (typeof mode === 'string' && mode.startsWith('container:'))
    ? { value: mode, at: MODE }
    : undefined;
});

/** Networks of its own; what the mode says already is not said again. */
const NETWORKS: FieldCodec = toldField('networks', ATTACHED, (written) => {
  const attached = valueIn(written, ATTACHED);
  const mode = valueIn(written, MODE);
  const said = mode === 'default' ? 'bridge' : mode;
  const names = Object.keys(isObject(attached) ? attached : {}).filter((name) => !(BUILT_IN.has(name) && name === said));
  return names.length === 0
    ? undefined
    : { value: names, at: ATTACHED, below: ([index]) => [...ATTACHED, ...names.slice(Number(index), Number(index) + 1)] };
});

const BUILT_IN: ReadonlySet<string> = new Set(['bridge', 'host', 'none']);

/** What a container is attached to. */
export const NETWORK_FIELDS: readonly FieldCodec[] = [NETWORK_MODE, NETWORKS];
