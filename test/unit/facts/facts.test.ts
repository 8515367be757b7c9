// Sentences about fields of a pod: right where it matters, in both languages, with no placeholder left.
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { containerSentences, factsFor, podSentences } from '../../../server/src/features/facts/factsFor';
import { podFacts } from '../../../server/src/features/facts/podFacts';
import type { PodView } from '../../../server/src/features/pods';
import { YamlStream } from '../../../server/src/yaml/stream';
import { examples } from '../../support/cursor';
import { texts } from '../../support/texts';

const en = texts();
const zh = texts('zh-cn');

function podOf(spec: string): PodView {
  const text = `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop, labels: {app: shop}}\nspec:\n${spec}`;
  const pod = analyzeFile(YamlStream.of(text), 37).documents[0]?.pods[0];
  if (pod === undefined) throw new Error(text);
  return pod;
}

function container(lines: string, spec = ''): PodView {
  return podOf(`${spec}  containers:\n    - name: app\n      image: app:1\n${lines.replace(/^/gm, '      ')}\n`);
}

const facts = (pod: PodView, path: string): string => factsFor(pod, path, en).facts.join('\n');

describe('facts', () => {
  it('say what would change the QoS class', () => {
    expect(facts(container(''), 'containers[0].resources')).toContain('would make the class Burstable');
    expect(facts(container('resources: {limits: {cpu: 1, memory: 1Gi}}'), 'containers[0].resources')).toContain(
      'stays Guaranteed',
    );
    expect(facts(container('resources: {requests: {cpu: 1}}'), 'containers[0].resources')).toContain(
      'For Guaranteed, `app` would need',
    );
  });

  it('say how a CPU limit throttles and what memory is bounded by', () => {
    const pod = container('resources: {requests: {memory: 64Mi}, limits: {cpu: 500m, memory: 256Mi}}');
    expect(facts(pod, 'containers[0].resources.limits.cpu')).toContain(
      '200 ms of work take 350 ms with one thread, 313 ms with four',
    );
    expect(facts(pod, 'containers[0].resources.limits.memory')).toContain('256 MiB (memory.max 268435456)');
    expect(facts(pod, 'containers[0].resources')).toContain('4 times the request: up to 192 MiB more');
  });

  it('say who dies first', () => {
    const pod = podOf(`  containers:
    - {name: small, image: a:1, resources: {requests: {memory: 64Mi}}}
    - {name: large, image: a:1, resources: {requests: {memory: 4Gi}}}\n`);
    expect(facts(pod, 'containers[1].resources.requests.memory')).toContain('`small` 997, `large` 750');
    expect(facts(pod, 'containers[1].resources.requests.memory')).toContain('than the 4.06 GiB it requests');
  });

  it.each([
    ['command: [node, a.js]', 'PID 1 is `node` itself', 'Node.js'],
    ['command: [sh, -c, "a && b"]', 'starts `b` last', 'dash'],
    ['command: [sh, -c, "a && exec b"]', 'hands over to the program behind `exec`', ''],
    ['command: [sh, -c, "while true; do a; done"]', 'and stays it', ''],
    ['command: [tini, --, node]', 'PID 1 is `tini`', ''],
    ['args: [x]', 'handed to the ENTRYPOINT', ''],
  ])('%s: %s', (line, sentence, more) => {
    expect(facts(container(line), 'containers[0].command')).toContain(sentence);
    expect(facts(container(line), 'containers[0].command')).toContain(more);
  });

  it('know pause and the node as PID 1', () => {
    expect(facts(container('command: [node]', '  shareProcessNamespace: true\n'), 'containers[0].command')).toContain(
      'pause',
    );
    expect(facts(container('command: [node]', '  hostPID: true\n'), 'containers[0].command')).toContain(
      'processes of the node',
    );
  });

  it('work variables out', () => {
    const pod = container(`resources: {limits: {cpu: 1500m}}
env:
  - {name: HOST, value: db}
  - {name: URL, value: "http://$(HOST)/$$(X)/$(LATER)"}
  - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
  - {name: LABEL, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
  - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
  - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: limits.memory}}}
  - {name: MILLI, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}
  - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
  - {name: KEY, valueFrom: {secretKeyRef: {name: s, key: k}}}
  - {name: BOTH, value: "$(HOST)$(KEY)"}`);
    const values = Array.from({ length: 10 }, (_, i) => facts(pod, `containers[0].env[${i}].value`));
    expect(values.map((value) => /`([^`]*)`/.exec(value)?.[1] ?? value)).toEqual([
      '',
      'http://db/$(X)/$(LATER)',
      'web',
      'shop',
      '2',
      'limits.memory',
      '1500',
      'status.podIP',
      'Read once when the container starts; later changes of the source do not arrive.',
      'db$(KEY)',
    ]);
  });

  it('say what security settings amount to', () => {
    const pod = container(
      'securityContext: {runAsUser: 1000, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}}',
    );
    const said = facts(pod, 'containers[0].securityContext');
    expect(said).toContain('UID 1000, not root');
    expect(said).toContain('No capabilities');
    expect(said).toContain('RuntimeDefault');
    expect(said).toContain('Privileges cannot grow');
    expect(facts(container('securityContext: {privileged: true}'), 'containers[0].securityContext')).toContain(
      'root on the node',
    );
    expect(facts(container('', '  securityContext: {runAsUser: 0}\n'), 'securityContext.runAsUser')).toContain(
      'Runs as root',
    );
  });

  it('say what is shared and what kind of walls there are', () => {
    expect(facts(container('', '  hostNetwork: true\n'), 'hostNetwork')).toContain(
      'Shared with the node: network, users',
    );
    expect(facts(container('', '  hostUsers: false\n'), 'hostUsers')).toContain('unprivileged user there');
    expect(facts(container('', '  runtimeClassName: kata-qemu\n'), 'runtimeClassName')).toContain('virtual machine');
    expect(facts(container('', '  runtimeClassName: gvisor\n'), 'runtimeClassName')).toContain('User-space kernel');
    expect(facts(container('', '  runtimeClassName: fast\n'), 'runtimeClassName')).toContain('RuntimeClass `fast`');
  });

  it('take times from the engine', () => {
    const pod = container('lifecycle: {preStop: {sleep: {seconds: 5}}}\nlivenessProbe: {httpGet: {port: 80}}');
    expect(facts(pod, 'terminationGracePeriodSeconds')).toContain(
      'gone after 5 s if it heeds its signal at once, after 30 s',
    );
    expect(facts(pod, 'containers[0].livenessProbe')).toMatch(/stop signal after 26–3[56] s/);
  });

  it('say how images are pulled', () => {
    expect(facts(container(''), 'containers[0].image')).toContain('Tag `1`');
    expect(facts(podOf('  containers: [{name: a, image: a}]\n'), 'containers[0].image')).toContain(
      'Pull policy Always',
    );
  });

  it('stand in both languages with everything filled in', () => {
    const pods = examples().flatMap(({ text }) =>
      analyzeFile(YamlStream.of(text), 37).documents.flatMap((one) => one.pods),
    );
    expect(pods.length).toBeGreaterThan(5);
    for (const pod of pods) {
      for (const words of [en, zh]) {
        const all = [
          ...podSentences(pod, words),
          ...podFacts(pod).containers.flatMap(({ path }) => containerSentences(pod, path, words)),
        ];
        expect(all.length).toBeGreaterThan(8);
        expect(all.filter((one) => /\{\w+\}|^(facts|topic)[-.]|undefined|NaN/.test(one))).toEqual([]);
      }
    }
  });
});
