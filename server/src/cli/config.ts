// `.podwrightrc.json`: the settings of a folder and all below it, for the command line. The nearest file counts, alone.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { allRules } from '../rules/catalog';
import type { Severity } from '../rules/finding';
import { NEWEST_MINOR, OLDEST_MINOR } from '../schema/versions';
import { nearest } from './arguments';
import { unreadable } from './io';
import { UsageError } from './usageError';

export const CONFIG_NAME = '.podwrightrc.json';

export interface Config {
  /** Minor version to answer for. */
  readonly minor?: number;
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}

const NOTHING: Config = { rules: {} };
const KEYS = ['kubernetesVersion', 'rules'] as const;
const SEVERITIES: readonly string[] = ['error', 'warning', 'info', 'hint', 'off'];

/** Finds the settings of files; each folder is looked at once. */
export class Configs {
  private readonly folders = new Map<string, Config>();
  private readonly chosen: Config | undefined;

  /** @param file the one file to use for everything, when the user named one. */
  constructor(file?: string) {
    this.chosen = file === undefined ? undefined : readConfig(file);
  }

  /** The settings of a file; standard input has those of the working folder. */
  of(file: string): Config {
    if (this.chosen !== undefined) return this.chosen;
    return this.ofFolder(path.resolve(file === '-' ? '.' : path.dirname(file)));
  }

  private ofFolder(folder: string): Config {
    const known = this.folders.get(folder);
    if (known !== undefined) return known;
    const file = path.join(folder, CONFIG_NAME);
    const parent = path.dirname(folder);
    const found = existsSync(file) ? readConfig(file) : parent === folder ? NOTHING : this.ofFolder(parent);
    this.folders.set(folder, found);
    return found;
  }
}

/** The minor version of `1.33`, `v1.33` or `1.33.2`; throws for one that is not served here. */
export function minorOf(version: string): number {
  const minor = Number(/^v?1\.(\d+)(\.\d+)?$/.exec(version)?.[1]);
  if (minor >= OLDEST_MINOR && minor <= NEWEST_MINOR) return minor;
  throw new UsageError('cli.error.version', { version, oldest: `1.${OLDEST_MINOR}`, newest: `1.${NEWEST_MINOR}` });
}

function readConfig(file: string): Config {
  const value = parse(file);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError('cli.error.config-json', { file, reason: '{ }' });
  const known: readonly string[] = [...KEYS, '$schema'];
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw nearest('cli.error.config-key', key, KEYS, { file });
  }
  const { kubernetesVersion, rules = {} } = value as { kubernetesVersion?: unknown; rules?: unknown };
  return {
    ...(kubernetesVersion === undefined ? {} : { minor: minorOf(String(kubernetesVersion)) }),
    rules: readRules(rules, file),
  };
}

function parse(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(file, error);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError('cli.error.config-json', { file, reason: (error as Error).message });
  }
}

function readRules(rules: unknown, file: string): Config['rules'] {
  if (typeof rules !== 'object' || rules === null || Array.isArray(rules))
    throw new UsageError('cli.error.config-json', { file, reason: 'rules' });
  const ids = allRules().map(({ id }) => id);
  for (const [id, severity] of Object.entries(rules)) {
    if (!ids.includes(id)) throw nearest('cli.error.config-rule', id, ids, { file });
    if (!SEVERITIES.includes(severity as string))
      throw nearest('cli.error.config-severity', String(severity), SEVERITIES, { file, rule: id });
  }
  return rules as Config['rules'];
}
