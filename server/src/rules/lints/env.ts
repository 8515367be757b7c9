// Lints about variables: references that stay as they are written.
import { commandForm, isShell } from '../../kubernetes/commandForm';
import type { EnvVar } from '../../kubernetes/types';
import { setTo } from '../fixes';
import { type CheckContext, ruleTable } from '../rule';
import type { LintedContainer, LintedPod } from './lint';

export const envLints = ruleTable('lint', {
  forward: { id: 'env-forward-reference', severity: 'warning', path: 'containers[*].env[*].value' },
  shellVariable: { id: 'shell-var-in-exec-form', severity: 'warning', path: 'containers[*].args[*]' },
});

/** Checks the variables of every container and how its command uses them. */
export function lintEnv({ containers }: LintedPod, ctx: CheckContext): void {
  for (const container of containers) {
    lintReferences(container, ctx);
    lintShellVariables(container, ctx);
  }
}

/** References of a value, `$$(X)` left out (third_party/forked/golang/expansion/expand.go, 1.37). */
function references(value: string): string[] {
  const names: string[] = [];
  for (let at = 0; at < value.length; at++) {
    if (value[at] !== '$') continue;
    if (value[at + 1] === '$') at++;
    else {
      const name = /^\$\(([A-Za-z_][\w.-]*)\)/.exec(value.slice(at))?.[1];
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

/** Only variables of `env` that stand above are expanded; those of `envFrom` are not (kubelet_pods.go makeEnvironmentVariables). */
function lintReferences({ container, path }: LintedContainer, ctx: CheckContext): void {
  const env = container.env ?? [];
  const above = new Set<string>();
  const last = new Map(env.map(({ name = '' }, i) => [name, i]));
  env.forEach(({ name = '', value }: EnvVar, i) => {
    for (const reference of references(value ?? '')) {
      if (above.has(reference) || (last.get(reference) ?? -1) < i) continue;
      ctx.report(envLints.forward, `${path}.env[${i}].value`, { name: reference });
    }
    above.add(name);
  });
}

/** Programs that read such text themselves. */
const INTERPRETERS = /^(python\d?(\.\d+)?|node|perl|ruby|php|awk|gawk|envsubst|nginx|make|psql|mysql|tcsh|fish)$/;

function lintShellVariables({ container, path }: LintedContainer, ctx: CheckContext): void {
  const form = commandForm(container);
  if (form === undefined || form.shell !== undefined || form.argv.some(isShell)) return;
  if (INTERPRETERS.test(form.program)) return;
  const names = new Set((container.env ?? []).map(({ name = '' }) => name));
  for (const list of ['command', 'args'] as const) {
    (container[list] ?? []).forEach((word, i) => {
      if (word.includes('\n')) return;
      const found = [...word.matchAll(/(?<![$\\])\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g)].find((match) =>
        names.has(match[1] ?? match[2] ?? ''),
      );
      if (found === undefined) return;
      const name = found[1] ?? found[2] ?? '';
      const at = `${path}.${list}[${i}]`;
      const fixes = [setTo(at, word.replace(found[0], `$(${name})`))];
      ctx.report(envLints.shellVariable, at, { token: found[0], name }, { fixes });
    });
  }
}
