// Every quick fix of a pod rule, applied to the case that trips the rule, leaves a readable manifest without that finding.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { analyzeFile } from '../../../../server/src/features/analysis';
import { textEdits } from '../../../../server/src/features/edits';
import type { Finding, Fix } from '../../../../server/src/rules/finding';
import type { YamlDocument } from '../../../../server/src/yaml/document';
import { YamlStream } from '../../../../server/src/yaml/stream';
import { type Case, objectOf } from './cases';

const folder = path.join(import.meta.dirname, '../../../cases/rules/pod');

interface FixCase extends Case {
  readonly text: string;
  readonly title: string;
  readonly finding: Finding;
  readonly fix: Fix;
}

function analyzed(text: string, minor: number) {
  return analyzeFile(YamlStream.of(text), minor).documents;
}

function fixCases(): FixCase[] {
  const rows = readdirSync(folder).flatMap((name) => parse(readFileSync(path.join(folder, name), 'utf8')) as Case[]);
  return rows.flatMap((row) => {
    const text = stringify(objectOf(row.bad), { aliasDuplicateObjects: false, version: '1.1' });
    const findings = analyzed(text, row.minor ?? 37).flatMap((document) => document.findings);
    const finding = findings.find(({ rule, path: at }) => rule === row.rule && at === row.path);
    return finding === undefined
      ? []
      : (finding.fixes ?? []).map((fix) => ({ ...row, text, finding, fix, title: fix.title }));
  });
}

function apply(fix: Fix, document: YamlDocument): string {
  const offset = ({ line, character }: { line: number; character: number }) =>
    (document.lineStarts[line] ?? 0) + character;
  const edits = textEdits(fix.edits, document) ?? [];
  expect(edits.length).toBeGreaterThan(0);
  return [...edits]
    .sort((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (text, { range, newText }) => text.slice(0, offset(range.start)) + newText + text.slice(offset(range.end)),
      document.text,
    );
}

const UNREADABLE = ['duplicate-field', 'unknown-field', 'wrong-type'];

describe('quick fixes of pods and metadata', () => {
  test.each(fixCases())('$title mends $rule at $path', ({ rule, path: at, minor, text, fix }) => {
    const document = analyzed(text, minor ?? 37)[0]?.document;
    if (document === undefined) throw new Error('no document');
    const after = analyzed(apply(fix, document), minor ?? 37).flatMap(({ findings }) => findings);
    expect(after.filter((finding) => finding.type === 'Syntax' || UNREADABLE.includes(finding.rule))).toEqual([]);
    const before = analyzed(text, minor ?? 37).flatMap(({ findings }) => findings);
    const same = (findings: readonly Finding[]) =>
      findings.filter((finding) => finding.rule === rule && finding.path === at).length;
    expect(same(after)).toBeLessThan(same(before));
  });
});
