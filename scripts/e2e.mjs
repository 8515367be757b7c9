// Runs the end-to-end suite in a real VS Code: the desktop one by @vscode/test-electron, else the registry's workbench in a
// browser, where a walk through the page follows. The suite reports to us, and asks us about the page, over loopback HTTP.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { root, say } from './console.mjs';
import { downloadVsCode } from './desktopVsCode.mjs';
import { runCommand, webviewAction } from './page.mjs';
import {
  ensureWorkbench,
  findBrowser,
  installExtension,
  launchBrowser,
  offerWebExtension,
  startServer,
  workbenchUrl,
} from './workbench.mjs';

const SUITE_LIMIT_MS = 240_000;

/** What to run where no browser is found. */
export const BROWSER_HINT =
  process.platform === 'linux'
    ? 'No Chromium was found. Install one (Debian, Ubuntu: `sudo apt-get install -y chromium`) or set CHROME_PATH.'
    : 'No Chromium or Chrome was found. Install Chrome, or set CHROME_PATH to one.';

/**
 * @typedef {{ passed: number, failed: number }} Tally
 * @param {{ vsix?: string, grep?: string, verbose?: boolean }} options
 *   `vsix`: the suite runs against this package, installed, instead of the source folder.
 * @returns {Promise<Tally>}
 */
export async function runEndToEnd({ vsix, grep, verbose = false } = {}) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'podwright-e2e-'));
  const folder = copyOfExamples(scratch);
  const tally = { passed: 0, failed: 0 };
  try {
    const desktop = vsix === undefined ? await downloadVsCode() : { reason: 'the package is tested in the workbench' };
    if ('program' in desktop) {
      await inDesktop(desktop.program, { scratch, folder, tally, grep });
      return tally;
    }
    say(`${desktop.reason}: the suite runs in the registry's workbench`);
    if (findBrowser() === undefined) {
      console.error(`✘ end-to-end tests did not run. ${BROWSER_HINT}`);
      tally.failed++;
      return tally;
    }
    await inWorkbench({ scratch, folder, tally, vsix, grep, verbose });
    if (vsix === undefined) await besideYaml({ scratch, tally, grep, verbose });
    if (tally.passed + tally.failed === 0) tally.failed++;
  } catch (error) {
    console.error(`✘ end-to-end tests broke off: ${error instanceof Error ? error.stack : error}`);
    tally.failed++;
  } finally {
    if (tally.failed === 0) rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
    else say(`state of the failed run kept in ${scratch}`);
  }
  return tally;
}

function copyOfExamples(parent) {
  const folder = path.join(parent, 'workspace');
  cpSync(path.join(root, 'examples'), folder, { recursive: true });
  return folder;
}

async function inDesktop(program, { scratch, folder, tally, grep }) {
  const { runTests } = await import('@vscode/test-electron');
  const debugPort = await freePort();
  let connected;
  const bridge = await openBridge(tally, async () => {
    const { chromium } = await import('playwright-core');
    connected ??= chromium.connectOverCDP(`http://127.0.0.1:${debugPort}`);
    const pages = (await connected).contexts().flatMap((context) => context.pages());
    for (const page of pages) if ((await page.locator('.monaco-workbench').count()) > 0) return page;
    throw new Error('no window found');
  });
  try {
    await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(root, 'out', 'e2e', 'index.js'),
      extensionTestsEnv: { PODWRIGHT_E2E: bridge.url, ...(grep === undefined ? {} : { MOCHA_GREP: grep }) },
      launchArgs: [
        folder,
        '--disable-extensions',
        '--disable-workspace-trust',
        `--user-data-dir=${path.join(scratch, 'user')}`,
        `--remote-debugging-port=${debugPort}`,
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ],
    });
  } catch (error) {
    // Failed tests were counted one by one; without any, the window itself failed.
    if (tally.failed === 0) {
      console.error(`✘ VS Code: ${error}`);
      tally.failed++;
    }
  } finally {
    await (await connected?.catch(() => undefined))?.close();
    bridge.close();
  }
  if (tally.passed + tally.failed === 0) tally.failed++;
}

async function inWorkbench({ scratch, folder, tally, vsix, grep, verbose }) {
  const workbench = await ensureWorkbench();
  let page;
  const bridge = await openBridge(tally, async () => page);
  const server = await startServer(workbench, scratch, {
    env: { PODWRIGHT_E2E: bridge.url, ...(grep === undefined ? {} : { MOCHA_GREP: grep }) },
  });
  const context = await launchBrowser(path.join(scratch, 'browser'));
  try {
    if (vsix !== undefined) await installExtension(workbench, scratch, path.resolve(vsix));
    const extension = vsix === undefined ? root : emptyExtension(scratch);
    const run = { context, server, scratch, tally, verbose };
    page = await context.newPage();
    await runSuite({ ...run, folder, page, extension });
    await page.close();
    if (grep !== undefined) return;
    await walkThroughPages({ ...run, extension: vsix === undefined ? root : undefined });
    if (vsix === undefined) await walkThroughPages({ ...run, workbench });
  } finally {
    await context.close();
    await server.stop();
    bridge.close();
  }
}

/**
 * The tests of living beside Red Hat's YAML extension: a window of its own with a stand-in for it, which runs the real
 * yaml-language-server.
 */
async function besideYaml({ scratch, tally, grep, verbose }) {
  const { peer } = await import('./bench/peer.mjs');
  const workbench = await ensureWorkbench();
  const state = path.join(scratch, 'beside-yaml');
  const home = path.join(state, 'extensions', 'redhat.vscode-yaml-0.0.1');
  cpSync(path.join(root, 'out', 'e2e', 'neighbour'), home, { recursive: true });
  cpSync(path.join(root, 'test', 'e2e', 'neighbour', 'package.json'), path.join(home, 'package.json'));
  const bridge = await openBridge(tally, async () => undefined);
  const [languageServer] = peer(root, process.execPath).args;
  const env = { PODWRIGHT_E2E: bridge.url, PODWRIGHT_YAML_SERVER: languageServer };
  const server = await startServer(workbench, state, {
    env: { ...env, ...(grep === undefined ? {} : { MOCHA_GREP: grep }) },
  });
  const context = await launchBrowser(path.join(state, 'browser'));
  try {
    const page = await context.newPage();
    const folder = copyOfExamples(state);
    await runSuite({ context, server, scratch, tally, verbose, folder, page, extension: root });
  } finally {
    await context.close();
    await server.stop();
    bridge.close();
  }
}

/** The suite needs some development extension as its home; an empty one leaves the product to the installed package. */
function emptyExtension(scratch) {
  const home = path.join(scratch, 'test-home');
  mkdirSync(home, { recursive: true });
  const manifest = { name: 'test-home', publisher: 'podwright', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(path.join(home, 'package.json'), JSON.stringify(manifest));
  return home;
}

async function runSuite({ context, page, server, folder, tally, extension, verbose }) {
  if (verbose) page.on('console', (message) => console.log('    [page]', message.text().slice(0, 300)));
  const ended = new Promise((resolve) => {
    // The workbench calls these two when its window has them.
    void context.exposeFunction('codeAutomationExit', (code) => resolve(code));
    void context.exposeFunction('codeAutomationLog', (type, args) => {
      if (verbose) console.log(`    [log ${type}]`, args.join(' ').slice(0, 300));
    });
  });
  const tests = path.join(root, 'out', 'e2e', 'index.js');
  await page.goto(workbenchUrl(server.authority, { folder, extension, tests }));
  await page.waitForSelector('.monaco-workbench');
  say('workbench is up, suite runs');
  const limit = new Promise((resolve) => setTimeout(resolve, SUITE_LIMIT_MS, 'timeout').unref());
  const code = await Promise.race([ended, limit]);
  if (code !== 0 && tally.failed === 0) {
    console.error(`✘ the suite ended with ${code} and named no failed test`);
    await page.screenshot({ path: path.join(root, '.cache', 'e2e-failure.png') }).catch(() => undefined);
    tally.failed++;
  }
}

/**
 * Tests that need the page and outlive its window: each module of test/e2e/walk has a table of them.
 * With `workbench` the extension runs in the page's web worker host.
 */
async function walkThroughPages({ context, server, scratch, tally, extension, verbose, workbench }) {
  const walks = path.join(root, 'test', 'e2e', 'walk');
  for (const file of readdirSync(walks)
    .filter((name) => name.endsWith('.mjs'))
    .sort()) {
    const { default: walk } = await import(`file://${path.join(walks, file)}`);
    const where = workbench === undefined ? 'page' : 'web worker';
    // A folder of its own: the workbench remembers for each which editors were open.
    const folder = copyOfExamples(path.join(scratch, `${where}-${path.parse(file).name}`.replace(' ', '-')));
    const page = await context.newPage();
    if (verbose) page.on('console', (message) => console.log('    [page]', message.text().slice(0, 300)));
    if (workbench !== undefined) await offerWebExtension(page, workbench);
    const open = (name) =>
      page.goto(workbenchUrl(server.authority, { folder, extension, open: path.join(folder, name) }));
    // Reloads the window by its command, which writes the state down first. Without a file to open in its address the
    // workbench shows what was open before.
    const reopen = async () => {
      const address = workbenchUrl(server.authority, { folder, extension });
      await page.evaluate((url) => history.replaceState(null, '', url), address);
      const loaded = page.waitForEvent('load', { timeout: 60_000 });
      await runCommand(page, 'Developer: Reload Window');
      await loaded;
    };
    for (const [title, test] of Object.entries(walk)) {
      try {
        await test({ page, open, reopen });
        report(tally, { title: `${where}: ${title}`, ok: true });
      } catch (error) {
        report(tally, { title: `${where}: ${title}`, ok: false, error: String(error?.stack ?? error) });
        await page.screenshot({ path: path.join(root, '.cache', 'e2e-failure.png') }).catch(() => undefined);
      }
    }
    await page.close();
  }
}

function report(tally, { title, ok, error }) {
  if (ok) tally.passed++;
  else tally.failed++;
  console.log(`    ${ok ? '✔' : '✘'} ${title}`);
  if (!ok) console.log(`      ${String(error).replaceAll('\n', '\n      ')}`);
}

/** The suite's line to us: POST /result reports a test, POST /page does one thing in the page and answers. */
async function openBridge(tally, currentPage) {
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = (status, value) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    try {
      const message = JSON.parse(body);
      if (request.url === '/result') {
        report(tally, message);
        answer(200, {});
      } else {
        answer(200, { value: await webviewAction(await currentPage(), message) });
      }
    } catch (error) {
      answer(500, { error: String(error) });
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
