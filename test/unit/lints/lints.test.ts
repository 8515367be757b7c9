// Every lint has a case in test/cases/lints: `<rule>.yaml` trips it where its carets are, `<rule>.ok.yaml` differs by a few
// lines and does not, `<rule>.fixed.yaml` is what its preferred fix makes of the first. Other lints in a case do not count.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, describe as group, it } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { codeActions } from '../../../server/src/features/codeActions';
import { DEFAULT_SETTINGS, type DiagnosticSettings, diagnose } from '../../../server/src/features/diagnostics';
import { lintRules } from '../../../server/src/rules/catalog';
import type { Rule } from '../../../server/src/rules/rule';
import { YamlStream } from '../../../server/src/yaml/stream';
import { describe, readCarets } from '../../support/carets';
import { applyEdits } from '../../support/fixes';
import { root, texts } from '../../support/texts';

const folder = path.join(root, 'test/cases/lints');
const WORDS = ['', 'error', 'warning', 'info', 'hint'];
const words = texts();
const uri = 'file:///case.yaml';

function settingsFor(rule: Rule): DiagnosticSettings {
  return { ...DEFAULT_SETTINGS, rules: { [rule.id]: rule.severity } };
}

function diagnosticsOf(text: string, settings: DiagnosticSettings) {
  return diagnose(analyzeFile(YamlStream.of(text), 37), words, settings);
}

function found(text: string, rule: Rule): string[] {
  const lines = text.split('\n');
  const own = diagnosticsOf(text, settingsFor(rule)).filter(({ code }) => code === rule.id);
  return describe(
    own.map(({ range: { start, end }, severity }) => ({
      line: start.line,
      start: start.character,
      end: end.line === start.line ? end.character : (lines[start.line] ?? '').length,
      severity: WORDS[severity ?? 1] ?? '',
      rule: rule.id,
    })),
  );
}

/** The text after the preferred fix of the first finding of a rule; undefined when it has none. */
function fixed(text: string, rule: Rule): string | undefined {
  const file = analyzeFile(YamlStream.of(text), 37);
  const [first] = diagnose(file, words, settingsFor(rule)).filter(({ code }) => code === rule.id);
  if (first === undefined) return undefined;
  const actions = codeActions(file, { uri, range: first.range, diagnostics: [first] }, words);
  const edits = actions.find(({ isPreferred }) => isPreferred === true)?.edit?.changes?.[uri];
  return edits === undefined ? undefined : applyEdits(text, edits);
}

const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

/** Lines of one text that the other does not have. */
function extraLines(a: string, b: string): number {
  const others = new Set(b.split('\n'));
  return a.split('\n').filter((line) => !others.has(line)).length;
}

group('lints', () => {
  it('are at least 60, each with a name of its own, none an error', () => {
    expect(new Set(lintRules.map(({ id }) => id)).size).toBe(lintRules.length);
    expect(lintRules.length).toBeGreaterThanOrEqual(60);
    expect(lintRules.filter(({ severity, subject }) => severity === 'error' || subject !== 'lint')).toEqual([]);
  });

  it('have words in both languages', () => {
    const chinese = texts('zh-cn');
    expect(lintRules.filter(({ id }) => !words.has(id) || !chinese.has(id))).toEqual([]);
  });

  it('have no case without a rule', () => {
    const known = new Set(lintRules.map(({ id }) => id));
    const cases = readdirSync(folder).map((name) => name.replace(/(\.ok|\.fixed)?\.yaml$/, ''));
    expect(cases.filter((name) => !known.has(name))).toEqual([]);
  });

  for (const rule of lintRules) {
    group(rule.id, () => {
      const { text, expected } = readCarets(read(`${rule.id}.yaml`));
      const twin = read(`${rule.id}.ok.yaml`);

      it('trips where the carets are', () => {
        expect(expected.length).toBeGreaterThan(0);
        expect(found(text, rule)).toEqual(describe(expected));
      });

      it('leaves its twin alone', () => {
        expect(extraLines(text, twin) + extraLines(twin, text)).toBeLessThanOrEqual(8);
        expect(found(twin, rule)).toEqual([]);
      });

      it('says no error about both', () => {
        expect(
          [text, twin].flatMap((one) => diagnosticsOf(one, DEFAULT_SETTINGS)).filter((d) => d.severity === 1),
        ).toEqual([]);
      });

      it('is silent when off', () => {
        const settings = { ...DEFAULT_SETTINGS, rules: { [rule.id]: 'off' as const } };
        expect(diagnosticsOf(text, settings).filter(({ code }) => code === rule.id)).toEqual([]);
        const usual = diagnosticsOf(text, DEFAULT_SETTINGS).filter(({ code }) => code === rule.id);
        expect(usual.length > 0).toBe(rule.default !== 'off');
      });

      const wanted = path.join(folder, `${rule.id}.fixed.yaml`);
      it(existsSync(wanted) ? 'is mended by its fix' : 'has no fix to apply', () => {
        const result = fixed(text, rule);
        expect(result).toBe(existsSync(wanted) ? readFileSync(wanted, 'utf8') : undefined);
        if (result === undefined) return;
        expect(found(result, rule)).toEqual([]);
        expect(diagnosticsOf(result, DEFAULT_SETTINGS).filter(({ severity }) => severity === 1)).toEqual([]);
      });
    });
  }
});
