// The desktop VS Code for tests and for `npm start`: downloaded by the official tool, with a limit on how long we wait.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './console.mjs';

const TIME_LIMIT_MS = 20_000;

/** True when a window can be opened here: always on Windows and macOS, with a display on Linux. */
export function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/**
 * The program of a downloaded VS Code. The download goes on being tried for 20 s, then it counts as impossible.
 * @returns {Promise<{ program: string } | { reason: string }>}
 */
export async function downloadVsCode() {
  if (!hasDisplay()) return { reason: 'there is no display' };
  if (process.env.PODWRIGHT_NO_DOWNLOAD) return { reason: 'PODWRIGHT_NO_DOWNLOAD is set' };
  try {
    const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
    const program = await limited(
      downloadAndUnzipVSCode({
        cachePath: path.join(root, '.vscode-test'),
        extractSync: false,
        timeout: TIME_LIMIT_MS,
        reporter: { report() {}, error() {} },
      }),
    );
    return existsSync(program) ? { program } : { reason: 'the downloaded VS Code is incomplete' };
  } catch (error) {
    return { reason: `VS Code cannot be downloaded (${error instanceof Error ? error.message : error})` };
  }
}

function limited(work) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${TIME_LIMIT_MS / 1000} s`)), TIME_LIMIT_MS);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
