// The commands for a pod: right names, in the right place, and nothing of a manifest that a shell would run.
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { usefulCommands } from '../../../server/src/features/usefulCommands';
import { YamlStream } from '../../../server/src/yaml/stream';
import { texts } from '../../support/texts';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: app
      image: app:1
      readinessProbe:
        httpGet: {port: http}
      ports: [{name: http, containerPort: 8443}]
    - name: log
      image: log:1
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector: {matchLabels: {app: api, tier: back}}
  template:
    metadata: {labels: {app: api, tier: back}}
    spec:
      containers: [{name: app, image: app:1}]
`;

function commands(text: string, line: number, fileName = 'k8s/web.yaml'): string[] {
  const file = analyzeFile(YamlStream.of(text), 37);
  return usefulCommands(file, { uri: 'file:///web.yaml', line, fileName }, texts()).commands.map(
    ({ command }) => command,
  );
}

describe('useful commands', () => {
  it('name pod, namespace and the container at the line', () => {
    const found = commands(POD, 12);
    expect(found).toContain('kubectl logs web -n shop -c log --previous');
    expect(found).toContain('kubectl exec -it web -n shop -c log -- sh');
    expect(found).toContain('kubectl describe pod -n shop web');
    expect(found).toContain('kubectl diff -f k8s/web.yaml');
    expect(commands(POD, 8)).toContain('kubectl port-forward -n shop pod/web 8080:8443');
    expect(commands(POD, 0)).toContain('kubectl logs web -n shop -c app --since=1h');
    expect(found.filter((command) => command.includes('rollout'))).toEqual([]);
  });

  it('name the workload and its labels where pods have names of their own', () => {
    const found = commands(DEPLOYMENT, 3);
    expect(found).toContain('kubectl logs deployment/api -c app --since=1h');
    expect(found).toContain('kubectl top pod -l app=api,tier=back --containers');
    expect(found).toContain('kubectl rollout undo deployment/api');
    expect(found).toContain('kubectl wait --for=condition=Ready pod -l app=api,tier=back --timeout=120s');
  });

  it('are those of the pod above the line in a file of several', () => {
    const both = `${POD}---\n${DEPLOYMENT}`;
    expect(commands(both, 20)).toContain('kubectl rollout status deployment/api --timeout=5m');
    expect(commands(both, 5)).toContain('kubectl events -n shop --for pod/web --watch');
  });

  it('put no text into a command line that a shell would take apart', () => {
    const evil = POD.replace('name: web', 'name: "x; rm -rf ~"').replace('namespace: shop', 'namespace: "$(id)"');
    const all = commands(evil.replace('name: log', 'name: "a\\nreboot"'), 12, "it's; $(id).yaml").join('\n');
    expect(all).not.toMatch(/rm -rf|\$\(id\)|reboot/);
    expect(all).toContain('kubectl describe pod NAME');
    expect(all).toContain('kubectl diff -f FILE');
    expect(commands(POD, 0, 'my files/web.yaml')).toContain("kubectl diff -f 'my files/web.yaml'");
  });

  it('are one line each, with words in both languages', () => {
    for (const language of ['en', 'zh-cn'] as const) {
      const file = analyzeFile(YamlStream.of(`${POD}---\n${DEPLOYMENT}`), 37);
      for (const line of [0, 20]) {
        const answer = usefulCommands(file, { uri: 'u', line, fileName: 'a.yaml' }, texts(language));
        expect(answer.commands.length).toBeGreaterThan(20);
        expect(
          answer.commands.filter(({ command, title }) => /\n/.test(command) || title.startsWith('command.')),
        ).toEqual([]);
      }
    }
  });

  it('are none where there is no pod', () => {
    expect(commands('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n', 0)).toEqual([]);
    expect(commands('', 0)).toEqual([]);
  });
});
