// Every rule of pods and metadata has a manifest that trips it and a near one that does not (test/cases/rules/pod/*.yaml).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { podAndMetadataRules as rules } from '../../../../server/src/rules/catalog';
import { CheckContext } from '../../../../server/src/rules/rule';
import { validateObject } from '../../../../server/src/rules/validate';
import { type Case, objectOf, type Side } from './cases';

const folder = path.join(import.meta.dirname, '../../../cases/rules/pod');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const cases = files.flatMap((name) => {
  const rows = parse(readFileSync(path.join(folder, name), 'utf8')) as Case[];
  return rows.map((row) => ({ ...row, file: name }));
});

function check(side: Side, minor: number) {
  const object = objectOf(side);
  const ctx = new CheckContext(minor);
  validateObject(String(object.apiVersion), String(object.kind), object, ctx);
  return ctx.findings;
}

describe('rules of pods and metadata', () => {
  test.each(cases)('$rule is tripped at $path ($file)', ({ rule, path: at, minor, bad }) => {
    const found = check(bad, minor ?? 37).map((finding) => `${finding.rule} ${finding.path}`);
    expect(found).toContain(`${rule} ${at}`);
  });

  test.each(cases)('$rule is not tripped by the near case ($file, $path)', ({ rule, path: at, minor, good }) => {
    const found = check(good, minor ?? 37);
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(found.map((finding) => `${finding.rule} ${finding.path}`)).not.toContain(`${rule} ${at}`);
  });

  test('each rule has a case', () => {
    const covered = new Set(cases.map(({ rule }) => rule));
    expect(rules.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
  });

  test('rule ids are unique', () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});

describe('words of the rules', () => {
  test.each(['en', 'zh-cn'])('%s has a message for each, and its placeholders are filled', (language) => {
    const file = path.join(import.meta.dirname, `../../../../schemas/texts/${language}/validation-pod.json`);
    const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    expect(rules.map(({ id }) => id).filter((id) => texts[id] === undefined)).toEqual([]);
    const unfilled = cases
      .filter(({ rule }) => texts[rule] !== undefined)
      .flatMap(({ rule, minor, bad }) =>
        check(bad, minor ?? 37)
          .filter((finding) => finding.rule === rule)
          .flatMap(({ values = {} }) =>
            [...(texts[rule] ?? '').matchAll(/\{(\w+)\}/g)].map(
              ([, name = '']) => name in values || `${rule}: ${name}`,
            ),
          ),
      );
    expect(unfilled.filter((result) => result !== true)).toEqual([]);
  });
});
