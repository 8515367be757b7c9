// Node labels that are going away (pkg/api/node/util.go, 1.37). Pods, volumes and classes that select by them are warned.
import { type CheckContext, ruleTable } from '../rule';

export const nodeLabelWarnings = ruleTable('warning', {
  deprecated: {
    id: 'node-label-deprecated',
    severity: 'warning',
    path: 'spec.nodeSelector, matchExpressions[*].key, allowedTopologies',
  },
  obsolete: {
    id: 'node-label-obsolete',
    severity: 'warning',
    path: 'spec.nodeSelector, matchExpressions[*].key, allowedTopologies',
  },
});

/** Old label to the one that took its place; '' where none did. */
export const DEPRECATED_NODE_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'app.kubernetes.io/created-by': '',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': '',
  'node-role.kubernetes.io/master': 'node-role.kubernetes.io/control-plane',
};

/** Warns when a node label is going away; `markPath` is where it stands. */
export function warnNodeLabel(label: string, path: string, ctx: CheckContext, markPath = path): void {
  if (!Object.hasOwn(DEPRECATED_NODE_LABELS, label)) return;
  const better = DEPRECATED_NODE_LABELS[label] ?? '';
  const mark = markPath === path ? {} : { markPath };
  if (better === '') {
    ctx.report(nodeLabelWarnings.obsolete, path, { label }, mark);
    return;
  }
  const edit = markPath.endsWith(`[${label}]`)
    ? ({ op: 'rename', path: markPath, key: better } as const)
    : ({ op: 'set', path: markPath, raw: better } as const);
  const fix = { title: 'fix-set-value', values: { value: better }, edits: [edit], preferred: true };
  ctx.report(nodeLabelWarnings.deprecated, path, { label, better }, { fixes: [fix], ...mark });
}
