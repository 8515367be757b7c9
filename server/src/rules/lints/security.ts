// Lints about what a container may do to the node.
import type { FixEdit } from '../finding';
import { setTo } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';
import { fix, type LintedContainer, type LintedPod, putEdit, yamlBlock } from './lint';

const CONTEXT = 'containers[*].securityContext';

export const securityLints = ruleTable('lint', {
  privileged: { id: 'privileged', severity: 'warning', path: `${CONTEXT}.privileged` },
  root: { id: 'run-as-root', severity: 'hint', path: CONTEXT, default: 'off' },
  noUid: { id: 'nonroot-without-uid', severity: 'hint', path: `${CONTEXT}.runAsNonRoot` },
  prefix: { id: 'capabilities-prefix', severity: 'warning', path: `${CONTEXT}.capabilities.add[*]` },
  escalation: { id: 'privileged-and-no-escalation', severity: 'warning', path: `${CONTEXT}.allowPrivilegeEscalation` },
  token: { id: 'token-automount', severity: 'hint', path: 'automountServiceAccountToken', default: 'off' },
});

const PLAIN_USER = 10001;

/** Checks the security contexts of a pod. */
export function lintSecurity(pod: LintedPod, ctx: CheckContext): void {
  if (pod.spec.os?.name === 'windows') return;
  for (const container of pod.containers) lintContainer(pod, container, ctx);
  lintNoUid(pod, ctx);
  if (pod.spec.automountServiceAccountToken === undefined && pod.spec.serviceAccountName === undefined) {
    const edits = [putEdit(pod.written, pod.path, ['automountServiceAccountToken'], 'false')];
    const fixes = [fix('fix-add-field', { field: 'automountServiceAccountToken', value: 'false' }, edits)];
    ctx.report(securityLints.token, `${pod.path}.automountServiceAccountToken`, undefined, { fixes });
  }
}

function lintContainer({ spec }: LintedPod, linted: LintedContainer, ctx: CheckContext): void {
  const { container, written, path, name } = linted;
  const own = container.securityContext ?? {};
  const at = `${path}.securityContext`;
  if (own.privileged === true) ctx.report(securityLints.privileged, `${at}.privileged`, { container: name });
  for (const list of ['add', 'drop'] as const) {
    (own.capabilities?.[list] ?? []).forEach((capability, i) => {
      if (!capability.startsWith('CAP_')) return;
      const meant = capability.slice('CAP_'.length);
      const place = `${at}.capabilities.${list}[${i}]`;
      ctx.report(securityLints.prefix, place, { name: capability, meant }, { fixes: [setTo(place, meant)] });
    });
  }
  // The server itself looks for privileged and CAP_SYS_ADMIN only.
  if (own.allowPrivilegeEscalation === false && (own.capabilities?.add ?? []).includes('SYS_ADMIN')) {
    ctx.report(securityLints.escalation, `${at}.allowPrivilegeEscalation`, { cause: 'SYS_ADMIN' });
  }
  const user = own.runAsUser ?? spec.securityContext?.runAsUser;
  const nonRoot = own.runAsNonRoot ?? spec.securityContext?.runAsNonRoot;
  if (nonRoot !== true && (user === undefined || user === 0) && own.privileged !== true) {
    const edits = nonRootEdits(written.securityContext !== undefined, path);
    const fixes = [fix('fix-run-as-nonroot', { uid: PLAIN_USER }, edits)];
    ctx.report(securityLints.root, path, { container: name }, { markPath: `${path}.name`, fixes });
  }
}

function nonRootEdits(written: boolean, path: string): FixEdit[] {
  const fields = { runAsNonRoot: true, runAsUser: PLAIN_USER };
  if (!written) return [{ op: 'add', path, block: yamlBlock({ securityContext: fields }) }];
  return [{ op: 'add', path: `${path}.securityContext`, block: yamlBlock(fields) }];
}

/** Reported where `runAsNonRoot` is written, once for the pod or once per container. */
function lintNoUid({ spec, path, containers }: LintedPod, ctx: CheckContext): void {
  const pod = spec.securityContext ?? {};
  const without = containers.filter(
    ({ container: { securityContext: own = {} } }) =>
      (own.runAsNonRoot ?? pod.runAsNonRoot) === true && (own.runAsUser ?? pod.runAsUser) === undefined,
  );
  const inherited = without.some(({ container }) => container.securityContext?.runAsNonRoot === undefined);
  if (inherited) reportNoUid(`${path}.securityContext`, ctx);
  for (const { container, path: at } of without) {
    if (container.securityContext?.runAsNonRoot !== undefined) reportNoUid(`${at}.securityContext`, ctx);
  }
}

function reportNoUid(at: string, ctx: CheckContext): void {
  const edits = [{ op: 'set', path: `${at}.runAsUser`, raw: String(PLAIN_USER) } as const];
  const fixes = [fix('fix-add-field', { field: 'runAsUser', value: PLAIN_USER }, edits)];
  ctx.report(securityLints.noUid, `${at}.runAsNonRoot`, undefined, { at: 'key', fixes });
}
