// Each command that README and docs/ show is run as it stands there, in a copy of the examples.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error: a build script in plain JavaScript
import { settingsPage } from '../../../scripts/settingsPage.mjs';
import { COMMANDS } from '../../../server/src/cli/shapes';
import { builtCli, type Cli } from '../../support/cli';
import { root } from '../../support/texts';

const pages = [
  'README.md',
  'README.zh-CN.md',
  ...readdirSync(path.join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Shown {
  readonly page: string;
  readonly command: string;
  /** Written behind the command, 0 otherwise. */
  readonly status: number;
}

/** The lines of shell blocks that call the command line. */
function commandsOf(page: string): readonly Shown[] {
  const text = readFileSync(path.join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);
  return (
    blocks
      .flatMap((block) => block.split('\n'))
      // the server waits for its client; commands.test.ts is one
      .filter((line) => /^(?:[^#]*\| )?(?:podwright|node dist\/cli\.js) (?!lsp )/.test(line))
      .map((line) => ({
        page,
        command: line.replace(/\s+#.*$/, '').replace(/node dist\/cli\.js/, 'podwright'),
        status: Number(/# exit status (\d)/.exec(line)?.[1] ?? 0),
      }))
  );
}

const seen = new Set<string>();
const shown = pages.flatMap(commandsOf).filter(({ command }) => !seen.has(command) && seen.add(command));
const hasBash = spawnSync('bash', ['--version']).status === 0;

let cli: Cli;
let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  cli = await builtCli();
  folder = cli.folder();
  cpSync(path.join(root, 'examples'), path.join(folder, 'examples'), { recursive: true });
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  // a commit to compare with, without a repository
  const tools = {
    podwright: `exec "${process.execPath}" "${cli.program}" "$@"`,
    git: 'cat "$(echo "$2" | cut -d: -f2)"',
  };
  for (const [name, script] of Object.entries(tools)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  }
  env = { PATH: `${bin}:${process.env.PATH}`, LANG: 'en_US.UTF-8' };
}, 60_000);
afterAll(() => cli.end());

describe.skipIf(!hasBash)('commands of the documentation', () => {
  it('are there', () => {
    expect(shown.length).toBeGreaterThan(30);
  });

  it.each(shown)('$page: $command', ({ command, status }) => {
    const ran = spawnSync('bash', ['--norc', '-o', 'pipefail', '-c', command], {
      cwd: folder,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    expect({ status: ran.status, errors: status === 2 ? '' : ran.stderr }).toEqual({ status, errors: '' });
  });

  it.each(['docs/cli.md', 'docs/cli.zh-CN.md'])('%s names every command and option', (page) => {
    const text = readFileSync(path.join(root, page), 'utf8');
    const options = COMMANDS.flatMap(({ name, options: all }) => [name, ...all.map((option) => option.name)]);
    expect([...new Set(options)].filter((word) => !text.includes(word))).toEqual([]);
  });
});

describe('the page on settings', () => {
  it.each(['docs/settings.md', 'docs/settings.zh-CN.md'])('%s is what the manifest says', (page) => {
    expect(readFileSync(path.join(root, page), 'utf8')).toBe(settingsPage(page));
  });
});

describe('links between pages', () => {
  it.each(pages)('%s: lead to files and headings that exist', (page) => {
    const text = readFileSync(path.join(root, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#([^)\s]+))?\)/g)];
    const dead = links.filter(([, file = '', anchor]) => {
      const target = path.join(root, path.dirname(page), file);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !headingsOf(readFileSync(target, 'utf8')).includes(decodeURIComponent(anchor));
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });
});

/** The anchors of a page's headings, as GitHub makes them. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replace(/ /g, '-'),
  );
}
