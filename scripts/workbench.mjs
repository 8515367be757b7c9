// A real VS Code workbench with a real extension host, from the package registry alone, for machines that cannot download
// VS Code: the server part of code-server (its wrapper, login and native modules are left out) and any Chromium.
// Installed into .workbench/ on first use. What is run in it is the caller's business.
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { findOnPath, root, run, withProgress } from './console.mjs';

const home = path.join(root, '.workbench');
const serverHome = path.join(home, 'server');
const NODE_VERSION = '24.21.0';

const npmFlags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

async function install(what, args, cwd) {
  const { code, output } = await withProgress(`installing ${what}`, () =>
    run('npm', [...args, ...npmFlags], { cwd, quiet: true }),
  );
  if (code !== 0) throw new Error(`installing ${what} failed:\n${output}`);
}

/**
 * A Node that can run the workbench's server, which needs `registerHooks` of node:module (22.15): the running one, or one
 * from the registry.
 */
export async function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = path.join(home, 'node');
  const binary = path.join(folder, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node');
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{"private":true}\n');
    await install(
      `Node ${NODE_VERSION} for the workbench (this one is ${process.versions.node})`,
      ['install', '--no-save', `${name}@${NODE_VERSION}`],
      folder,
    );
  }
  return binary;
}

async function ensureServer() {
  const vscode = path.join(serverHome, 'node_modules', 'code-server', 'lib', 'vscode');
  const main = path.join(vscode, 'out', 'server-main.js');
  const lock = path.join(root, 'scripts', 'workbench', 'package-lock.json');
  const installed = path.join(serverHome, 'package-lock.json');
  const fresh = existsSync(main) && existsSync(installed) && readFileSync(installed).equals(readFileSync(lock));
  if (!fresh) {
    mkdirSync(serverHome, { recursive: true });
    copyFileSync(path.join(root, 'scripts', 'workbench', 'package.json'), path.join(serverHome, 'package.json'));
    copyFileSync(lock, installed);
    await install('the VS Code workbench from the registry (once, about 50 MB)', ['ci'], serverHome);
  }
  // The page fetches the grammars' engine from lib/vscode/node_modules; there is only the flat folder of the install.
  const link = path.join(vscode, 'node_modules');
  if (!existsSync(link)) symlinkSync(path.join(serverHome, 'node_modules'), link, 'junction');
  return main;
}

/** Installs what is missing. @returns {Promise<Workbench>} */
export async function ensureWorkbench() {
  return { node: await ensureNode(), server: await ensureServer() };
}

/** A Chromium or Chrome on this machine, or undefined. `CHROME_PATH` overrules. */
export function findBrowser() {
  const places = [
    process.env.CHROME_PATH,
    findOnPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ];
  return places.find((place) => place !== undefined && place !== '' && existsSync(place));
}

/** Starts a headless browser with an empty profile that can reach this machine only. */
export async function launchBrowser(profile, { width = 1280, height = 800, scale = 1, locale = 'en-US' } = {}) {
  const { chromium } = await import('playwright-core');
  return chromium.launchPersistentContext(profile, {
    executablePath: findBrowser(),
    headless: true,
    viewport: { width, height },
    deviceScaleFactor: scale,
    locale,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}

/** User settings of every window we open: nothing that asks, fetches or moves by itself. */
const QUIET_SETTINGS = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'update.showReleaseNotes': false,
  'git.enabled': false,
  'files.simpleDialog.enable': true,
  // In a browser the workbench saves by itself, unless told not to.
  'files.autoSave': 'off',
};

const argsFor = (state) => [
  '--server-data-dir',
  path.join(state, 'data'),
  '--user-data-dir',
  path.join(state, 'user'),
  '--extensions-dir',
  path.join(state, 'extensions'),
];

/** Installs a packaged extension into the workbench whose state is kept in `state`. */
export async function installExtension(workbench, state, vsix) {
  const args = [workbench.server, ...argsFor(state), '--install-extension', vsix, '--force'];
  const { code, output } = await run(workbench.node, args, { quiet: true });
  if (code !== 0) throw new Error(`installing ${vsix} failed:\n${output}`);
}

/**
 * Starts the workbench's server on loopback.
 * @param {Workbench} workbench
 * @param {string} state folder for its data and settings
 * @param {{ port?: number, env?: Record<string, string>, settings?: Record<string, unknown> }} options
 * @returns {Promise<{ authority: string, stop: () => Promise<void> }>}
 */
export async function startServer(workbench, state, { port = 0, env = {}, settings = {} } = {}) {
  const userFolder = path.join(state, 'user', 'User');
  mkdirSync(userFolder, { recursive: true });
  mkdirSync(path.join(state, 'data'), { recursive: true });
  writeFileSync(path.join(userFolder, 'settings.json'), JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, 2));
  const logFile = path.join(state, 'server.log');
  const log = createWriteStream(logFile);
  const child = spawn(
    workbench.node,
    [
      workbench.server,
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'],
      // Without this switch a built workbench ignores the development extension that the address names.
      '--enable-smoke-test-driver',
      ...argsFor(state),
    ],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  child.stderr.pipe(log, { end: false });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const actualPort = await new Promise((resolve, reject) => {
    ended.then((code) => reject(new Error(`the workbench's server ended (${code}); see ${logFile}`)));
    child.once('error', reject);
    child.stdout.on('data', (chunk) => {
      log.write(chunk);
      const match = /Extension host agent listening on (\d+)/.exec(String(chunk));
      if (match !== null) resolve(Number(match[1]));
    });
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 3_000);
    await ended;
    clearTimeout(force);
  };
  return { authority: `127.0.0.1:${actualPort}`, stop, ended };
}

/** A file of this machine as the workbench's page names it. */
export function remoteUri(authority, file) {
  const posix = file.split(path.sep).join('/');
  return `vscode-remote://${authority}${encodeURI(posix.startsWith('/') ? posix : `/${posix}`)}`;
}

/**
 * The address that opens a folder in the workbench.
 * @param {{ folder: string, extension?: string, tests?: string, open?: string, welcome?: boolean }} what
 *   `extension` is run from its source folder; `tests` is the module whose `run` is called; `open` is a file to show;
 *   with `welcome` the page that the settings name is shown where nothing was open.
 */
export function workbenchUrl(authority, { folder, extension, tests, open, welcome = false }) {
  const payload = welcome ? [] : [['skipWelcome', 'true']];
  if (extension !== undefined) payload.push(['extensionDevelopmentPath', remoteUri(authority, extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remoteUri(authority, tests)]);
  if (open !== undefined) payload.push(['openFile', remoteUri(authority, open)]);
  const url = new URL(`http://${authority}/`);
  const posix = folder.split(path.sep).join('/');
  url.searchParams.set('folder', posix.startsWith('/') ? posix : `/${posix}`);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/**
 * Runs the extension of the project in the page's web worker host instead of the Node host. To be called before the page is
 * opened, on an address without an extension in it.
 */
export async function offerWebExtension(page, workbench) {
  // A vscode-remote: location always ends up in the Node host: the files have to come from the server's own web root.
  const link = path.resolve(path.dirname(workbench.server), '..', 'podwright');
  rmSync(link, { force: true });
  symlinkSync(root, link, 'junction');
  await page.addInitScript(() => {
    const original = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      const value = original.call(this, name);
      if (this.id !== 'vscode-workbench-web-configuration' || name !== 'data-settings') return value;
      const options = JSON.parse(value);
      const base = options.webviewEndpoint.split('/static/')[0];
      const extension = { scheme: 'http', authority: location.host, path: `/${base}/static/podwright` };
      options.developmentOptions = { ...options.developmentOptions, extensions: [extension] };
      return JSON.stringify(options);
    };
  });
}

/**
 * @typedef {{ node: string, server: string }} Workbench
 */
