import type { Scenario } from '../server/src/simulation/scenario';

export interface RandomCase extends Scenario {
  readonly name: string;
  readonly manifest: string;
}

/** The case of a seed, in the format of the kubelet case files. */
export function randomCase(seed: number, whole?: number): RandomCase;
