// What the scripts share with the terminal and with npm: progress lines, a bounded run of a program, a fresh node_modules.
// Uses Node's own modules only: it runs before anything is installed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const windows = process.platform === 'win32';
const startedAt = performance.now();

/** Prints one line of progress with the seconds since the start. */
export function say(text) {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`[${seconds.padStart(5)} s] ${text}`);
}

/** Does something long and says every ten seconds that it still goes on. */
export async function withProgress(what, work) {
  say(`${what} …`);
  const ticker = setInterval(() => say(`${what} … still at it`), 10_000);
  try {
    return await work();
  } finally {
    clearInterval(ticker);
  }
}

/**
 * Runs a program to its end. Never rejects: a program that cannot be started has the code 127.
 * @param {string} command a program, or `npm`
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, quiet?: boolean, timeoutMs?: number }} options
 *   `quiet` keeps the output back for the answer; `timeoutMs` ends the program, with the code 124.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { cwd = root, env = process.env, quiet = false, timeoutMs } = {}) {
  return new Promise((resolve) => {
    // npm is a script on Windows, which only a shell can start.
    const child = spawn(command, args, {
      cwd,
      env,
      shell: windows && command === 'npm',
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    let output = '';
    let timedOut = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    const end = (code) => {
      clearTimeout(timer);
      resolve({ code: timedOut ? 124 : code, output });
    };
    child.once('error', (error) => {
      output += String(error);
      end(127);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}

/** Runs a program that is installed in node_modules with the Node that runs us. */
export function runTool(packagePath, args, options) {
  return run(process.execPath, [path.join(root, 'node_modules', packagePath), ...args], options);
}

/** Installs the packages of the lock file when they are missing or older than it. */
export async function ensureInstalled() {
  const stamp = path.join(root, 'node_modules', '.podwright-lock');
  const lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  if (isAsLocked(lock)) {
    writeFileSync(stamp, lock);
    return;
  }
  const { code } = await withProgress('installing packages (npm ci)', () =>
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']),
  );
  if (code !== 0) throw new Error('npm ci failed; its reason is above. Is a package registry reachable?');
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

/** True when npm installed what the lock file asks for; npm writes down what it installed. */
function isAsLocked(lock) {
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  return Object.entries(JSON.parse(lock).packages).every(
    ([name, { version, optional }]) => name === '' || optional === true || have[name]?.version === version,
  );
}

/** The first of these programs that is on the PATH, with its full path, or undefined. */
export function findOnPath(names) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const endings = windows ? ['.cmd', '.exe', '.bat'] : [''];
  for (const name of names) {
    for (const folder of folders) {
      const found = endings.map((ending) => path.join(folder, name + ending)).find((file) => existsSync(file));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
