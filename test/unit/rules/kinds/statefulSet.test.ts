// Volumes of a StatefulSet: the server counts one more for every claim template, the manifest does not.
import { expect, it } from 'vitest';
import { CheckContext } from '../../../../server/src/rules/rule';
import { validateObject } from '../../../../server/src/rules/validate';

function check(volumes: readonly object[], claimName = 'data') {
  const ctx = new CheckContext(37);
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  const spec = {
    selector: { matchLabels: { app: 'a' } },
    volumeClaimTemplates: [{ metadata: { name: claimName }, spec: claim }],
    template: {
      metadata: { labels: { app: 'a' } },
      spec: {
        volumes,
        containers: [{ name: 'app', image: 'nginx', volumeMounts: [{ name: claimName, mountPath: '/data' }] }],
      },
    },
  };
  validateObject('apps/v1', 'StatefulSet', { metadata: { name: 'demo' }, spec }, ctx);
  return ctx.findings.map(({ path, markPath, fixes = [] }) => ({
    path,
    markPath,
    edits: fixes.flatMap((f) => f.edits),
  }));
}

it('a claim template makes its volume', () => {
  expect(check([])).toEqual([]);
});

it('reports the place the server names and marks the place in the manifest', () => {
  const [finding] = check([
    { name: 'data', emptyDir: {} },
    { name: 'Tmp', emptyDir: {} },
  ]);
  expect(finding?.path).toBe('spec.template.spec.volumes[1].name');
  expect(finding?.markPath).toBe('spec.template.spec.volumes[1].name');
  const [shifted] = check([{ name: 'Tmp', emptyDir: {} }]);
  expect(shifted?.path).toBe('spec.template.spec.volumes[1].name');
  expect(shifted?.markPath).toBe('spec.template.spec.volumes[0].name');
  expect(shifted?.edits).toEqual([{ op: 'set', path: 'spec.template.spec.volumes[0].name', raw: 'tmp' }]);
});

it('marks a claim template whose name no volume can have', () => {
  const found = check([], 'My_Data');
  expect(found).toContainEqual(
    expect.objectContaining({
      path: 'spec.template.spec.volumes[0].name',
      markPath: 'spec.volumeClaimTemplates[0].metadata.name',
    }),
  );
});
