import type { KindRef } from '../requirement';

export const SECRET: KindRef = { group: '', kind: 'Secret' };
export const CONFIG_MAP: KindRef = { group: '', kind: 'ConfigMap' };
