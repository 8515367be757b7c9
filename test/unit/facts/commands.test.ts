// What commands, scripts and image references say about PID 1 and pulls.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandForm } from '../../../server/src/kubernetes/commandForm';
import { isLatest, parseImageReference, repairImageReference } from '../../../server/src/kubernetes/imageReference';
import { defaultPullPolicy } from '../../../server/src/kubernetes/podDefaults';
import { readShellScript } from '../../../server/src/kubernetes/shellScript';

describe('scripts', () => {
  const outline = (script: string) =>
    readShellScript(script)?.commands.map(({ kind, program }) => `${kind} ${program}`);

  it.each([
    ['a', ['simple a']],
    ['a && b -x; c', ['simple a', 'simple b', 'simple c']],
    ['a\n\nb\n', ['simple a', 'simple b']],
    ['A=1 B=2 app', ['simple app']],
    ['a | b', ['pipeline a']],
    ['while true; do date; sleep 1; done', ['compound while']],
    ['if [ -f x ]; then a; else b; fi; c', ['compound if', 'simple c']],
    ['for i in 1 2; do echo $i; done && d', ['compound for', 'simple d']],
    ['case $x in a) b;; *) c;; esac', ['compound case']],
    ['(a; b)', ['compound a']],
    ['{ a; }; b', ['compound {', 'simple b']],
    ['echo \'a; b\' "c && $(d; e)" ; f', ['simple echo', 'simple f']],
    ['a > x 2>&1 && exec b', ['simple a', 'simple exec']],
    ['# nothing\na # or; this', ['simple a']],
    ['', []],
  ])('%j', (script, commands) => expect(outline(script)).toEqual(commands));

  it('are given up where they are too clever', () => {
    for (const script of ['cat <<EOF\na\nEOF', 'f() { a; }; f', "echo 'a", 'done', 'while true; do']) {
      expect(readShellScript(script), script).toBeUndefined();
    }
  });

  it('of any text never throw, and their commands lie in the text', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      ';',
      '&&',
      '|',
      '\n',
      "'",
      '"',
      '$(',
      ')',
      '(',
      '{',
      '}',
      'do',
      'done',
      'if',
      'fi',
      '#',
      '&',
      '`',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const script = pieces.join('');
        for (const { text, start } of readShellScript(script)?.commands ?? []) {
          expect(script.slice(start, start + text.length)).toBe(text);
        }
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});

describe('what a container starts', () => {
  it.each([
    [['node', 'server.js'], { program: 'node', known: true }],
    [['/usr/local/bin/node', 'server.js'], { program: 'node' }],
    [['sh', '-c', 'a && b'], { program: 'sh', shell: { name: 'sh', script: 'a && b', index: 2 } }],
    [['/bin/bash', '-euxc', 'a'], { shell: { name: 'bash', script: 'a', index: 2 } }],
    [['bash', '-o', 'pipefail', '-c', 'a'], { shell: { name: 'bash', script: 'a', index: 4 } }],
    [['tini', '--', 'node', 'x'], { program: 'node', init: 'tini' }],
    [['/sbin/tini', '-g', '--', 'sh', '-c', 'a'], { init: 'tini', shell: { name: 'sh', script: 'a', index: 5 } }],
    [['env', 'A=1', 'sh', '-c', 'a'], { shell: { name: 'sh', script: 'a', index: 4 } }],
    [['busybox', 'sh', '-c', 'a'], { shell: { name: 'sh', script: 'a', index: 3 } }],
  ])('%j', (command, wanted) => expect(commandForm({ command })).toMatchObject(wanted));

  it('is the entrypoint of the image where no command is', () => {
    expect(commandForm({ args: ['-v'] })?.known).toBe(false);
    expect(commandForm({})).toBeUndefined();
    expect(commandForm({ command: ['sh'], args: ['script.sh'] })?.shell).toBeUndefined();
  });
});

describe('image references', () => {
  const digest = `sha256:${'0'.repeat(64)}`;

  it.each([
    ['nginx', { registry: '', repository: 'nginx' }],
    ['nginx:1.29', { tag: '1.29' }],
    ['localhost/app', { registry: 'localhost', repository: 'app' }],
    ['reg.example:5000/a/b:1', { registry: 'reg.example:5000', repository: 'a/b', tag: '1' }],
    ['Registry/app', { registry: 'Registry', repository: 'app' }],
    [`app@${digest}`, { repository: 'app', digest }],
    [`app:1@${digest}`, { tag: '1', digest }],
  ])('%s', (image, wanted) => expect(parseImageReference(image)).toMatchObject(wanted));

  it.each([
    'App:1',
    'https://reg/app',
    'app:1:2',
    'app:',
    'a b',
    'reg.example/App',
    'app:in/valid!',
    `app@sha256:0`,
    '',
    'a//b',
    '-a',
  ])('refuse %j', (image) => expect(parseImageReference(image)).toBeUndefined());

  it('are mended where that is plain', () => {
    expect(repairImageReference('https://reg.example/app:1')).toBe('reg.example/app:1');
    expect(repairImageReference('App:1')).toBe('app:1');
    expect(repairImageReference('app:')).toBe('app');
    expect(repairImageReference('app:1:2')).toBeUndefined();
  });

  it('decide the pull policy', () => {
    const policies = ['app', 'app:latest', `app:latest@${digest}`, 'app:1', `app@${digest}`, 'App:latest'].map(
      defaultPullPolicy,
    );
    expect(policies).toEqual(['Always', 'Always', 'Always', 'IfNotPresent', 'IfNotPresent', 'IfNotPresent']);
    expect(isLatest({ registry: '', repository: 'a', digest })).toBe(false);
  });
});
