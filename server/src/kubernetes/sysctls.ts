// Names of kernel parameters and the namespace each belongs to (component-helpers/node/util/sysctl/namespace.go and
// pkg/apis/core/validation/validation.go, 1.37).

const SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const NAME = new RegExp(`^(${SEGMENT}[./])*${SEGMENT}$`);

/** Longest name of a sysctl. */
export const SYSCTL_MAX_LENGTH = 253;

/** Lower-case segments joined by '.' or '/'. */
export function isSysctlName(name: string): boolean {
  return name.length <= SYSCTL_MAX_LENGTH && NAME.test(name);
}

const IPC_NAMES: ReadonlySet<string> = new Set([
  'kernel.sem',
  'kernel.shmall',
  'kernel.shmmax',
  'kernel.shmmni',
  'kernel.shm_rmid_forced',
  'kernel.shm',
  'kernel.msgmax',
  'kernel.msgmnb',
  'kernel.msgmni',
  'kernel.msg',
]);

/** The kernel namespace that holds a parameter, as far as it matters for host networking and host IPC. */
export function sysctlNamespace(name: string): 'ipc' | 'net' | undefined {
  const star = dotted(name).split('*')[0] ?? '';
  if (IPC_NAMES.has(star) || star.startsWith('fs.mqueue.')) return 'ipc';
  return star.startsWith('net.') ? 'net' : undefined;
}

/** `net/ipv4/tcp_syncookies` and `net.ipv4.tcp_syncookies` name the same; the first separator decides (NormalizeName). */
function dotted(name: string): string {
  const first = /[./]/.exec(name)?.[0];
  if (first !== '/') return name;
  return name.replace(/[./]/g, (char) => (char === '/' ? '.' : '/'));
}
