// Bundles every entry point into dist/ with esbuild. Does not check types (`npm run typecheck`) and does not lint.
// Flags: --watch keeps rebuilding, --production minifies and leaves out source maps, --tests adds the end-to-end suite.
import { existsSync, mkdirSync, rmSync, watch as watchFolder } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { writeTexts } from './texts.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The bundles by name; an entry whose source does not exist is left out. */
export function bundles({ production, tests }) {
  const shared = {
    absWorkingDir: root,
    bundle: true,
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
  };
  // "module" first: the CommonJS builds of some packages are wrapped in a way that bundlers cannot follow. The condition
  // "browser" lets one bundle hold both flavours of the vscode-language* packages, of which only one is ever run.
  const node = {
    ...shared,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    mainFields: ['module', 'main'],
    conditions: ['browser'],
    alias: { yaml: path.join(root, 'node_modules/yaml/browser/index.js') },
  };
  const page = { ...shared, platform: 'browser', format: 'iife' };
  const all = [
    { ...node, entryPoints: ['client/src/extension.ts'], external: ['vscode'], outfile: 'dist/extension.js' },
    { ...node, entryPoints: ['server/src/lsp/entry.ts'], outfile: 'dist/server.js' },
    {
      ...node,
      entryPoints: ['server/src/cli/main.ts'],
      banner: { js: '#!/usr/bin/env node' },
      outfile: 'dist/cli.js',
    },
    { ...page, entryPoints: ['client/webview/main.ts'], outfile: 'dist/webview.js' },
    { ...page, entryPoints: ['client/webview/style.css'], outfile: 'dist/webview.css' },
  ];
  if (tests) {
    all.push({
      ...node,
      entryPoints: ['test/e2e/suite/index.ts'],
      external: ['vscode', 'mocha'],
      outfile: 'out/e2e/index.js',
    });
    all.push({
      ...node,
      entryPoints: ['test/e2e/neighbour/extension.ts'],
      external: ['vscode'],
      outfile: 'out/e2e/neighbour/extension.js',
    });
  }
  return all.filter((bundle) => existsSync(path.join(root, bundle.entryPoints[0])));
}

/**
 * Builds once.
 * @param {{ production?: boolean, tests?: boolean }} options
 * @returns {Promise<string[]>} the files written, relative to the project
 */
export async function build({ production = false, tests = false } = {}) {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  writeTexts(root);
  const jobs = bundles({ production, tests });
  await Promise.all(jobs.map((job) => esbuild.build(job)));
  return jobs.map((job) => job.outfile);
}

/**
 * Builds command line and language server with their texts into a folder of the caller's: for tests, which leave dist/ alone.
 * @param {string} folder
 * @param {{ production?: boolean }} options
 */
export async function buildNode(folder, { production = false } = {}) {
  writeTexts(root, folder);
  const jobs = bundles({ production }).filter(
    ({ platform, entryPoints }) => platform === 'node' && entryPoints[0].startsWith('server/'),
  );
  await Promise.all(
    jobs.map((job) =>
      esbuild.build({ ...job, sourcemap: false, outfile: path.join(folder, path.basename(job.outfile)) }),
    ),
  );
}

async function watch(options) {
  const refreshTexts = () => {
    try {
      writeTexts(root);
    } catch (error) {
      // Saved while half typed: the next save is right again.
      console.error(`texts: ${error.message}`);
    }
  };
  refreshTexts();
  watchFolder(path.join(root, 'schemas', 'texts'), { recursive: true }, refreshTexts);
  let running = 0;
  const report = {
    name: 'report',
    setup(build) {
      // VS Code's background task waits for these two lines; several bundles may be under way at once.
      build.onStart(() => {
        if (running++ === 0) console.log('[watch] build started');
      });
      build.onEnd((result) => {
        for (const { text, location } of result.errors) {
          console.error(`✘ [ERROR] ${text}\n    ${location?.file}:${location?.line}:${location?.column}:`);
        }
        if (--running === 0) console.log('[watch] ready');
      });
    },
  };
  const contexts = await Promise.all(
    bundles(options).map((job) =>
      esbuild.context({ ...job, logLevel: 'silent', plugins: [...(job.plugins ?? []), report] }),
    ),
  );
  await Promise.all(contexts.map((context) => context.watch()));
}

if (process.argv[1] && import.meta.url === pathToFileURL(path.resolve(process.argv[1])).href) {
  const options = { production: process.argv.includes('--production'), tests: process.argv.includes('--tests') };
  if (process.argv.includes('--watch')) {
    await watch(options);
  } else {
    const startedAt = performance.now();
    const files = await build(options);
    console.log(`built ${files.length} bundles in ${Math.round(performance.now() - startedAt)} ms: ${files.join(' ')}`);
  }
}
