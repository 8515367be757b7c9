// Versions: since when a field exists, and what its feature gate was in a given minor version. 37 stands for 1.37.
import type { Field, ValueVersion } from './field';

/** First and last minor version the product answers for. */
export const OLDEST_MINOR = 31;
export const NEWEST_MINOR = 37;

/** The minor versions in which a gate reached each stage; absent when it has not, or had before 1.20. */
export interface FeatureGate {
  readonly name: string;
  readonly alpha?: number;
  readonly beta?: number;
  /** First version in which it is on without being asked for. */
  readonly on?: number;
  readonly ga?: number;
  /** First version that no longer knows the gate: the feature is always on from there (or is gone). */
  readonly removed?: number;
}

/** Reads `alpha=28 beta=29 on=29 ga=33`. */
export function readGate(name: string, text: string): FeatureGate {
  const stages = text.split(' ').map((part) => part.split('=') as [keyof FeatureGate, string]);
  return { name, ...Object.fromEntries(stages.map(([stage, minor]) => [stage, Number(minor)])) };
}

export type GateStage = 'alpha' | 'beta' | 'ga';

/** Whether a field is there in one version. */
export type Availability =
  | { readonly state: 'available' }
  /** Newer than the version: it begins with `since`. */
  | { readonly state: 'tooNew'; readonly since: number }
  /** Gone: the last version to know it was the one before `removed`. */
  | { readonly state: 'removed'; readonly removed: number }
  /** There, but behind a gate that is alpha or beta in the version; `on` tells whether it is on by default. */
  | { readonly state: 'gated'; readonly gate: string; readonly stage: 'alpha' | 'beta'; readonly on: boolean };

/** What decides about availability: a field, or one value of its enum. */
export type Versioned = ValueVersion & Pick<Field, 'removed'>;

/** Whether `minor` knows the field or value. With several gates the least mature one decides. */
export function availability(
  field: Versioned,
  minor: number,
  gateOf: (name: string) => FeatureGate | undefined,
): Availability {
  if (field.since !== undefined && minor < field.since) return { state: 'tooNew', since: field.since };
  if (field.removed !== undefined && minor >= field.removed) return { state: 'removed', removed: field.removed };
  const gated = (field.gates ?? []).map((name) => gateOf(name)).filter((gate) => gate !== undefined);
  let worst: Availability = { state: 'available' };
  for (const gate of gated) {
    const stage = gateStage(gate, minor);
    if (stage === 'ga' || (worst.state === 'gated' && (!worst.on || worst.stage === 'alpha'))) continue;
    worst = { state: 'gated', gate: gate.name, stage, on: gate.on !== undefined && minor >= gate.on };
  }
  return worst;
}

/** The stage of a gate in a version. A gate that is not known any more counts as general availability. */
export function gateStage(gate: FeatureGate, minor: number): GateStage {
  if (gate.removed !== undefined && minor >= gate.removed) return 'ga';
  if (gate.ga !== undefined && minor >= gate.ga) return 'ga';
  if (gate.beta !== undefined && minor >= gate.beta) return 'beta';
  return gate.alpha !== undefined ? 'alpha' : 'ga';
}
