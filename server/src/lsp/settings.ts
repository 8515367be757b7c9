// The user's settings, read defensively: whatever a client sends, a full set of valid settings comes out.
import { DEFAULT_HINT_KINDS, type HintKind, type HintKinds } from '../features/inlayHints';
import type { Severity } from '../rules/finding';
import { NEWEST_MINOR, OLDEST_MINOR } from '../schema/versions';
import type { Language } from '../text/texts';

export type Coexistence = 'auto' | 'takeOver' | 'complement' | 'off';

export interface Settings {
  /** Kubernetes minor version: 37 is 1.37. */
  readonly minor: number;
  readonly coexistence: Coexistence;
  readonly language: 'auto' | Language;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly timelineLens: boolean;
  /** Code lenses with the numbers of each pod. */
  readonly numbersLens: boolean;
  readonly hints: HintKinds;
}

const SEVERITIES: ReadonlySet<unknown> = new Set(['error', 'warning', 'info', 'hint', 'off']);

/** Settings from the `podwright` section of a client's configuration. */
export function readSettings(section: unknown): Settings {
  const root = record(section);
  const minor = Number(/^1\.(\d+)$/.exec(String(root.kubernetesVersion ?? ''))?.[1] ?? NEWEST_MINOR);
  const rules = Object.entries(record(record(root.rules).severity)).filter(([, value]) => SEVERITIES.has(value));
  return {
    minor: Math.min(Math.max(minor, OLDEST_MINOR), NEWEST_MINOR),
    coexistence: oneOf(root.coexistence, ['auto', 'takeOver', 'complement', 'off'], 'auto'),
    language: oneOf(root.language, ['auto', 'en', 'zh-cn'], 'auto'),
    rules: Object.fromEntries(rules) as Record<string, Severity | 'off'>,
    timelineLens: record(root.codeLens).timeline !== false,
    numbersLens: record(root.codeLens).numbers !== false,
    hints: hintKinds(record(root.inlayHints)),
  };
}

function hintKinds(section: Record<string, unknown>): HintKinds {
  const kinds = Object.entries(DEFAULT_HINT_KINDS).map(([kind, usual]) => {
    const chosen = section[kind];
    return [kind, typeof chosen === 'boolean' ? chosen : usual] as const;
  });
  return Object.fromEntries(kinds) as Record<HintKind, boolean>;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((candidate) => candidate === value) ?? otherwise;
}

/** The language of a locale such as `zh-CN` or `en-GB`. Traditional Chinese readers get Chinese too. */
export function languageOf(locale: string | undefined): Language {
  return locale?.toLowerCase().startsWith('zh') === true ? 'zh-cn' : 'en';
}
