// Two versions of a file compared: what moves is said with both values, what does not move is not.
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../server/src/features/analysis';
import { behaviourDiff, type Change } from '../../server/src/features/behaviourDiff';
import { diffMarkdown, diffText } from '../../server/src/features/behaviourDiffWords';
import { DEFAULT_SETTINGS } from '../../server/src/features/diagnostics';
import { diffDocument } from '../../server/src/features/diffDocument';
import { YamlStream } from '../../server/src/yaml/stream';
import { texts } from '../support/texts';

const words = texts();
const file = (text: string) => analyzeFile(YamlStream.of(text), 37);
const compare = (before: string, after: string) => behaviourDiff(file(before), file(after), words);

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: a:1
      readinessProbe:
        tcpSocket: {port: 80}
        initialDelaySeconds: 10
        periodSeconds: 2
      livenessProbe:
        tcpSocket: {port: 80}
        periodSeconds: 10
      lifecycle:
        preStop:
          sleep: {seconds: 5}
      resources:
        requests: {cpu: 500m, memory: 64Mi}
        limits: {cpu: 500m, memory: 64Mi}
`;

/** What an edit of the pod changes: subject, with container, and verdict. */
function edited(from: string, to: string): readonly string[] {
  const [only, ...others] = compare(POD, POD.replace(from, to));
  expect(others).toEqual([]);
  return (only?.changes ?? []).map(({ subject, container, verdict }: Change) =>
    [subject, container, verdict].filter((part) => part !== undefined).join(' '),
  );
}

describe('a behaviour diff', () => {
  it.each([
    ['initialDelaySeconds: 10', 'initialDelaySeconds: 40', ['ready worse']],
    ['initialDelaySeconds: 10', 'initialDelaySeconds: 2', ['ready better']],
    ['periodSeconds: 10', 'periodSeconds: 30', ['restart worse']],
    ['{seconds: 5}', '{seconds: 2}', ['restart better', 'deletion better', 'graceful better', 'refused worse']],
    ['\nspec:', '\nspec:\n  terminationGracePeriodSeconds: 60', ['deletionIgnored worse', 'graceful better']],
    ['\nspec:', '\nspec:\n  restartPolicy: Never', ['restart worse', 'restartPolicy']],
    [
      'limits: {cpu: 500m, memory: 64Mi}',
      'limits: {cpu: 500m, memory: 128Mi}',
      ['qos worse', 'oomScoreAdj app worse', 'memoryMax app'],
    ],
    [
      '    limits: {cpu: 500m, memory: 64Mi}\n',
      '',
      ['qos worse', 'oomScoreAdj app worse', 'cpuMax app', 'memoryMax app'],
    ],
    ['image: a:1', 'image: a:2', []],
  ])('%s → %s', (from, to, expected) => {
    expect(edited(from, to)).toEqual(expected);
  });

  it('of the same behaviour is empty, however the text is written', () => {
    expect(compare(POD, POD)).toEqual([]);
    expect(compare(POD, `# a comment\n${POD.replace('{port: 80}', '\n          port: 80')}`)).toEqual([]);
    expect(diffText([], words)).toContain('the same');
  });

  it('names values on both sides', () => {
    const diffs = compare(POD, POD.replace('initialDelaySeconds: 10', 'initialDelaySeconds: 40'));
    expect(diffText(diffs, words)).toMatch(/^Pod web\n {2}ready after {2}1\d[\d.–]* s → 4\d[\d.–]* s\n$/);
  });

  it('says never where something stops happening', () => {
    const diffs = compare(POD, POD.replace(/ {6}livenessProbe:\n.*\n.*\n/, ''));
    expect(diffText(diffs, words)).toMatch(/restarted after a hang in +[\d.–]+ s → never/);
  });

  it('counts findings that come and go, not those that move', () => {
    const bad = POD.replace('name: web', 'name: Web');
    const gained = compare(POD, bad);
    expect(gained[0]?.gained.map(({ rule }) => rule)).toEqual(['metadata-name-subdomain']);
    const lost = compare(bad, POD);
    expect(lost[0]?.lost.map(({ rule }) => rule)).toEqual(['metadata-name-subdomain']);
    expect(compare(bad, `# a line more\n${bad}`)).toEqual([]);
  });

  it('matches objects by kind and name, and a renamed one by kind', () => {
    const other = POD.replace('name: web', 'name: other');
    expect(compare(`${POD}---\n${other}`, `${other}---\n${POD}`), 'order does not matter').toEqual([]);
    expect(compare(POD, `${POD}---\n${other}`)).toMatchObject([{ name: 'other', state: 'added' }]);
    expect(compare(`${POD}---\n${other}`, POD)).toMatchObject([{ name: 'other', state: 'removed' }]);
    const renamed = other.replace('initialDelaySeconds: 10', 'initialDelaySeconds: 30');
    expect(compare(POD, renamed)).toMatchObject([{ name: 'other', state: 'both', changes: [{ subject: 'ready' }] }]);
  });

  it('bears any text', () => {
    for (const odd of [
      '',
      '\0',
      '- - -',
      '{{ x }}',
      'kind: Pod',
      'apiVersion: v1\nkind: Pod\nspec: []\nmetadata: 3\n',
    ]) {
      expect(() => compare(odd, POD)).not.toThrow();
      expect(() => compare(POD, odd)).not.toThrow();
    }
  });
});

describe('as Markdown', () => {
  const evil = POD.replace('name: web', 'name: "a|b <img src=x> [x](command:evil) ``` `<b>` *x*"');

  it('is a table that any name leaves whole', () => {
    const text = diffMarkdown(compare(evil, evil.replace('initialDelaySeconds: 10', 'initialDelaySeconds: 40')), words);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.every((row) => row.split(/(?<!\\)\|/).length === 6)).toBe(true);
    expect(text).not.toMatch(/(?<!\\)[<[]/);
  });

  it('holds a picture of each pod that changed, and nothing else from outside', () => {
    const { markdown, changed } = diffDocument(
      file(evil),
      file(evil.replace('initialDelaySeconds: 10', 'initialDelaySeconds: 40')),
      'HEAD',
      words,
      DEFAULT_SETTINGS,
    );
    expect(changed).toBe(true);
    expect(markdown).toMatch(/^# Behaviour compared with HEAD\n/);
    const pictures = [...markdown.matchAll(/!\[\]\(<data:image\/svg\+xml;utf8,([^>]*)>\)/g)];
    expect(pictures).toHaveLength(1);
    const svg = decodeURIComponent(pictures[0]?.[1] ?? '');
    expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    expect(svg).not.toMatch(/<img|<script|onload/);
    expect(markdown.replace(/!\[\]\(<data:[^>]*>\)/g, '')).not.toMatch(/(?<!\\)[<[]/);
  });

  it('says so when nothing changed', () => {
    const answer = diffDocument(file(POD), file(POD), 'HEAD', words, DEFAULT_SETTINGS);
    expect(answer).toMatchObject({ changed: false, markdown: expect.stringContaining('the same') });
  });
});
