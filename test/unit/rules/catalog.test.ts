// The catalogue holds every table of rules, ids are unique, and each rule has words in both languages.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRules } from '../../../server/src/rules/catalog';
import { root, texts } from '../../support/texts';

const folder = path.join(root, 'server/src/rules');
const sources = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts') && path.basename(name) !== 'rule.ts');
const rules = allRules();

describe('the catalogue of rules', () => {
  it('imports every table', () => {
    const catalog = readFileSync(path.join(folder, 'catalog.ts'), 'utf8');
    const tables = sources.flatMap((name) =>
      [...readFileSync(path.join(folder, name), 'utf8').matchAll(/^export const (\w+)[^=\n]* = ruleTable\(/gm)].map(
        (match) => match[1] as string,
      ),
    );
    expect(tables.filter((table) => !catalog.includes(table))).toEqual([]);
    expect(tables.length).toBeGreaterThan(20);
  });

  it('has words for every rule in both languages', () => {
    for (const language of ['en', 'zh-cn'] as const) {
      const words = texts(language);
      expect(rules.filter(({ id }) => !words.has(id)).map(({ id }) => id)).toEqual([]);
    }
  });

  it('writes ids in kebab case', () => {
    expect(rules.filter(({ id }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('is what the rules page says', () => {
    const page = readFileSync(path.join(root, 'docs/rules.md'), 'utf8');
    expect(rules.filter(({ id }) => !page.includes(`<a id="${id}"></a>`)).map(({ id }) => id)).toEqual([]);
  });
});
