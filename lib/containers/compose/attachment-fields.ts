import { type Fix, isObject, type Path } from '../../controls/requirement';
import { type FieldCodec, valueIn } from '../codec';
import { elementChanges } from './element-changes';
import { escaped, resolved, splitOutside, withDefaults } from './interpolation';
import { listAt, looseTextOf, textOf } from './plain-fields';
import { rangeOf } from './ports';

/** `networks`: a list of names, or a mapping below them. */
export const NETWORKS: FieldCodec = {
  field: 'networks',
  home: ['networks'],
  read({ networks }) {
    const at: Path = ['networks'];
    if (Array.isArray(networks)) return { value: networks.map(textOf), at };
    if (!isObject(networks)) return undefined;
    const names = Object.keys(networks);
    return { value: names, at, below: ([position]) => (position === undefined ? at : [...at, names[Number(position)] ?? position]) };
  },
  write(value, { networks }, before) {
    const at: Path = ['networks'];
    if (value === undefined) return [{ op: 'remove', path: at }];
    const { changed, removed, added } = elementChanges((before ?? []) as readonly string[], value as readonly string[]);
    const list = Array.isArray(networks);
    const names = isObject(networks) ? Object.keys(networks) : [];
    if (before === undefined) return [{ op: 'set', path: at, value: added }];
    return [
      ...changed.flatMap(({ index, value: name }): readonly Fix[] =>
        list
          ? [{ op: 'set', path: [...at, index], value: name }]
          : [
              { op: 'set', path: [...at, name], value: networks?.[names[index] ?? ''] ?? {} },
              { op: 'remove', path: [...at, names[index] ?? ''] },
            ],
      ),
      ...removed.map((index): Fix => ({ op: 'remove', path: [...at, list ? index : (names[index] ?? '')] })),
      ...added.map((name): Fix => (list ? { op: 'append', path: at, value: name } : { op: 'set', path: [...at, name], value: {} })),
    ];
  },
};

/** `network_mode`, or a network of the project that is the host's. */
export function networkModeField(hostNetworks: ReadonlySet<string>): FieldCodec {
  const at: Path = ['network_mode'];
  return {
    field: 'networkMode',
    home: at,
    read(written) {
      const value = textOf(written.network_mode ?? undefined);
      if (value !== undefined) return { value, at, below: () => at };
      const { networks } = written;
      const names: readonly unknown[] = Array.isArray(networks) ? networks : isObject(networks) ? Object.keys(networks) : [];
      const index = names.findIndex((name) => hostNetworks.has(String(name)));
      if (index < 0) return undefined;
      const place: Path = ['networks', Array.isArray(networks) ? index : String(names[index])];
      return { value: 'host', at: place, below: () => place };
    },
    write(value, written) {
      if ((written.network_mode ?? null) === null && value === undefined)
        return [{ op: 'manual', instructions: 'The service attaches to a network that is the host’s: attach it to one of the project.' }];
      return [value === undefined ? { op: 'remove', path: at } : { op: 'set', path: at, value: escaped(String(value)) }];
    },
  };
}

/** `devices`: `HOST:CONTAINER:rwm`, a mapping, or the name of a CDI device. Repairs take elements away. */
export const DEVICES: FieldCodec = {
  field: 'devices',
  home: ['devices'],
  read(written) {
    if (!Array.isArray(written.devices)) return undefined;
    return {
      value: written.devices.map((item: unknown) => textOf(isObject(item) ? item.source : splitOutside(String(item), ':')[0])),
      at: ['devices'],
      below: ([index]) => (index === undefined ? ['devices'] : ['devices', index]),
    };
  },
  write(value, _written, before) {
    if (value === undefined) return [{ op: 'remove', path: ['devices'] }];
    const { changed, removed, added } = elementChanges((before ?? []) as readonly string[], value as readonly string[]);
    const spelt = (device: string): string => escaped(`${device}:${device}`);
    if (before === undefined && added.length === 0) return [{ op: 'set', path: ['devices'], value: [] }];
    return [
      ...changed.map((each): Fix => ({ op: 'set', path: ['devices', each.index], value: spelt(each.value) })),
      ...removed.map((index): Fix => ({ op: 'remove', path: ['devices', index] })),
      ...added.map((device): Fix => ({ op: 'append', path: ['devices'], value: spelt(device) })),
    ];
  },
};

/** `expose`: ports and ranges, with or without a protocol. */
export const EXPOSE: FieldCodec = {
  field: 'expose',
  home: ['expose'],
  read(written) {
    const list = valueIn(written, ['expose']);
    if (!Array.isArray(list)) return undefined;
    const ports = list.flatMap((item, index) => exposedPorts(item).map((port) => ({ port, index })));
    return {
      value: ports.map(({ port }) => port),
      at: ['expose'],
      below: ([position]) => (typeof position === 'number' ? ['expose', ports[position]?.index ?? position] : ['expose']),
    };
  },
  write(value, written, before) {
    if (value === undefined) return [{ op: 'remove', path: ['expose'] }];
    const after = new Set(value as readonly (number | string)[]);
    const old = new Set((before ?? []) as readonly (number | string)[]);
    const gone = listAt(written, 'expose').flatMap((item, index): Fix[] =>
      exposedPorts(item).some((port) => after.has(port)) ? [] : [{ op: 'remove', path: ['expose', index] }],
    );
    const added = [...after].filter((port) => !old.has(port));
    if (before === undefined) return [{ op: 'set', path: ['expose'], value: added.map(String) }];
    return [...gone.reverse(), ...added.map((port): Fix => ({ op: 'append', path: ['expose'], value: String(port) }))];
  },
};

function exposedPorts(item: unknown): readonly (number | string)[] {
  const [first, last] = rangeOf(withDefaults(String(resolved(item))).replace(/\/\w+$/, '')) ?? [0, -1];
  return last < first ? [] : [first === last ? first : `${first}-${last}`];
}

/** An option of `security_opt` with `=`: the engine takes a colon for it, too. */
export function securityOption(written: unknown): unknown {
  const text = looseTextOf(written) ?? '';
  const equal = text.includes('=') ? text : text.replace(':', '=');
  return equal === 'no-new-privileges=true' ? 'no-new-privileges' : equal;
}

/** An option as it is usually written. */
export function securityOptionText(option: unknown, list: readonly unknown[]): string {
  if (option !== 'no-new-privileges') return escaped(String(option));
  const isEqual = list.length > 0 && list.every((each) => String(each).includes('='));
  return isEqual ? 'no-new-privileges=true' : 'no-new-privileges:true';
}
