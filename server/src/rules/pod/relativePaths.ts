// Paths inside volumes and hosts: relative, without "..", not reserved (validateLocalDescendingPath and its neighbours,
// pkg/apis/core/validation/validation.go, 1.37).
import { setTo } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';

export const pathRules = ruleTable('volume', {
  absolute: {
    id: 'path-must-be-relative',
    type: 'FieldValueInvalid',
    path: 'volumeMounts.subPath, volumeMounts.subPathExpr, items[*].path, seccompProfile.localhostProfile',
  },
  backsteps: {
    id: 'path-has-backsteps',
    type: 'FieldValueInvalid',
    path: 'hostPath.path, volumeMounts.subPath, items[*].path, fileKeyRef.path',
  },
  reserved: { id: 'path-reserved', type: 'FieldValueInvalid', path: 'items[*].path, projected.path' },
});

/** Where to mark a path whose report goes to a wider place. */
type Mark = string | undefined;

function options(value: string, mark: Mark, repaired?: string) {
  const markPath = mark === undefined ? {} : { markPath: mark };
  return repaired === undefined || repaired === '' || mark === undefined
    ? markPath
    : { ...markPath, fixes: [setTo(mark, repaired, repaired !== value)] };
}

/** Reports a path that holds a ".." part. */
export function checkNoBacksteps(value: string, path: string, ctx: CheckContext, mark: Mark = path): void {
  if (!value.split('/').includes('..')) return;
  ctx.report(pathRules.backsteps, path, { value }, options(value, mark));
}

/** Reports a path that is absolute or holds a ".." part. */
export function checkDescendingPath(value: string, path: string, ctx: CheckContext, mark: Mark = path): void {
  if (value.startsWith('/')) {
    ctx.report(pathRules.absolute, path, { value }, options(value, mark, value.replace(/^\/+/, '')));
  }
  checkNoBacksteps(value, path, ctx, mark);
}

/** Reports a path that is absolute, holds a ".." part or starts with "..", which the kubelet keeps for itself. */
export function checkNonReservedPath(value: string, path: string, ctx: CheckContext, mark: Mark = path): void {
  checkDescendingPath(value, path, ctx, mark);
  if (value.startsWith('..') && !value.startsWith('../')) {
    ctx.report(pathRules.reserved, path, { value }, options(value, mark, value.replace(/^\.+/, '')));
  }
}
