// Each file of test/cases/diagnostics: its findings, lints left out, are exactly its carets; with a `.fixed.yaml` beside it,
// applying the preferred fixes of all findings gives that text.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, describe as group, it } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { DEFAULT_SETTINGS, diagnose } from '../../../server/src/features/diagnostics';
import { lintRules } from '../../../server/src/rules/catalog';
import { YamlStream } from '../../../server/src/yaml/stream';
import { describe, readCarets } from '../../support/carets';
import { applyPreferredFixes } from '../../support/fixes';
import { root, texts } from '../../support/texts';

const folder = path.join(root, 'test/cases/diagnostics');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && !name.endsWith('.fixed.yaml'));
const words = texts();
const WORDS = ['', 'error', 'warning', 'info', 'hint'];
const settings = { ...DEFAULT_SETTINGS, rules: Object.fromEntries(lintRules.map(({ id }) => [id, 'off' as const])) };

function found(text: string): string[] {
  const stream = YamlStream.of(text);
  return describe(
    diagnose(analyzeFile(stream, 37), words, settings).map(({ range, severity, code }) => ({
      line: range.start.line,
      start: range.start.character,
      end:
        range.end.line === range.start.line ? range.end.character : (text.split('\n')[range.start.line] ?? '').length,
      severity: WORDS[severity ?? 1] ?? '',
      rule: String(code),
    })),
  );
}

group('diagnostics equal the carets', () => {
  for (const name of files) {
    it(name, () => {
      const { text, expected } = readCarets(readFileSync(path.join(folder, name), 'utf8'));
      expect(found(text)).toEqual(describe(expected));
    });
  }
});

it('placeholders alone bring no finding, advice included', () => {
  const text = readFileSync(path.join(folder, 'placeholders-everywhere.yaml'), 'utf8');
  const codes = (source: string): unknown[] =>
    diagnose(analyzeFile(YamlStream.of(source), 37), words, DEFAULT_SETTINGS).map(({ code }) => code);
  expect(codes(text)).toEqual([]);
  const helm = text.replaceAll(/\$\{(\w+)\}/g, '{{ .Values.$1 }}').replaceAll(/: (\{\{.*)$/gm, ': "$1"');
  expect(codes(helm)).toEqual([]);
  expect(codes(helm.replace('containers:', 'contaners:'))).toEqual(['unknown-field']);
  expect(codes(text.replaceAll(/\$\{\w+\}/g, 'A_B')).length).toBeGreaterThan(20);
});

group('preferred fixes give the fixed text', () => {
  for (const name of files) {
    const fixed = path.join(folder, name.replace('.yaml', '.fixed.yaml'));
    if (!existsSync(fixed)) continue;
    it(name, () => {
      const { text } = readCarets(readFileSync(path.join(folder, name), 'utf8'));
      const result = applyPreferredFixes(text, words, settings);
      expect(result).toBe(readFileSync(fixed, 'utf8'));
      expect(found(result)).toEqual([]);
    });
  }
});
