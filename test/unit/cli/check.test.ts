// `podwright check` as people and services run it: formats, settings, files, exit status.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli, type Cli } from '../../support/cli';
import { root } from '../../support/texts';
import { sarifProblems } from './sarif';

const GOOD = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';
const BAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: A\n';
const GATED =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  os: {name: linux}\n  containers: [{name: a, image: "a:1", lifecycle: {stopSignal: SIGUSR1}}]\n';

let cli: Cli;
beforeAll(async () => {
  cli = await builtCli();
}, 60_000);
afterAll(() => cli.end());

describe('exit status', () => {
  it('is 0 without errors, 1 with errors, 2 for a file that is not there', () => {
    const cwd = cli.folder({ 'good.yaml': GOOD, 'bad.yaml': BAD });
    expect(cli.run(['check', 'good.yaml'], { cwd }).status).toBe(0);
    expect(cli.run(['check', 'good.yaml', 'bad.yaml'], { cwd }).status).toBe(1);
    const missing = cli.run(['check', 'none.yaml', 'bad.yaml'], { cwd });
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('none.yaml: no such file');
    expect(missing.stdout, 'the others are checked all the same').toContain('bad.yaml:4:9: error:');
  });

  it('is 2 for wrong calls, which name what was meant', () => {
    expect(cli.run(['chek'])).toMatchObject({ status: 2, stderr: expect.stringContaining('did you mean check?') });
    expect(cli.run(['check', '--fromat=json', 'a'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean --format?'),
    });
    expect(cli.run(['check', '--format=sarf', 'a'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Did you mean sarif?'),
    });
    expect(cli.run(['check', '--kubernetes-version=1.99', 'a'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('1.31 to 1.37'),
    });
    expect(cli.run(['check'])).toMatchObject({ status: 2, stderr: expect.stringContaining('needs a file') });
    expect(cli.run(['check', '--config'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('needs a value'),
    });
  });
});

describe('files', () => {
  it('come from standard input, folders and patterns', () => {
    expect(cli.run(['check', '-'], { input: BAD })).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^-:4:9: error: metadata\.name: /),
    });
    const cwd = cli.folder({
      'a/one.yaml': BAD,
      'a/deep/two.yml': BAD,
      'a/three.txt': BAD,
      'a/node_modules/four.yaml': BAD,
      'b/five.yaml': BAD,
    });
    const files = (...args: string[]) =>
      cli
        .run(['check', ...args], { cwd })
        .stdout.split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(':')[0]);
    expect(files('a')).toEqual(['a/deep/two.yml', 'a/one.yaml']);
    expect(files('*/*.yaml')).toEqual(['a/one.yaml', 'b/five.yaml']);
    expect(files('**/*.y{a,}ml')).toEqual(['a/deep/two.yml', 'a/one.yaml', 'b/five.yaml']);
    expect(files('b/[a-f]ive.yaml')).toEqual(['b/five.yaml']);
    expect(files('a/three.txt')).toEqual(['a/three.txt']);
    expect(cli.run(['check', 'c/*.yaml'], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no file matches c/*.yaml'),
    });
  });

  it('bring the settings of their folders', () => {
    const cwd = cli.folder({
      'old/.podwrightrc.json': '{"kubernetesVersion": "1.31"}',
      'old/pod.yaml': GATED,
      'new/pod.yaml': GATED,
      'quiet/.podwrightrc.json': '{"rules": {"metadata-name-subdomain": "off", "config-map-key": "warning"}}',
      'quiet/a.yaml': BAD,
      'wrong/.podwrightrc.json': '{"kubernetesVersoin": "1.31"}',
      'wrong/a.yaml': GOOD,
      'rule/.podwrightrc.json': '{"rules": {"metadata-name-subdomian": "off"}}',
      'rule/a.yaml': GOOD,
    });
    expect(cli.run(['check', 'old'], { cwd }).stdout).toContain('stopSignal');
    expect(cli.run(['check', 'new'], { cwd }).status).toBe(0);
    expect(cli.run(['check', 'old', '--kubernetes-version', 'v1.37.2'], { cwd }).status, 'an option is stronger').toBe(
      0,
    );
    expect(cli.run(['check', 'wrong'], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean kubernetesVersion?'),
    });
    expect(cli.run(['check', 'rule'], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean metadata-name-subdomain?'),
    });
  });
});

describe('Kustomize', () => {
  it('files that a kustomization lays over others lack nothing', () => {
    const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: -1\n';
    const cwd = cli.folder({
      'prod/kustomization.yaml': 'patches:\n  - path: patches/web.yaml\n',
      'prod/patches/web.yaml': patch,
      'prod/patches/other.yaml': patch,
    });
    const found = (file: string): string[] =>
      cli
        .run(['check', file], { cwd })
        .stdout.match(/\[[\w-]+\]$/gm)
        ?.sort() ?? [];
    expect(found('prod/patches/web.yaml')).toEqual(['[number-negative]']);
    expect(found('prod/patches/other.yaml')).toContain('[selector-required]');
  });
});

describe('assertions', () => {
  const text = `# podwright: ready<=1s\n${GATED}`.replace(
    'lifecycle: {stopSignal: SIGUSR1}',
    'readinessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: 30}',
  );

  it.each([
    ['error', 1, 'error: spec: '],
    ['warning', 0, 'warning: spec: '],
    ['off', 0, ''],
  ])('have the severity %s', (severity, status, words) => {
    const ran = cli.run(['check', '-', '--assertions', severity], { input: text });
    expect(ran.status).toBe(status);
    if (words === '') expect(ran.stdout).not.toContain('assertion-failed');
    else expect(ran.stdout).toContain(`-:1:14: ${words}\`ready<=1s\` does not hold`);
  });
});

describe('formats', () => {
  const broken = (format: string) =>
    cli.run(['check', `--format=${format}`, 'examples/broken.yaml', 'examples/job.yaml']);

  it('json: one value with every finding', () => {
    const report = JSON.parse(broken('json').stdout);
    expect(report.files.map(({ file }: { file: string }) => file)).toEqual([
      'examples/broken.yaml',
      'examples/job.yaml',
    ]);
    const { findings } = report.files[0];
    expect(findings[0]).toMatchObject({
      severity: 'error',
      rule: 'metadata-name-subdomain',
      line: 5,
      column: 9,
      endLine: 5,
      endColumn: 17,
      path: 'metadata.name',
    });
    const errors = findings.filter(({ severity }: { severity: string }) => severity === 'error').length;
    expect(report.totals).toMatchObject({ files: 2, errors });
    expect(errors).toBeGreaterThan(9);
  });

  it('sarif: valid, with rules that results point to', () => {
    const log = JSON.parse(broken('sarif').stdout);
    expect(sarifProblems(log)).toEqual([]);
    const [run] = log.runs;
    expect(run.results.length).toBeGreaterThan(9);
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'examples/broken.yaml' },
      region: { startLine: 5, startColumn: 9, endLine: 5, endColumn: 17 },
    });
  });

  it('sarif: is an empty run without findings', () => {
    const log = JSON.parse(cli.run(['check', '--format=sarif', '-'], { input: GOOD }).stdout);
    expect(sarifProblems(log)).toEqual([]);
    expect(log.runs[0].results).toEqual([]);
  });

  it('github: one command per finding', () => {
    const lines = broken('github').stdout.trim().split('\n');
    expect(lines[0]).toMatch(
      /^::error file=examples\/broken\.yaml,line=5,endLine=5,col=9,endColumn=17,title=metadata-name-subdomain::metadata\.name: /,
    );
    expect(lines.every((line) => /^::(error|warning|notice) file=/.test(line))).toBe(true);
  });

  it('junit: a suite per file, a failure per error', () => {
    const xml = broken('junit').stdout;
    const [, failures = '0'] = /<testsuite name="examples\/broken\.yaml" tests="\d+" failures="(\d+)"/.exec(xml) ?? [];
    expect(Number(failures)).toBe(xml.match(/<failure /g)?.length);
    expect(Number(failures)).toBeGreaterThan(9);
    expect(xml).toContain('<testsuite name="examples/job.yaml"');
    expect(xml.match(/<testsuite /g)?.length).toBe(xml.match(/<\/testsuite>/g)?.length);
  });

  it.each(['text', 'json', 'sarif', 'github', 'junit'])('%s: speaks Chinese', (format) => {
    const zh = cli.run(['check', `--format=${format}`, 'examples/broken.yaml', '--language=zh-cn']).stdout;
    expect(zh).toContain('API 服务器');
    expect(
      cli.run(['check', `--format=${format}`, 'examples/broken.yaml'], { env: { LANG: 'zh_CN.UTF-8' } }).stdout,
    ).toBe(zh);
  });
});

describe('a terminal', () => {
  // an escape sequence in a key, in a name, and in the name of the file
  const evil =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: "a\\e[31mred\\u009b2J\\u202e"}\n"\\e]0;title\\a": 1\nspec: {}\n';

  it.each(['text', 'json', 'sarif', 'github', 'junit'])('%s: gets no control character of a manifest', (format) => {
    const cwd = cli.folder({ 'evil\u001b[1m.yaml': evil });
    const { stdout, stderr } = cli.run(['check', `--format=${format}`, '.'], { cwd });
    expect(stdout).toContain('evil');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  it('gets colours when asked for, and none otherwise', () => {
    const start = '\u001b[';
    expect(cli.run(['check', 'examples/broken.yaml', '--color=always']).stdout).toContain(start);
    expect(cli.run(['check', 'examples/broken.yaml']).stdout).not.toContain(start);
    expect(cli.run(['check', 'examples/broken.yaml', '--color=always'], { env: { NO_COLOR: '1' } }).stdout).toContain(
      start,
    );
  });
});

describe('batch', () => {
  it('answers each line, wrong ones too', () => {
    const input = `${JSON.stringify({ id: 1, yaml: BAD })}\nnonsense\n${JSON.stringify({ id: 2, yaml: GOOD })}\n`;
    const lines = cli
      .run(['check', '--batch'], { input })
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ id: 1, diagnostics: [{ code: 'metadata-name-subdomain', line: 3 }] });
    expect(lines[1]).toHaveProperty('error');
    expect(lines[2]).toEqual({ id: 2, diagnostics: [] });
  });
});

describe('the action and the hook', () => {
  it('call options that exist', () => {
    const called = `${readFileSync(path.join(root, 'action.yml'), 'utf8')}${readFileSync(path.join(root, '.pre-commit-hooks.yaml'), 'utf8')}`;
    const help = cli.run(['check', '--help']).stdout;
    const options = [...called.matchAll(/--[a-z][a-z-]+/g)].map(([option]) => option);
    expect(options.length).toBeGreaterThan(3);
    expect(
      options.filter((option) => !help.includes(option) && !['--no-audit', '--no-fund', '--omit'].includes(option)),
    ).toEqual([]);
  });
});
