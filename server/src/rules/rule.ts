// What a rule is: one row of the catalogue. Checks name the rule they report; words, docs page and settings come from the row.
import type { ErrorType, Finding, Fix, Severity } from './finding';

/** What a rule looks at; groups the rules page and picks the file a rule lives in. */
export type Subject =
  | 'yaml'
  | 'identity'
  | 'decode'
  | 'metadata'
  | 'common'
  | 'pod'
  | 'container'
  | 'probe'
  | 'lifecycle'
  | 'resources'
  | 'volume'
  | 'security'
  | 'scheduling'
  | 'workload'
  | 'job'
  | 'service'
  | 'networking'
  | 'config'
  | 'storage'
  | 'rbac'
  | 'policy'
  | 'autoscaling'
  | 'version'
  | 'warning'
  | 'assertion'
  | 'lint';

export interface Rule {
  /** Kebab case; diagnostic code, setting name, docs anchor, key of the message in the texts tables. */
  readonly id: string;
  readonly subject: Subject;
  readonly severity: Severity;
  /** The server's error type; absent for warnings and lints. */
  readonly type?: ErrorType;
  /** Where it applies, for the rules page: `containers[*].ports[*].containerPort`, or several joined by `, `. */
  readonly path: string;
  /** An opinion that not everybody shares: shown only to those who give the rule a severity. */
  readonly default?: 'off';
}

/** A table of rules, keyed by the name checks use for them. */
export function ruleTable<K extends string>(
  subject: Subject,
  rows: Readonly<Record<K, Omit<Rule, 'subject' | 'severity'> & { readonly severity?: Severity }>>,
): Readonly<Record<K, Rule>> {
  const table: Partial<Record<K, Rule>> = {};
  for (const key of Object.keys(rows) as K[]) table[key] = { subject, severity: 'error', ...rows[key] };
  return table as Readonly<Record<K, Rule>>;
}

export interface ReportOptions {
  readonly fixes?: readonly Fix[];
  readonly consequence?: boolean;
  readonly at?: 'key' | 'value';
  /** A narrower place to mark than the reported path. */
  readonly markPath?: string;
  /** Overrides the rule's error type where one rule serves several. */
  readonly type?: ErrorType;
}

/** Handed down through all checks of one object. Collects findings. */
export class CheckContext {
  readonly findings: Finding[] = [];

  /** @param minor Kubernetes minor version to answer for (37 = 1.37). */
  constructor(readonly minor: number) {}

  report(rule: Rule, path: string, values?: Readonly<Record<string, string | number>>, options?: ReportOptions): void {
    const finding: Finding = {
      rule: rule.id,
      severity: rule.severity,
      path,
      ...options,
      ...(rule.default === 'off' ? { off: true } : {}),
    };
    const type = options?.type ?? rule.type;
    this.findings.push({
      ...finding,
      ...(type === undefined ? {} : { type }),
      ...(values === undefined ? {} : { values }),
    });
  }
}
