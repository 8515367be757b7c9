// A text that reaches Kubernetes as it is: placeholders and patch directives are judged as the API server judges them.
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { YamlStream } from '../../../server/src/yaml/stream';

const errors = (text: string, final: boolean) =>
  analyzeFile(YamlStream.of(text, final), 37).documents.flatMap(({ findings }) =>
    findings.filter(({ severity }) => severity === 'error').map(({ path }) => path),
  );

const HOST = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web}
spec:
  rules:
    - host: __HOST__
`;
const PATCH = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n$patch: delete\n';

describe('final text', () => {
  it('judges a placeholder, which is left alone otherwise', () => {
    expect(errors(HOST, true)).toEqual(['spec.rules[0].host']);
    expect(errors(HOST, false)).toEqual([]);
  });

  it('judges a patch, which is left alone otherwise', () => {
    expect(errors(PATCH, true)).toContain('spec.selector');
    expect(errors(PATCH, false)).toEqual([]);
  });
});
