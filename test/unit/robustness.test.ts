// Bad input is normal input: every feature answers for any text, and none throws.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../server/src/features/analysis';
import { codeActions } from '../../server/src/features/codeActions';
import { codeLenses } from '../../server/src/features/codeLenses';
import { DEFAULT_SETTINGS, diagnose } from '../../server/src/features/diagnostics';
import { timelineOf } from '../../server/src/features/timeline';
import { YamlStream } from '../../server/src/yaml/stream';
import { root, texts } from '../support/texts';

const words = texts();
const manifests = readdirSync(path.join(root, 'examples'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readFileSync(path.join(root, 'examples', name), 'utf8'));

/** Asks everything of a text and gives back the rules it found. */
function everything(text: string): string[] {
  const file = analyzeFile(YamlStream.of(text), 37);
  const uri = 'file:///x.yaml';
  const diagnostics = diagnose(file, words, DEFAULT_SETTINGS);
  for (const diagnostic of diagnostics) {
    expect(diagnostic.range.start.line).toBeGreaterThanOrEqual(0);
    expect(diagnostic.message).not.toMatch(/\{\w+\}/);
    codeActions(file, { uri, range: diagnostic.range, diagnostics: [diagnostic] }, words);
  }
  codeLenses(file, uri, words);
  timelineOf(file, { uri, withTrace: text.length < 5000 }, 1, words);
  return diagnostics.map(({ code }) => String(code));
}

describe('every feature answers for', () => {
  it('manifests cut at any place', () => {
    for (const text of manifests) for (let cut = 1; cut < text.length; cut += 23) everything(text.slice(0, cut));
  });

  it('manifests with a piece replaced', () => {
    const pieces = [
      '',
      '\n',
      ': ',
      '- ',
      '"',
      '{',
      '[',
      '|',
      '&a ',
      '*a',
      '<<: *a',
      '0',
      '-1',
      'null',
      '~',
      'true',
      '1e400',
      '\u0000',
      '\ud800',
      '\t',
      '---\n',
      '{{ x }}',
      '__proto__: 1\n',
      'constructor',
      '9'.repeat(400),
    ];
    fc.assert(
      fc.property(
        fc.nat({ max: manifests.length - 1 }),
        fc.nat(),
        fc.nat({ max: 30 }),
        fc.constantFrom(...pieces),
        (which, at, length, piece) => {
          const text = manifests[which] as string;
          const start = at % text.length;
          everything(text.slice(0, start) + piece + text.slice(start + length));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('an alias bomb', () => {
    const levels = Array.from(
      { length: 20 },
      (_, i) => `  l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(', ')}]`,
    );
    const bomb = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: bomb\n  l0: &l0 {name: x, image: y}\n${levels.join('\n')}\nspec:\n  containers: *l20\n`;
    expect(everything(bomb)).toContain('unknown-field');
  });

  it('an alias bomb in a list the decoder follows', () => {
    const lists = Array.from(
      { length: 30 },
      (_, i) => `    - &e${i + 1} {<<: [${`*e${i}, `.repeat(9)}*e${i}], value: x}`,
    );
    everything(
      `apiVersion: v1\nkind: Pod\nmetadata: {name: b}\nspec:\n  containers:\n  - name: a\n    image: a\n    env:\n    - &e0 {name: A}\n${lists.join('\n')}\n`,
    );
  });

  it('shell scripts with blanks that no shell knows', () => {
    for (const blank of ['\ufeff', '\u00a0', '\u2028', '\u3000', '\f', '\v']) {
      const script = JSON.stringify(`while true; do date >> /tmp/a${blank}.html; sleep $(($RANDOM % 5)); done${blank}`);
      everything(
        `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - {name: a, image: a, command: [sh, -c, ${script}]}\n`,
      );
    }
  });

  it('deep nesting', () => {
    expect(everything(`apiVersion: v1\nkind: Pod\nspec: ${'['.repeat(12_000)}`)).toEqual(['yaml-too-deep']);
    everything(
      `apiVersion: v1\nkind: Pod\nspec:\n${Array.from({ length: 400 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}`,
    );
  });

  it('binary', () => {
    const binary = Array.from({ length: 4096 }, (_, i) => String.fromCharCode((i * 7919) % 256)).join('');
    expect(everything(`apiVersion: v1\nkind: Pod\n${binary}`)).toEqual(['yaml-control-character']);
  });

  it('a document of a megabyte', () => {
    const data = `  key: ${'x'.repeat(1_000_000)}\n`;
    expect(everything(`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: big\ndata:\n${data}`)).toEqual([]);
  });
});
