// Every rule of workloads and of the kinds beside pods has a case that trips it (test/cases/rules/kinds/*.yaml) and a
// manifest that does not: the one the case changes. Preferred fixes really repair, on the text of the manifest.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { analyzeFile } from '../../../../server/src/features/analysis';
import { codeActions } from '../../../../server/src/features/codeActions';
import { DEFAULT_SETTINGS, diagnose } from '../../../../server/src/features/diagnostics';
import { kindRules as rules } from '../../../../server/src/rules/catalog';
import type { Finding } from '../../../../server/src/rules/finding';
import { CheckContext } from '../../../../server/src/rules/rule';
import { validateObject } from '../../../../server/src/rules/validate';
import { YamlStream } from '../../../../server/src/yaml/stream';
import { edited } from '../../../support/edits';
import { applyEdits } from '../../../support/fixes';
import { texts } from '../../../support/texts';

interface Case {
  readonly rule: string;
  readonly base: string;
  readonly set: Readonly<Record<string, unknown>>;
  readonly at: string;
  readonly minor?: number;
}

type Manifest = Record<string, unknown>;

const folder = path.join(import.meta.dirname, '../../../cases/rules/kinds');
const read = (name: string): unknown => parse(readFileSync(path.join(folder, name), 'utf8'), { maxAliasCount: -1 });
const bases = read('bases.yaml') as Readonly<Record<string, Manifest>>;
const cases = readdirSync(folder)
  .filter((name) => name !== 'bases.yaml')
  .flatMap((name) => read(name) as Case[]);

function baseOf(name: string): Manifest {
  const base = bases[name];
  if (base === undefined) throw new Error(`no base ${name}`);
  return base;
}

function check(manifest: Manifest, minor = 37): readonly Finding[] {
  const ctx = new CheckContext(minor);
  validateObject(String(manifest.apiVersion), String(manifest.kind), manifest, ctx);
  return ctx.findings;
}

describe('every rule', () => {
  it('has an id of its own', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  });

  it.each(rules.map(({ id }) => id))('%s has a case', (id) => {
    expect(cases.some(({ rule }) => rule === id)).toBe(true);
  });

  it.each(['en', 'zh-cn'] as const)('has a message in %s whose placeholders are all filled', (language) => {
    const words = texts(language);
    const findings = cases.flatMap((row) => check(edited(baseOf(row.base), row.set), row.minor));
    const said = findings.map(({ rule, values }) => ({ rule, text: words.say(rule, values ?? {}) }));
    expect(said.filter(({ rule, text }) => text === rule || /\{\w+\}/.test(text))).toEqual([]);
    const titles = findings.flatMap(({ fixes = [] }) =>
      fixes.map(({ title, values }) => words.say(title, values ?? {})),
    );
    expect(titles.filter((title) => title.startsWith('fix-') || /\{\w+\}/.test(title))).toEqual([]);
  });
});

describe('the manifests that cases start from have nothing wrong', () => {
  it.each(Object.keys(bases))('%s', (name) => {
    expect(check(baseOf(name)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('cases', () => {
  it.each(cases)('$rule: $base at $at', ({ rule, base, set, at, minor }) => {
    const found = check(edited(baseOf(base), set), minor);
    expect(found.filter((finding) => finding.rule === rule).map((finding) => finding.path)).toContain(at);
    expect(check(baseOf(base), minor).map((finding) => finding.rule)).not.toContain(rule);
  });
});

const words = texts();
const uri = 'file:///x.yaml';

/** The document after the preferred fix of the rule at the path; undefined when it has none. */
function fixed(text: string, row: Case): string | undefined {
  const file = analyzeFile(YamlStream.of(text), row.minor ?? 37);
  for (const diagnostic of diagnose(file, words, DEFAULT_SETTINGS).filter(({ code }) => code === row.rule)) {
    const actions = codeActions(file, { uri, range: diagnostic.range, diagnostics: [diagnostic] }, words);
    const edits = actions.find(({ isPreferred }) => isPreferred === true)?.edit?.changes?.[uri];
    if (edits !== undefined) return applyEdits(text, edits);
  }
  return undefined;
}

/** Fixes that only make a start: the value they write is for the user to replace. */
const PLACEHOLDERS = new Set(['limit-ratio']);

describe('preferred fixes repair what they are offered for', () => {
  it.each(cases)('$rule: $base at $at', (row) => {
    const broken = edited(baseOf(row.base), row.set);
    const offered = check(broken, row.minor).some(
      ({ rule, fixes = [] }) => rule === row.rule && fixes.some(({ preferred }) => preferred === true),
    );
    if (!offered || PLACEHOLDERS.has(row.rule)) return;
    const text = fixed(stringify(broken), row);
    expect(text).toBeDefined();
    const found = check(parse(text ?? '') as Manifest, row.minor);
    const left = found.filter(({ rule, path: where }) => rule === row.rule && where === row.at);
    expect(left).toEqual([]);
  });
});
