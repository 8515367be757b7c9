// Runs the command line as people do: its own bundle in a process of its own. Built once per test file, away from dist/.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
// @ts-expect-error: a build script in plain JavaScript
import { buildNode } from '../../scripts/build.mjs';
import { root } from './texts';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Cli {
  /** Runs `podwright` with these arguments; English unless the environment says otherwise. */
  run(args: readonly string[], options?: RunOptions): Ran;
  /** A folder of its own with these files in it. */
  folder(files?: Readonly<Record<string, string>>): string;
  /** The built program. */
  readonly program: string;
  end(): void;
}

/** Builds command line and server. */
export async function builtCli(): Promise<Cli> {
  const cache = path.join(root, '.cache', 'test');
  mkdirSync(cache, { recursive: true });
  const home = mkdtempSync(path.join(cache, 'cli-'));
  await buildNode(path.join(home, 'dist'));
  copyFileSync(path.join(root, 'package.json'), path.join(home, 'package.json'));
  const program = path.join(home, 'dist', 'cli.js');
  return {
    program,
    run: (args, { input = '', cwd = root, env = {} } = {}) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
        input,
        cwd,
        encoding: 'utf8',
        env: { PATH: process.env.PATH ?? '', LANG: 'en_US.UTF-8', ...env },
        timeout: 30_000,
      });
      return { status, stdout, stderr };
    },
    folder: (files = {}) => {
      const folder = mkdtempSync(path.join(home, 'files-'));
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
        writeFileSync(path.join(folder, name), text);
      }
      return folder;
    },
    end: () => rmSync(home, { recursive: true, force: true }),
  };
}
