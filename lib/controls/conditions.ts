import { is, when } from './requirement';

/** From 1.25 on, pods that say they run on Windows are not asked what only Linux has. A nodeSelector alone says nothing. */
export const windows = when('os.name', is('windows'), 'pods that say `os.name: windows`', 'v1.25');

/** The same in every version, for what a Windows node could not do anyway. */
export const windowsAlways = when('os.name', is('windows'), 'pods that say `os.name: windows`');

/** From 1.35 on, Pod Security lets root be root where the pod has a user namespace of its own. */
export const userNamespace = when('hostUsers', is(false), 'pods with a user namespace of their own (`hostUsers: false`)', 'v1.35');
