// Lints about sharing the node: host namespaces, names on the host network, files of the control group.
import type { Container } from '../../kubernetes/types';
import { removeField, setTo } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';
import { fix, type LintedContainer, type LintedPod, putEdit } from './lint';

export const nodeLints = ruleTable('lint', {
  hostNamespaces: { id: 'host-pid-ipc-network', severity: 'info', path: 'hostPID, hostIPC, hostNetwork' },
  hostNetworkDns: { id: 'host-network-dns', severity: 'info', path: 'dnsPolicy' },
  cgroupV1: { id: 'cgroup-v1-path', severity: 'warning', path: 'containers[*].command, containers[*].args' },
});

/** Checks what a pod shares with its node and what it expects to find there. */
export function lintNode(pod: LintedPod, ctx: CheckContext): void {
  const { spec, path, kind } = pod;
  for (const field of ['hostPID', 'hostIPC', 'hostNetwork'] as const) {
    // Agents of the node are what DaemonSets are for.
    if (spec[field] !== true || kind === 'DaemonSet') continue;
    const at = `${path}.${field}`;
    ctx.report(nodeLints.hostNamespaces, at, { field }, { at: 'key', fixes: [removeField(at)] });
  }
  lintDns(pod, ctx);
  for (const container of pod.containers) lintCgroupFiles(container, ctx);
}

/** The kubelet turns ClusterFirst into Default on the host network (network/dns/dns.go getPodDNSType, 1.37). */
function lintDns({ spec, written, path, namespace }: LintedPod, ctx: CheckContext): void {
  if (spec.hostNetwork !== true || spec.dnsPolicy !== 'ClusterFirst' || namespace === 'kube-system') return;
  const edits = [putEdit(written, path, ['dnsPolicy'], 'ClusterFirstWithHostNet')];
  const fixes = [fix('fix-add-field', { field: 'dnsPolicy', value: 'ClusterFirstWithHostNet' }, edits)];
  const markPath = written.dnsPolicy === undefined ? `${path}.hostNetwork` : `${path}.dnsPolicy`;
  ctx.report(nodeLints.hostNetworkDns, `${path}.dnsPolicy`, { policy: 'ClusterFirst' }, { markPath, fixes });
}

/** Files of cgroup v1 and what stands for them in v2. */
const V1_FILES: readonly (readonly [RegExp, string])[] = [
  [/\/sys\/fs\/cgroup\/memory\/memory\.limit_in_bytes/, '/sys/fs/cgroup/memory.max'],
  [/\/sys\/fs\/cgroup\/memory\/memory\.usage_in_bytes/, '/sys/fs/cgroup/memory.current'],
  [/\/sys\/fs\/cgroup\/memory\/memory\.stat/, '/sys/fs/cgroup/memory.stat'],
  [/\/sys\/fs\/cgroup\/cpu(?:,cpuacct)?\/cpu\.cfs_(?:quota|period)_us/, '/sys/fs/cgroup/cpu.max'],
  [/\/sys\/fs\/cgroup\/cpu(?:,cpuacct)?\/cpu\.shares/, '/sys/fs/cgroup/cpu.weight'],
  [/\/sys\/fs\/cgroup\/cpu(?:,cpuacct)?\/cpu\.stat/, '/sys/fs/cgroup/cpu.stat'],
  [/\/sys\/fs\/cgroup\/pids\/pids\.max/, '/sys/fs/cgroup/pids.max'],
];

function lintCgroupFiles({ container, path }: LintedContainer, ctx: CheckContext): void {
  for (const [list, at] of wordLists(container, path)) {
    list.forEach((word, i) => {
      for (const [pattern, meant] of V1_FILES) {
        const file = pattern.exec(word)?.[0];
        // A script that looks in both places knows what it does.
        if (file === undefined || word.includes(meant)) continue;
        const place = `${at}[${i}]`;
        const fixes = word.includes('\n') ? [] : [setTo(place, word.replace(file, meant))];
        ctx.report(nodeLints.cgroupV1, place, { path: file, meant }, { fixes });
      }
    });
  }
}

function wordLists(container: Container, path: string): [words: readonly string[], path: string][] {
  const lists: [readonly string[] | undefined, string][] = [
    [container.command, `${path}.command`],
    [container.args, `${path}.args`],
  ];
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) {
    lists.push([container[probe]?.exec?.command, `${path}.${probe}.exec.command`]);
  }
  for (const hook of ['postStart', 'preStop'] as const) {
    lists.push([container.lifecycle?.[hook]?.exec?.command, `${path}.lifecycle.${hook}.exec.command`]);
  }
  return lists.flatMap(([words, at]) => (words === undefined ? [] : [[words, at] as [readonly string[], string]]));
}
