// The other commands: timeline, explain, diff, lsp, completion, help. Each in a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli, type Cli } from '../../support/cli';
import { root } from '../../support/texts';

let cli: Cli;
beforeAll(async () => {
  cli = await builtCli();
}, 60_000);
afterAll(() => cli.end());

const lines = (text: string): readonly string[] => text.trim().split('\n');

describe('timeline', () => {
  it('is a picture in characters for people', () => {
    const { status, stdout } = cli.run(['timeline', 'examples/web-app.yaml']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Ready after \d/);
    expect(stdout).toContain('readiness');
    expect(stdout).toContain('SIGTERM');
  });

  it.each([
    ['svg', /^<svg [\s\S]*<\/svg>\n$/],
    ['markdown', /^### [\s\S]*\| Time/],
    ['mermaid', /^gantt\n/],
  ])('writes %s', (format, shape) => {
    expect(cli.run(['timeline', 'examples/web-app.yaml', '--format', format]).stdout).toMatch(shape);
  });

  it('prints the trace, one event per line, for programs', () => {
    const json = cli.run(['timeline', 'examples/web-app.yaml', '--json']);
    const events = lines(json.stdout).map((line) => JSON.parse(line));
    expect(events.every(({ t, event }) => typeof t === 'number' && typeof event === 'string')).toBe(true);
    expect(events.map(({ event }) => event)).toContain('status.ready');
    expect(cli.run(['timeline', '--format=json', 'examples/web-app.yaml']).stdout).toBe(json.stdout);
  });

  it('plays a case for the pod of the file', () => {
    const cwd = cli.folder({
      'case.json': '{"manifest": "nothing", "behaviour": {}, "deleteAt": 30, "until": 100}',
      'bad.json': '{',
      'pods.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: one}\nspec: {containers: [{name: a, image: a}]}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: two}\nspec: {containers: [{name: b, image: b}]}\n',
      'none.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
    });
    const events = lines(cli.run(['timeline', 'pods.yaml', '--case', 'case.json'], { cwd }).stdout).map((line) =>
      JSON.parse(line),
    );
    expect(events.find(({ event }) => event === 'api.delete')).toMatchObject({ t: 30 });
    expect(cli.run(['timeline', 'pods.yaml', '--pod', 'two'], { cwd }).stdout).toMatch(/^two\n/);
    expect(cli.run(['timeline', 'pods.yaml', '--pod', 'tow'], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean two?'),
    });
    expect(cli.run(['timeline', 'pods.yaml', '--case', 'bad.json'], { cwd })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('bad.json is not the JSON of a scenario'),
    });
    expect(cli.run(['timeline', 'none.yaml'], { cwd })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no pod in this file'),
    });
  });

  it('knows the scenarios that suit the pod', () => {
    expect(cli.run(['timeline', 'examples/web-app.yaml', '--scenario=deadlock']).stdout).toContain('hangs');
    expect(cli.run(['timeline', 'examples/web-app.yaml', '--scenario=dedlock'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Did you mean deadlock?'),
    });
  });

  it.each(['text', 'markdown', 'mermaid', 'svg', 'json'])('%s: gets no control character of a manifest', (format) => {
    const input =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: "a\\e[31m"}\nspec: {containers: [{name: "b\\e[2J\\u009b1m", image: "c\\a"}]}\n';
    const { stdout } = cli.run(['timeline', '-', '--format', format], { input });
    expect(stdout.length).toBeGreaterThan(50);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  });
});

describe('explain', () => {
  it.each([
    ['livenessProbe.periodSeconds', 'FIELD: spec.containers.livenessProbe.periodSeconds <int32>'],
    ['pod.spec.containers[0].image', 'FIELD: spec.containers.image <string>'],
    ['deploy.spec.strategy', 'FIELD: spec.strategy <DeploymentStrategy>'],
    ['deployments', 'KIND: Deployment'],
    ['resources.limits.memory', 'FIELD: spec.containers.resources.limits.memory <quantity>'],
    ['cronjob.spec.schedule', 'VERSION: batch/v1'],
    ['hpa.spec.minReplicas', 'KIND: HorizontalPodAutoscaler'],
  ])('%s', (words, head) => {
    const { status, stdout } = cli.run(['explain', words]);
    expect(status).toBe(0);
    expect(stdout).toContain(head);
    expect(stdout).toContain('DESCRIPTION:');
  });

  it('says default, values, versions and gates', () => {
    expect(cli.run(['explain', 'livenessProbe.periodSeconds']).stdout).toContain('Default `10`');
    expect(cli.run(['explain', 'pod.spec.restartPolicy']).stdout).toMatch(/VALUES:\n\s+Always, OnFailure, Never/);
    expect(cli.run(['explain', 'lifecycle.stopSignal']).stdout).toMatch(/since 1\.33/);
    const old = cli.run(['explain', 'lifecycle.stopSignal', '--kubernetes-version=1.31']).stdout;
    expect(old).toContain('only since 1.33');
  });

  it('lists the fields below', () => {
    const flat = cli.run(['explain', 'probe', '--recursive']);
    expect(flat.status, 'a definition is no field').toBe(2);
    const { stdout } = cli.run(['explain', 'livenessProbe', '--recursive']);
    expect(stdout).toMatch(/^ {2}httpGet\t<HTTPGetAction>\n {4}path/m);
  });

  it('speaks Chinese', () => {
    const { stdout } = cli.run(['explain', 'livenessProbe.periodSeconds', '--language=zh-cn']);
    expect(stdout).toContain('说明:');
    expect(stdout).toContain('默认');
  });

  it('names what was meant', () => {
    expect(cli.run(['explain', 'livenesProbe'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean livenessProbe?'),
    });
    expect(cli.run(['explain', 'pod.spec.contaners'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('PodSpec has no field contaners; did you mean containers?'),
    });
    expect(cli.run(['explain', 'pod.spec.hostNetwork.x'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('boolean'),
    });
    expect(cli.run(['explain'])).toMatchObject({ status: 2 });
  });
});

describe('diff', () => {
  const file = path.join(root, 'examples/web-app.yaml');
  const slower = () =>
    readFileSync(file, 'utf8').replace('periodSeconds: 5', 'periodSeconds: 5\n            initialDelaySeconds: 40');

  it('says what changes in behaviour', () => {
    const { status, stdout } = cli.run(['diff', file, '-'], { input: slower() });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Deployment web\n {2}ready after +[\d.–]+ s → 4\d/);
  });

  it('has a status for scripts', () => {
    expect(cli.run(['diff', file, '-', '--exit-code'], { input: slower() }).status).toBe(1);
    expect(cli.run(['diff', file, file, '--exit-code'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('behaviour is the same'),
    });
  });

  it.each([
    ['markdown', /^### Deployment web\n\n\| {2}\| what/],
    ['json', /^\{\n {2}"objects": \[/],
    ['svg', /^<svg [\s\S]*<\/svg>\n$/],
  ])('writes %s', (format, shape) => {
    expect(cli.run(['diff', file, '-', '--format', format], { input: slower() }).stdout).toMatch(shape);
  });

  it('wants two files', () => {
    expect(cli.run(['diff', file])).toMatchObject({ status: 2, stderr: expect.stringContaining('needs two files') });
    expect(cli.run(['diff', '-', '-'])).toMatchObject({ status: 2 });
  });
});

describe('lsp', () => {
  it('is the language server', async () => {
    const server = spawn(process.execPath, [cli.program, 'lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const message = (body: object): string => {
      const json = JSON.stringify({ jsonrpc: '2.0', ...body });
      return `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
    };
    server.stdin.write(
      message({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } }),
    );
    let answer = '';
    for await (const chunk of server.stdout) {
      answer += String(chunk);
      if (answer.includes('"hoverProvider"')) break;
    }
    server.stdin.write(message({ id: 2, method: 'shutdown' }) + message({ method: 'exit' }));
    const status = await new Promise((resolve) => server.once('exit', resolve));
    expect(answer).toContain('"name":"podwright"');
    expect(status).toBe(0);
  });
});

describe('completion', () => {
  it('is understood by the shells that are here', () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const script = cli.run(['completion', shell]).stdout;
      expect(script).toContain('--kubernetes-version'.slice(shell === 'fish' ? 2 : 0));
      expect(script).not.toContain('batch');
      if (spawnSync(shell, ['--version']).status !== 0) continue;
      const file = path.join(cli.folder({ script }), 'script');
      const checked = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
      expect({ shell, status: checked.status, errors: checked.stderr }).toEqual({ shell, status: 0, errors: '' });
    }
  });

  it('completes commands, options and values in bash', () => {
    if (spawnSync('bash', ['--version']).status !== 0) return;
    const script = cli.run(['completion', 'bash']).stdout;
    const complete = (...words: readonly string[]) =>
      spawnSync(
        'bash',
        [
          '--norc',
          '-c',
          `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _podwright; printf '%s\\n' "\${COMPREPLY[@]}"`,
          'bash',
          ...words,
        ],
        { encoding: 'utf8' },
      )
        .stdout.trim()
        .split('\n');
    expect(complete('podwright', 'ti')).toEqual(['timeline']);
    expect(complete('podwright', 'check', '--fo')).toEqual(['--format']);
    expect(complete('podwright', 'check', '--format', 's')).toEqual(['sarif']);
    expect(complete('podwright', 'timeline', '--format', 's')).toEqual(['svg']);
  });

  it('names the shells there are', () => {
    expect(cli.run(['completion', 'bsh'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('did you mean bash?'),
    });
    expect(cli.run(['completion', 'constructor'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('bash'),
    });
    expect(cli.run(['explain', 'constructor']).stderr).toContain('no kind or field');
    expect(cli.run(['completion'])).toMatchObject({ status: 2 });
  });
});

describe('help', () => {
  it('is there for every command, in both languages', () => {
    const usage = cli.run(['--help']).stdout;
    for (const command of ['check', 'timeline', 'facts', 'explain', 'diff', 'lsp', 'completion']) {
      expect(usage).toContain(`  ${command}`);
      const help = cli.run(['help', command]).stdout;
      expect(help).toMatch(new RegExp(`^podwright ${command}`));
      expect(cli.run([command, '--help']).stdout).toBe(help);
      expect(cli.run(['help', command, '--language=zh-cn']).stdout).toMatch(/\p{Script=Han}/u);
      expect(help, 'a text that is missing shows its id').not.toMatch(/cli\./);
    }
  });

  it('is what the program prints without arguments, and --version its version', () => {
    expect(cli.run([]).stdout).toBe(cli.run(['help']).stdout);
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect(cli.run(['--version']).stdout).toBe(`${version}\n`);
  });
});
