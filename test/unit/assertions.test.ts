// Comments that say what is wanted of a pod: each kind holds once and fails once, and what is not understood is said.
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../server/src/features/analysis';
import { ASSERTION_NAMES, compactSpan, durationMs } from '../../server/src/features/assertions';
import { DEFAULT_SETTINGS, diagnose } from '../../server/src/features/diagnostics';
import { directiveEntries } from '../../server/src/features/directive';
import { assertionRules } from '../../server/src/rules/assertions';
import { YamlStream } from '../../server/src/yaml/stream';
import { texts } from '../support/texts';

const RULES: readonly string[] = Object.values(assertionRules).map(({ id }) => id);

function found(text: string): readonly string[] {
  return diagnose(analyzeFile(YamlStream.of(text), 37), texts(), DEFAULT_SETTINGS)
    .filter(({ code }) => RULES.includes(String(code)))
    .map(({ code, range: { start }, message }) => `${start.line}:${start.character} ${code} ${message}`);
}

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  terminationGracePeriodSeconds: 40
  containers:
    - name: app
      image: a:1
      readinessProbe:
        tcpSocket: {port: 80}
        initialDelaySeconds: 20
        periodSeconds: 5
      livenessProbe:
        tcpSocket: {port: 80}
        periodSeconds: 10
      lifecycle:
        preStop:
          sleep: {seconds: 15}
`;
const pod = (comment: string) => `# podwright: ${comment}\n${POD}`;

describe('an assertion', () => {
  /** [holds, fails, what the message says] */
  it.each([
    ['ready<=27s', 'ready<=15s', 'ready after 20'],
    ['ready>=15s', 'ready>=30s', 'ready after 20'],
    ['graceful>=25s', 'graceful>=26s', 'has 25s from the stop signal to SIGKILL'],
    ['restart<=1m', 'restart<=30s', 'runs again after'],
    ['deletion<=42s', 'deletion<=30s', 'is gone'],
    ['deletion<50', 'deletion<20', 'is gone'],
    ['refused<=0s', 'refused>0s', 'for 0s clients are still sent'],
    ['ready<=1m30s', 'ready<=500ms', 'ready after 20'],
    ['ready ≤ 27s', 'ready ≤ 15s', 'ready after 20'],
  ])('%s holds and %s does not', (good, bad, words) => {
    expect(found(pod(good))).toEqual([]);
    const [only, ...others] = found(pod(bad));
    expect(others).toEqual([]);
    expect(only).toMatch(/^0:13 assertion-failed /);
    expect(only).toContain(words);
  });

  it('of each name has sentences for both cases', () => {
    const words = texts();
    const ids = ASSERTION_NAMES.flatMap((name) => [`assertion-failed-${name}`, `assertion-failed-${name}-never`]);
    expect(ids.filter((id) => !words.has(id))).toEqual([]);
  });

  it('about something that never happens fails from above and holds from below', () => {
    const mute = POD.replace(/ {6}livenessProbe:\n.*\n.*\n/, '');
    expect(found(`# podwright: restart<=40s\n${mute}`)).toEqual([expect.stringContaining('nobody notices')]);
    expect(found(`# podwright: restart>=40s\n${mute}`)).toEqual([]);
  });

  it('heeds what the scenario says of the app', () => {
    const slow = `# podwright-scenario: {"behaviour":{"app":{"readyAfter":26}},"deleteAt":null,"until":100}\n${POD}`;
    expect(found(`# podwright: ready<=25s\n${slow}`)).toEqual([expect.stringMatching(/ready after (2[6-9]|3\d)/)]);
  });

  it('speaks for each pod of its own document only', () => {
    const other = POD.replace('name: web', 'name: other').replace('initialDelaySeconds: 20', 'initialDelaySeconds: 1');
    expect(found(`${pod('ready<=15s')}---\n${other}`)).toHaveLength(1);
    expect(found(`${pod('ready<=27s')}---\n# podwright: ready>=20s\n${other}`)).toEqual([
      expect.stringMatching(/^21:13 assertion-failed .*Pod `other`/),
    ]);
  });

  it('may stand with others, behind a line, and in any document', () => {
    expect(found(pod('ready<=15s, graceful>=20s;restart<=1s kubernetes=1.36'))).toHaveLength(2);
    expect(found(POD.replace('name: web', 'name: web # podwright: ready<=15s'))).toEqual([
      expect.stringMatching(/^3:25 assertion-failed/),
    ]);
  });

  it('can be ignored like any finding', () => {
    expect(found(`# podwright-ignore-file: assertion-failed\n${pod('ready<=15s')}`)).toEqual([]);
  });
});

describe('what is not understood', () => {
  it.each([
    ['redy<=15s', 'assertion-unknown', 'you probably mean `ready`'],
    ['constructor<=1s', 'assertion-unknown', 'write one of ready'],
    ['something', 'assertion-unknown', 'write one of ready, graceful'],
    ['ready<=soon', 'assertion-value', 'ready<=15s'],
    ['ready=15s', 'assertion-value', 'ready<=15s'],
    ['kubernetes=1.99', 'assertion-value', 'down to 1.31'],
  ])('%s is %s', (comment, rule, words) => {
    expect(found(pod(comment))).toEqual([expect.stringMatching(new RegExp(`^0:13 ${rule} .*${words}`))]);
  });

  it('a comment without a pod is told so', () => {
    expect(found('# podwright: ready<=15s\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n')).toEqual([
      expect.stringMatching(/^0:13 assertion-without-pod/),
    ]);
    expect(found('# podwright: kubernetes=1.33\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n')).toEqual([]);
  });

  it('text that only looks like a comment is left alone', () => {
    const script =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  run: |\n    # podwright: redy<=1s\n  b: "# podwright: x"\n';
    expect(found(script)).toEqual([]);
    expect(found(script.replace('    # podwright', '  # podwright').replace('run: |', 'run: x'))).toHaveLength(1);
  });

  it('a document that does not parse makes no claims about pods', () => {
    expect(found(pod('ready<=15s').replace('metadata:', 'metadata: ['))).toEqual([]);
  });
});

describe('the parser', () => {
  it('gives every entry its place', () => {
    const text = 'a: b # podwright: ready <= 15s,x\n#podwright:graceful>=1m';
    expect(
      directiveEntries(text).map(({ name, operator, value, span }) => [
        name,
        operator,
        value,
        text.slice(span.start, span.end),
      ]),
    ).toEqual([
      ['ready', '<=', '15s', 'ready <= 15s'],
      ['x', undefined, '', 'x'],
      ['graceful', '>=', '1m', 'graceful>=1m'],
    ]);
  });

  it('reads durations and writes spans', () => {
    expect(['15s', '1m30s', '1.5s', '500ms', '2min', '1h', '20', '', 's', '1x', '-1s'].map(durationMs)).toEqual([
      15_000,
      90_000,
      1_500,
      500,
      120_000,
      3_600_000,
      20_000,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(compactSpan({ bestMs: 10_040, worstMs: 13_060 })).toBe('10–13.1s');
    expect(compactSpan({ bestMs: 5_000, worstMs: 5_001 })).toBe('5s');
    expect(compactSpan({ bestMs: 119_000, worstMs: 133_000 })).toBe('119s–2m13s');
  });
});
