// A Service in another file of the workspace counts as well; a change there is seen here.
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { sharedFindings } from '../../../server/src/features/fileFindings';
import { NameIndex } from '../../../server/src/features/names/nameIndex';
import { YamlStream } from '../../../server/src/yaml/stream';

const WORKLOAD = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1
          ports: [{containerPort: 8080}]
`;
const service = (label: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: ${label}}\n  ports: [{port: 80}]\n`;

function workspaceOf(serviceText: string) {
  const names = new NameIndex();
  names.setFile('file:///service.yaml', analyzeFile(YamlStream.of(serviceText), 37));
  const file = analyzeFile(YamlStream.of(WORKLOAD), 37, { uri: 'file:///web.yaml', names });
  names.setFile('file:///web.yaml', file);
  return { names, file };
}

const rules = (file: ReturnType<typeof workspaceOf>['file']): string[] =>
  sharedFindings(file, 0)
    .map(({ rule }) => rule)
    .filter((rule) => rule === 'readiness-missing' || rule === 'missing-drain-delay');

describe('a Service of another file', () => {
  it('sends traffic to the pods it selects', () => {
    expect(rules(workspaceOf(service('web')).file)).toEqual(['readiness-missing', 'missing-drain-delay']);
  });

  it('does not concern others', () => {
    expect(rules(workspaceOf(service('api')).file)).toEqual([]);
  });

  it('is looked at anew when it changes', () => {
    const { names, file } = workspaceOf(service('api'));
    expect(rules(file)).toEqual([]);
    names.setFile('file:///service.yaml', analyzeFile(YamlStream.of(service('web')), 37));
    expect(rules(file)).toEqual(['readiness-missing', 'missing-drain-delay']);
  });
});
