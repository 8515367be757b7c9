// The recorded cases of test/traces: a manifest, what its processes do, and what a kubelet did with it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { PodPlan } from '../../../server/src/simulation/plan';
import { planOf } from '../../../server/src/simulation/planOf';
import type { Scenario } from '../../../server/src/simulation/scenario';
import { root } from '../../support/texts';

export interface Case extends Scenario {
  readonly name: string;
  readonly manifest: string;
  readonly trace: readonly Readonly<Record<string, unknown>>[];
}

const folder = path.join(root, 'test/traces');

/** All recorded cases. */
export const cases: readonly Case[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Case);

/** A recorded case by name. */
export function caseOf(name: string): Case {
  const found = cases.find((c) => c.name === name);
  if (found === undefined) throw new Error(`no case ${name} in ${folder}`);
  return found;
}

/** The plan of a manifest given as YAML. */
export function plan(manifest: string): PodPlan {
  return planOf(parse(manifest));
}
