// Which capabilities a container's root has: the runtime's default set with what is added and dropped. Names without CAP_.
import type { Capabilities } from './types';

/** The set containerd gives without being asked (containerd 2.x contrib/oci defaults; CRI-O leaves NET_RAW, MKNOD and AUDIT_WRITE out). */
export const DEFAULT_CAPABILITIES: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/** Effective set of root in the container; `ALL` stands for every one. */
export function effectiveCapabilities({ add = [], drop = [] }: Capabilities): readonly string[] {
  const plain = (name: string) => name.toUpperCase().replace(/^CAP_/, '');
  const added = add.map(plain);
  const dropped = new Set(drop.map(plain));
  if (added.includes('ALL')) return ['ALL'];
  const kept = dropped.has('ALL') ? [] : DEFAULT_CAPABILITIES.filter((name) => !dropped.has(name));
  return [...new Set([...kept, ...added])].sort();
}
