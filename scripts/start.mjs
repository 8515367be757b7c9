// `npm start`: installs, builds and opens a real VS Code with the extension on the example manifests.
// Takes the desktop VS Code when there is one or one can be downloaded, else the registry's workbench in a browser.
// Flags: --workbench goes straight to the browser, --port N, --no-open leaves the browser alone.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ensureInstalled, findOnPath, root, say } from './console.mjs';

const examples = path.join(root, 'examples');
const firstFile = path.join(examples, 'tutorial.yaml');
const flags = process.argv.slice(2);
const windows = process.platform === 'win32';

try {
  await main();
} catch (error) {
  console.error(`\nnpm start failed: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

async function main() {
  await ensureInstalled();
  const { build } = await import('./build.mjs');
  await build();
  say('extension built');
  const { hasDisplay, downloadVsCode } = await import('./desktopVsCode.mjs');
  if (!flags.includes('--workbench')) {
    const installed = findDesktop(hasDisplay());
    if (installed !== undefined && (await openDesktop(installed, []))) return;
    say('looking for a VS Code to download (20 s at most) …');
    const answer = await downloadVsCode();
    if ('program' in answer && (await openDesktop(answer.program, ownProfile('.vscode-test')))) return;
    if ('reason' in answer) say(`no desktop VS Code: ${answer.reason}; taking the workbench of the package registry`);
  }
  await openWorkbench(hasDisplay());
}

/** `code` on the PATH, unless it is the small one of a remote terminal, which cannot run an extension from its folder. */
function findDesktop(display) {
  if (!display || process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  return findOnPath(['code', 'code-insiders', 'codium']);
}

const ownProfile = (folder) => [
  `--user-data-dir=${path.join(root, folder, 'user-data')}`,
  `--extensions-dir=${path.join(root, folder, 'extensions')}`,
];

/** Opens a window; false when the program ends at once with an error. */
async function openDesktop(program, profile) {
  const asRoot = process.getuid?.() === 0;
  const args = [
    ...(asRoot && profile.length === 0 ? ownProfile('.vscode-test') : profile),
    ...(asRoot ? ['--no-sandbox'] : []),
    `--extensionDevelopmentPath=${root}`,
    '--new-window',
    examples,
    firstFile,
  ];
  say(`opening ${program}`);
  const quoted = windows ? args.map((arg) => `"${arg}"`) : args;
  const child = spawn(windows ? `"${program}"` : program, quoted, {
    detached: true,
    shell: windows,
    stdio: 'ignore',
    // Set in VS Code's own terminal; with it the program would run as plain Node.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined },
  });
  const code = await Promise.race([
    new Promise((resolve) => child.once('exit', resolve)),
    new Promise((resolve) => child.once('error', () => resolve(127))),
    new Promise((resolve) => setTimeout(resolve, 4_000, 0)),
  ]);
  if (code !== 0) {
    say(`it ended at once (${code})`);
    return false;
  }
  child.unref();
  say('VS Code is open on examples/. In tutorial.yaml, click the pulse icon at the top right for the timeline.');
  return true;
}

async function openWorkbench(display) {
  const { ensureWorkbench, startServer, workbenchUrl } = await import('./workbench.mjs');
  const workbench = await ensureWorkbench();
  const state = path.join(root, '.workbench', 'start');
  mkdirSync(state, { recursive: true });
  const wanted = Number(flags[flags.indexOf('--port') + 1] || 0);
  const server = await startServer(workbench, state, {
    port: flags.includes('--port') ? wanted : 0,
    settings: { 'workbench.startupEditor': 'readme' },
  });
  const url = workbenchUrl(server.authority, { folder: examples, extension: root, welcome: true });
  say('VS Code is served on this machine. Its address:');
  console.log(`\n  ${url}\n`);
  if (flags.includes('--no-open') || !(await openBrowser(url, display))) {
    const port = server.authority.split(':')[1];
    console.log('Open the address in a browser on this machine.');
    console.log(`From another machine, forward the port first: ssh -L ${port}:127.0.0.1:${port} USER@THIS-MACHINE`);
  }
  console.log('Open tutorial.yaml there, and click the pulse icon at the top right for the timeline. Ctrl+C ends.');
  const stop = async () => {
    await server.stop();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.exit(Number((await server.ended) ?? 0));
}

/** True when the machine's own opener took the address. */
async function openBrowser(url, display) {
  if (!display) return false;
  const [program, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : windows
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : [findOnPath(['xdg-open', 'gio', 'wslview']), [url]];
  if (program === undefined) return false;
  if (program.endsWith('gio')) args.unshift('open');
  const child = spawn(program, args, { detached: true, stdio: 'ignore' });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    // Some openers stay in the foreground for as long as the browser runs.
    setTimeout(() => {
      child.unref();
      resolve(true);
    }, 4_000).unref();
  });
}
