// A manifest cannot put links, pictures or HTML of its own into a hover.
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { withoutForeignLinks } from '../../../server/src/features/hover/foreignLinks';
import { hover } from '../../../server/src/features/hover/hover';
import { YamlStream } from '../../../server/src/yaml/stream';
import { texts } from '../../support/texts';

const EVIL =
  'x`](command:evil) <img src=x onerror=alert(1)> [c](command:workbench.action.quit) ![p](https://evil.example/p.png)';
const MANIFEST = `apiVersion: v1
kind: Pod
metadata:
  name: a
spec:
  terminationGracePeriodSeconds: 40
  containers:
    - name: "${EVIL}\\n[r]: https://evil.example"
      image: a
      resources: {requests: {cpu: 1}}
      lifecycle: {preStop: {sleep: {seconds: 5}}}
`;

describe('hover of a hostile manifest', () => {
  it.each([
    ['terminationGracePeriodSeconds', 5],
    ['resources', 9],
    ['lifecycle', 10],
  ] as const)('%s has no link, picture or tag of its own', (_, line) => {
    const file = analyzeFile(YamlStream.of(MANIFEST), 37);
    const result = hover({ uri: 'file:///a.yaml', file, position: { line, character: 8 }, texts: texts() });
    const value = (result?.contents as { value: string } | undefined)?.value ?? '';
    expect(value).toContain('evil');
    expect(value).not.toMatch(/\]\((?!https:\/\/kubernetes\.io|command:podwright\.)/);
    expect(value).not.toMatch(/<img|^\s*\[r\]:/m);
  });

  it('keeps the links of ours', () => {
    const ours = '[a](https://kubernetes.io/docs/x) [b](command:podwright.openTimeline?%5B1%5D) 2 < 3';
    expect(withoutForeignLinks(ours)).toBe(ours);
  });
});
