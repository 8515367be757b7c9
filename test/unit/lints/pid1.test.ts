import { expect, test } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { YamlStream } from '../../../server/src/yaml/stream';

function swallowed(script: string, image = 'nginx:1.27'): boolean {
  const text = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: main\n      image: ${image}\n      command: ["sh", "-c", ${JSON.stringify(script)}]\n`;
  const [document] = analyzeFile(YamlStream.of(text), 37).documents;
  return document?.findings.some(({ rule }) => rule === 'shell-swallows-sigterm') === true;
}

test.each([
  ['node server.js; echo done', 'nginx:1.27', true],
  ['node server.js; echo done', 'alpine:3.20', true],
  ['node server.js; exit $?', 'nginx:1.27', true],
  ['exec node server.js', 'nginx:1.27', false],
  ['echo starting; exec node server.js', 'nginx:1.27', false],
  ['mkdir -p /run/app; echo ready', 'nginx:1.27', false],
  ['node server.js & echo started', 'nginx:1.27', false],
])('%s in %s', (script, image, expected) => expect(swallowed(script, image)).toBe(expected));
