// Runs the Go toolchain: fetches modules, builds and runs the small programs beside this file. The only code here that
// starts processes.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Directory of one module version in Go's module cache, fetched when absent. */
export function moduleDirectory(module: string, version: string): string {
  const answer = JSON.parse(run('go', ['mod', 'download', '-json', `${module}@${version}`], '.')) as {
    readonly Dir?: string;
    readonly Error?: string;
  };
  if (!answer.Dir) throw new Error(`${module}@${version}: ${answer.Error ?? 'no directory'}`);
  return answer.Dir;
}

/** Builds `schemas/generate/go/<name>` and gives what it prints for `args`. */
export function runProgram(name: string, args: readonly string[], cache: string): string {
  mkdirSync(cache, { recursive: true });
  const binary = join(cache, process.platform === 'win32' ? `${name}.exe` : name);
  run('go', ['build', '-buildvcs=false', '-o', binary, '.'], join('schemas', 'generate', 'go', name));
  return run(binary, args, '.');
}

function run(command: string, args: readonly string[], directory: string): string {
  const result = spawnSync(command, args, {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (result.error) throw new Error(`cannot run ${command}: ${result.error.message}`);
  if (result.status !== 0) throw new Error(`${command} ${args.slice(0, 3).join(' ')} … ended with ${result.status}`);
  return result.stdout;
}
