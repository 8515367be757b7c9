// Each rule about YAML, identity and decoding is tripped by one text and not by its near twin.
import { describe, expect, it } from 'vitest';
import { analyzeFile } from '../../../server/src/features/analysis';
import { DEFAULT_SETTINGS, diagnose } from '../../../server/src/features/diagnostics';
import { decodeRules } from '../../../server/src/rules/decode';
import { identityRules } from '../../../server/src/rules/identity';
import { syntaxRules } from '../../../server/src/rules/syntax';
import { versionRules } from '../../../server/src/rules/versions';
import { LARGEST_TEXT } from '../../../server/src/yaml/parse';
import { YamlStream } from '../../../server/src/yaml/stream';
import { texts } from '../../support/texts';

const HEAD = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';
const data = (text: string) => `${HEAD}data:\n${text}\n`;
const bomb = Array.from({ length: 8 }, (_, i) => `  k${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}*a${i}]`).join('\n');

/** rule -> [a text that trips it, one that does not]. */
const CASES: Readonly<Record<string, readonly [bad: string, good: string]>> = {
  'yaml-tab-indent': [data('\tx: y'), data('  x: "\ty"')],
  'yaml-indentation': [data('  x: y\n z: w'), data('  x: y\n  z: w')],
  'yaml-misindented': [
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n   namespace: b\nspec: {containers: [{name: a, image: a}]}\n'.replace(
      '   namespace',
      ' namespace',
    ),
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  namespace: b\nspec: {containers: [{name: a, image: a}]}\n',
  ],
  'yaml-missing-dash': [
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n      name: a\n      image: a\n    - name: b\n      image: b\n',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: a\n    - name: b\n      image: b\n',
  ],
  'yaml-nested-mapping': [data('  x: y: z'), data('  x: "y: z"')],
  'yaml-missing-colon': [data('  x: y\n  word'), data('  x: y\n  word: z')],
  'yaml-missing-character': [data('  x: "y'), data('  x: "y"')],
  'yaml-bad-scalar-start': [data('  x: @y'), data('  x: "@y"')],
  'yaml-bad-escape': [data('  x: "\\q"'), data('  x: "\\\\q"')],
  'yaml-bad-alias': [data('  x: *nowhere'), data('  x: &here y\n  z: *here')],
  'yaml-alias-cycle': [`${HEAD}data: &d\n  x: *d\n`, `${HEAD}data:\n  x: &d y\n  z: *d\n`],
  'yaml-alias-bomb': [`${HEAD}extra:\n  k0: &a0 [x]\n${bomb}\n`, `${HEAD}data:\n  k0: &a0 x\n  k1: *a0\n`],
  'yaml-unexpected-token': [data('  x: "y" z'), data('  x: "y"')],
  'yaml-block-in-flow': [data('  x: [\n    - y\n    ]'), data('  x: "[y]"')],
  'yaml-multiple-anchors': [data('  x: &a &b y'), data('  x: &a y')],
  'yaml-multiple-tags': [data('  x: !!str !!str y'), data('  x: !!str y')],
  'yaml-bad-directive': [`%YAML 9\n---\n${HEAD}`, `%YAML 1.1\n---\n${HEAD}`],
  'yaml-long-key': [data(`  ${'x'.repeat(1100)}: y`), data(`  ${'x'.repeat(100)}: y`)],
  'yaml-complex-key': [data('  ? [a, b]\n  : y'), data('  ? a\n  : y')],
  'yaml-too-deep': [`${HEAD}data: ${'['.repeat(12_000)}`, HEAD],
  'yaml-too-large': [`${HEAD}data: {a: ${'x'.repeat(LARGEST_TEXT)}}\n`, `${HEAD}data: {a: ${'x'.repeat(1000)}}\n`],
  'yaml-control-character': [data('  x: "a\u0000"'), data('  x: "a"')],
  'missing-kind': ['apiVersion: v1\nmetadata:\n  name: a\n', HEAD],
  'missing-api-version': ['kind: ConfigMap\nmetadata:\n  name: a\n', HEAD],
  'unknown-kind': ['apiVersion: v1\nkind: ConfgMap\nmetadata:\n  name: a\n', HEAD],
  'wrong-api-version': ['apiVersion: apps/v1\nkind: ConfigMap\nmetadata:\n  name: a\n', HEAD],
  'removed-api': [
    'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata:\n  name: a\nspec: {maxUnavailable: 1}\n',
    'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: a\nspec: {maxUnavailable: 1, selector: {matchLabels: {a: b}}}\n',
  ],
  'malformed-api-version': ['apiVersion: a/b/v1\nkind: ConfigMap\nmetadata:\n  name: a\n', HEAD],
  'unknown-field': [`${HEAD}dta: {a: b}\n`, data('  a: b')],
  'duplicate-field': [data('  a: b\n  a: c'), data('  a: b\n  b: c')],
  'wrong-type': [data('  a: 1'), data('  a: "1"')],
  'field-too-new': [
    `# podwright: kubernetes=1.31\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {resources: {limits: {cpu: 1}}, containers: [{name: a, image: a}]}\n`,
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {resources: {limits: {cpu: 1}}, containers: [{name: a, image: a}]}\n',
  ],
  'field-behind-gate': [
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {os: {name: linux}, containers: [{name: a, image: a, lifecycle: {stopSignal: SIGINT}}]}\n',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {os: {name: linux}, containers: [{name: a, image: a}]}\n',
  ],
};

/** Not reachable by a text we know: the reader's last resorts, and a field that no version since 1.31 lost. */
const LAST_RESORT = ['yaml-unreadable', 'yaml-syntax', 'field-gone'];

const words = texts();
const rulesOf = (text: string) =>
  diagnose(analyzeFile(YamlStream.of(text), 37), words, DEFAULT_SETTINGS).map(({ code }) => String(code));

describe('each rule', () => {
  for (const [rule, [bad, good]] of Object.entries(CASES)) {
    it(`${rule} is tripped`, () => expect(rulesOf(bad)).toContain(rule));
    it(`${rule} is not tripped by its twin`, () => expect(rulesOf(good)).not.toContain(rule));
  }

  it('has a case', () => {
    const all = [syntaxRules, identityRules, decodeRules, versionRules].flatMap((table) =>
      Object.values(table).map(({ id }) => id),
    );
    expect(all.filter((id) => !(id in CASES)).sort()).toEqual([...LAST_RESORT].sort());
  });
});
